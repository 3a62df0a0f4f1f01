package io.modelops.statistics.change;

import io.modelops.statistics.internal.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@link EwmaChart} detectors; {@link #build()} may be called again for further detectors with the same settings.
 * Not thread-safe.
 */
public final class EwmaChartBuilder extends ChangeDetectorBuilder<EwmaChartBuilder> {
    private @Nullable Standardisation known;
    private int learn = 30;
    private double weight = 0.2;
    private double limit = Double.NaN;

    EwmaChartBuilder() {
        super(Direction.BOTH);
        oneFalseAlarmPer(10_000);
    }

    /**
     * Standardises values by the mean and the standard deviation they have while nothing is wrong. Replaces
     * {@link #selfStarting(int)}.
     *
     * @param mean the mean, finite
     * @param deviation the standard deviation, above 0 and finite
     * @return this builder
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public EwmaChartBuilder standardisedBy(double mean, double deviation) {
        this.known = new Standardisation(mean, deviation);
        return this;
    }

    /**
     * Standardises values by the level of all values before. Default, with 30 values. Replaces
     * {@link #standardisedBy(double, double)}.
     *
     * @param learn how many first values only give the level and are not judged, at least 3
     * @return this builder
     * @throws IllegalArgumentException if {@code learn} is less than 3
     */
    public EwmaChartBuilder selfStarting(int learn) {
        this.learn = Arguments.atLeast(3, "learn", learn);
        this.known = null;
        return this;
    }

    /**
     * Sets the weight of the newest value. Default: 0.2.
     *
     * @param weight the weight, in 0.01..1
     * @return this builder
     * @throws IllegalArgumentException if {@code weight} is not in 0.01..1
     */
    public EwmaChartBuilder weight(double weight) {
        if (!(weight >= 0.01 && weight <= 1)) {
            throw new IllegalArgumentException("weight was " + weight + "; expected a number in 0.01..1");
        }
        this.weight = weight;
        return this;
    }

    /**
     * Sets how far from 0 the average may be. Replaces {@link #oneFalseAlarmPer(double)}.
     *
     * @param deviations the limit in standard deviations of the average, above 0; 3 is usual
     * @return this builder
     * @throws IllegalArgumentException if {@code deviations} is not a finite number above 0
     */
    public EwmaChartBuilder limit(double deviations) {
        this.limit = Arguments.positive("deviations", deviations);
        return thresholdIsGiven();
    }

    @Override
    public EwmaChart build() {
        double chosen = hasRate() ? EwmaRunLength.limit(weight, recordsForBoth()) : limit;
        return new EwmaChart(new Standardiser(known, learn), direction(), policy(), weight, chosen);
    }

    @Override
    EwmaChartBuilder self() {
        return this;
    }

    @Override
    boolean isSimulated() {
        return false;
    }
}
