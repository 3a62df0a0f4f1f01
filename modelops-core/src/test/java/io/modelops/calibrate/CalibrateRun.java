package io.modelops.calibrate;

/**
 * How much the tests with the tag {@code calibrate} simulate: a little in each build, all of it with {@code -Pcalibrate},
 * where each {@link Claim} says in a line what was measured.
 */
public final class CalibrateRun {
    private static final boolean FULL = Boolean.getBoolean("modelops.calibrate");

    /** Less than 1 to see how a full run will go. */
    private static final double SHARE = Double.parseDouble(System.getProperty("modelops.calibrate.share", "1"));

    private CalibrateRun() {}

    /** The first number in a normal build, the second in a full run. */
    public static int of(int always, int full) {
        return FULL ? Math.max(always, (int) (full * SHARE)) : always;
    }

    /** Whether this is a full run. */
    public static boolean isFull() {
        return FULL;
    }
}
