package io.modelops.statistics.change;

import io.modelops.statistics.internal.Arguments;

/**
 * What the builders of all detectors have in common. {@link #build()} may be called again for further detectors with the
 * same settings. Not thread-safe.
 *
 * @param <B> the builder
 */
public abstract sealed class ChangeDetectorBuilder<B extends ChangeDetectorBuilder<B>>
        permits AdwinBuilder,
                CusumBuilder,
                DdmBuilder,
                EddmBuilder,
                EwmaChartBuilder,
                HddmABuilder,
                HddmWBuilder,
                KswinBuilder,
                PageHinkleyBuilder {
    private static final double LEAST_RECORDS = 100;

    private Direction direction;
    private AfterAlarm afterAlarm = AfterAlarm.RESTART;
    private double recordsPerFalseAlarm = Double.NaN;

    ChangeDetectorBuilder(Direction direction) {
        this.direction = direction;
    }

    /**
     * Sets which changes raise an alarm. The default is a rise, for {@link Adwin}, {@link EwmaChart} and {@link Kswin}
     * both.
     *
     * @param direction the direction
     * @return this builder
     */
    public final B watch(Direction direction) {
        this.direction = direction;
        return self();
    }

    /**
     * Sets what is remembered after an alarm. Default: {@link AfterAlarm#RESTART}.
     *
     * @param afterAlarm the policy
     * @return this builder
     * @throws IllegalArgumentException if the detector has a window and the policy is {@link AfterAlarm#CONTINUE}, or it has
     *     none and the policy is {@link AfterAlarm#KEEP_RECENT}
     */
    public final B afterAlarm(AfterAlarm afterAlarm) {
        AfterAlarm impossible = hasWindow() ? AfterAlarm.CONTINUE : AfterAlarm.KEEP_RECENT;
        if (afterAlarm == impossible) {
            throw new IllegalArgumentException("afterAlarm was " + afterAlarm + "; expected RESTART or "
                    + (hasWindow() ? AfterAlarm.KEEP_RECENT : AfterAlarm.CONTINUE));
        }
        this.afterAlarm = afterAlarm;
        return self();
    }

    /**
     * Sets how rare false alarms are, instead of a threshold, whichever was said last: in that many independent records
     * without a change there is at most one alarm on average. Records that follow one another closely, such as errors of
     * successive days, raise more. The class of the detector says for which records the rate was computed or simulated.
     *
     * @param records the expected number of records between false alarms, at least 100; for detectors whose rate is
     *     simulated {@value FalseAlarms#LEAST}..{@value FalseAlarms#MOST}
     * @return this builder
     * @throws IllegalArgumentException if {@code records} is out of its range
     */
    public final B oneFalseAlarmPer(double records) {
        double least = isSimulated() ? FalseAlarms.LEAST : LEAST_RECORDS;
        double most = isSimulated() ? FalseAlarms.MOST : Double.MAX_VALUE;
        if (!(records >= least && records <= most)) {
            throw new IllegalArgumentException(
                    "records was " + records + "; expected a number in " + least + ".." + most);
        }
        this.recordsPerFalseAlarm = records;
        return self();
    }

    /**
     * Builds a detector.
     *
     * @return a new detector that later changes of this builder don't affect
     */
    public abstract ChangeDetector build();

    abstract B self();

    boolean hasWindow() {
        return false;
    }

    boolean isSimulated() {
        return true;
    }

    final Direction direction() {
        return direction;
    }

    final AfterAlarm policy() {
        return afterAlarm;
    }

    /** Says that a threshold is given, not a rate. */
    final B thresholdIsGiven() {
        recordsPerFalseAlarm = Double.NaN;
        return self();
    }

    final boolean hasRate() {
        return !Double.isNaN(recordsPerFalseAlarm);
    }

    /**
     * The records between false alarms of each of the watched directions: two of them alarm twice as often as one, and a little
     * more often where the beginning, to which an alarm of one takes back the other, is when most false alarms come.
     */
    final double recordsPerDirection() {
        int share = isSimulated() ? 3 : 2;
        return direction == Direction.BOTH ? share * recordsPerFalseAlarm : recordsPerFalseAlarm;
    }

    /** The records between false alarms of both directions together, were both watched. */
    final double recordsForBoth() {
        return direction == Direction.BOTH ? recordsPerFalseAlarm : recordsPerFalseAlarm / 2;
    }

    /** Checks two levels of which the one for a warning comes first, as a share or a probability that falls. */
    static void requireWarningBeforeAlarm(double warning, double alarm) {
        Arguments.insideUnitInterval("warning", warning);
        Arguments.insideUnitInterval("alarm", alarm);
        if (warning < alarm) {
            throw new IllegalArgumentException(
                    "warning was " + warning + " and alarm " + alarm + "; expected warning to be at least alarm");
        }
    }
}
