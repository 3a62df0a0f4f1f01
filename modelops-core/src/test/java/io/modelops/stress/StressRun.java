package io.modelops.stress;

/**
 * How much the tests with the tag {@code stress} do: a little in each build, all of it with {@code -Pstress}, where each
 * scenario says in a line what it did.
 */
public final class StressRun {
    private static final boolean FULL = Boolean.getBoolean("modelops.stress");

    /** Less than 1 to see how a full run will go. */
    private static final double SHARE = Double.parseDouble(System.getProperty("modelops.stress.share", "1"));

    private StressRun() {}

    /** The first number in a normal build, the second in a full run. */
    public static long of(long always, long full) {
        return FULL ? Math.max(always, (long) (full * SHARE)) : always;
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
