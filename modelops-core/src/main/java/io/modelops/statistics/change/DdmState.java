package io.modelops.statistics.change;

/** The state of {@link Ddm} for one direction. */
final class DdmState implements OneSided {
    private final DdmRule rule;
    private long observations;
    private double errors;
    private double lowestRate = Double.POSITIVE_INFINITY;
    private double lowestDeviation = Double.POSITIVE_INFINITY;

    DdmState(DdmRule rule) {
        this.rule = rule;
    }

    @Override
    public Evidence add(double error) {
        observations++;
        errors += error;
        if (observations <= rule.leastObservations() || errors < rule.leastErrors()) {
            return Evidence.NONE;
        }
        double rate = errors / observations;
        double deviation = Math.sqrt(Math.max(0, rate * (1 - rate)) / observations);
        if (rate + deviation <= lowestRate + lowestDeviation) {
            lowestRate = rate;
            lowestDeviation = deviation;
        }
        double excess = rate + deviation - lowestRate;
        if (excess > rule.alarm() * lowestDeviation) {
            return Evidence.STRONG;
        }
        return excess > rule.warning() * lowestDeviation ? Evidence.WEAK : Evidence.NONE;
    }

    @Override
    public double[] memory() {
        return new double[] {observations, errors, lowestRate, lowestDeviation};
    }

    @Override
    public void recall(Remembered read) {
        observations = read.count();
        errors = read.positive();
        lowestRate = read.bound();
        lowestDeviation = read.bound();
    }

    @Override
    public void reset() {
        observations = 0;
        errors = 0;
        lowestRate = Double.POSITIVE_INFINITY;
        lowestDeviation = Double.POSITIVE_INFINITY;
    }
}
