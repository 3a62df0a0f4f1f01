package io.modelops.crash;

import java.time.Duration;

/**
 * How much the tests with the tag {@code crash} do: a little in each build, all of it with {@code -Pcrash}, where each
 * layer says in a line what it did.
 */
public final class CrashRun {
    private static final boolean FULL = Boolean.getBoolean("modelops.crash");

    private CrashRun() {}

    /** The first number in a normal build, the second in a full run. */
    public static int of(int always, int full) {
        return FULL ? full : always;
    }

    /** The first time in a normal build, the second in a full run. */
    public static Duration of(Duration always, Duration full) {
        return FULL ? full : always;
    }

    /**
     * Says what a full run of a layer has done.
     *
     * @param layer such as {@code L3-kill}
     * @param runs how many kills, states, commits or whatever the layer counts
     * @param violations how many of them broke a promise
     * @param details further {@code name=value} pairs, or empty
     */
    public static void report(String layer, long runs, long violations, String details) {
        if (FULL) {
            System.out.println(
                    ("crash " + layer + " runs=" + runs + " violations=" + violations + " " + details).trim());
        }
    }

    /** Says that a layer could not be run here, and why; a layer that needs what the machine lacks calls this. */
    public static void unavailable(String layer, String why) {
        System.out.println("crash " + layer + " runs=0 violations=0 unavailable: " + why);
    }
}
