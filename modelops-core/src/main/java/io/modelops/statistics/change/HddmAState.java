package io.modelops.statistics.change;

/** The state of {@link HddmA} for one direction. */
final class HddmAState implements OneSided {
    private final double boundFactor;
    private final double warningFactor;
    private final double alarmFactor;
    private long observations;
    private double sum;
    private long cut;
    private double cutMean;
    private double cutBound;

    HddmAState(double warning, double alarm) {
        boundFactor = Math.log(1 / alarm) / 2;
        warningFactor = Math.log(2 / warning) / 2;
        alarmFactor = Math.log(2 / alarm) / 2;
    }

    @Override
    public Evidence add(double error) {
        observations++;
        sum += error;
        double mean = sum / observations;
        double bound = Math.sqrt(boundFactor / observations);
        if (cut == 0 || mean + bound <= cutMean + cutBound) {
            cut = observations;
            cutMean = mean;
            cutBound = bound;
            return Evidence.NONE;
        }
        double rise = mean - cutMean;
        if (rise <= 0) {
            return Evidence.NONE;
        }
        double chance = (double) (observations - cut) / cut / observations;
        if (rise * rise >= chance * alarmFactor) {
            return Evidence.STRONG;
        }
        return rise * rise >= chance * warningFactor ? Evidence.WEAK : Evidence.NONE;
    }

    @Override
    public double[] memory() {
        return new double[] {observations, sum, cut, cutMean, cutBound};
    }

    @Override
    public void recall(Remembered read) {
        observations = read.count();
        sum = read.positive();
        cut = read.count();
        cutMean = read.positive();
        cutBound = read.positive();
    }

    @Override
    public void reset() {
        observations = 0;
        sum = 0;
        cut = 0;
    }
}
