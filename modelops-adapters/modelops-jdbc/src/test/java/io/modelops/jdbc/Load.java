package io.modelops.jdbc;

import java.time.Duration;

/** How much the crash tests do: a little in each build, all of it with {@code -Pcrash}. */
final class Load {
    private static final boolean FULL = Boolean.getBoolean("modelops.crash");

    private Load() {}

    static int of(int always, int full) {
        return FULL ? full : always;
    }

    static Duration of(Duration always, Duration full) {
        return FULL ? full : always;
    }

    /** Reports what a full run has done. */
    static void report(String line) {
        if (FULL) {
            System.out.println("crash " + line);
        }
    }
}
