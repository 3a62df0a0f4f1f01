package io.modelops.statistics.change;

/** The state of {@link Eddm} for one direction. */
final class EddmState implements OneSided {
    private static final double ERROR = 0.5;

    private final EddmRule rule;
    private long observations;
    private long errors;
    private long sinceError;
    private double mean;
    private double squares;
    private double largest;

    EddmState(EddmRule rule) {
        this.rule = rule;
    }

    @Override
    public Evidence add(double error) {
        observations++;
        sinceError++;
        if (error < ERROR) {
            return Evidence.NONE;
        }
        errors++;
        double difference = sinceError - mean;
        mean += difference / errors;
        squares += difference * (sinceError - mean);
        sinceError = 0;
        if (observations <= rule.leastErrors()) {
            return Evidence.NONE;
        }
        double spacing = mean + 2 * Math.sqrt(squares / Math.max(1, rule.sampleDeviation() ? errors - 1 : errors));
        if (spacing > largest) {
            largest = spacing;
            return Evidence.NONE;
        }
        if (errors <= rule.leastErrors()) {
            return Evidence.NONE;
        }
        if (spacing < rule.alarm() * largest) {
            return Evidence.STRONG;
        }
        return spacing < rule.warning() * largest ? Evidence.WEAK : Evidence.NONE;
    }

    @Override
    public double[] memory() {
        return new double[] {observations, errors, sinceError, mean, squares, largest};
    }

    @Override
    public void recall(Remembered read) {
        observations = read.count();
        errors = read.count();
        sinceError = read.count();
        mean = read.positive();
        squares = read.positive();
        largest = read.positive();
    }

    @Override
    public void reset() {
        observations = 0;
        errors = 0;
        sinceError = 0;
        mean = 0;
        squares = 0;
        largest = 0;
    }
}
