package io.modelops.stress;

import java.time.Duration;

/**
 * How much the tests with the tag {@code stress} do: a little in each build, all of it with {@code -Pstress}, where each
 * scenario says in a line what it did.
 */
public final class StressRun {
    private static final boolean FULL = Boolean.getBoolean("modelops.stress");

    private StressRun() {}

    /** The first number in a normal build, the second in a full run. */
    public static long of(long always, long full) {
        return FULL ? full : always;
    }

    /** The first time in a normal build, the second in a full run. */
    public static Duration of(Duration always, Duration full) {
        return FULL ? full : always;
    }

    /** Whether this is a full run. */
    public static boolean isFull() {
        return FULL;
    }

    /**
     * Says what a full run of a scenario has done.
     *
     * @param name such as {@code swap-on-caller}
     * @param load the requests it sent
     * @param swaps how often another version took over
     * @param details further {@code name=value} pairs, or empty
     */
    public static void report(String name, Load load, long swaps, String details) {
        if (FULL) {
            System.out.println(("stress " + name + " requests=" + load.requests() + " swaps=" + swaps + " failed="
                            + load.count(Load.Outcome.FAILED) + " stale=" + load.count(Load.Outcome.STALE) + " "
                            + details)
                    .trim());
        }
    }
}
