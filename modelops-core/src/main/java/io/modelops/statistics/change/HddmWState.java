package io.modelops.statistics.change;

/** The state of {@link HddmW} for one direction. */
final class HddmWState implements OneSided {
    private final double weight;
    private final double warningFactor;
    private final double alarmFactor;
    private boolean isEmpty = true;
    private double average;
    private double spread = 1;
    private double lowest = Double.POSITIVE_INFINITY;
    private double cutAverage;
    private double cutSpread;
    private boolean isNewEmpty = true;
    private double newAverage;
    private double newSpread = 1;

    HddmWState(double weight, double warning, double alarm) {
        this.weight = weight;
        this.warningFactor = Math.log(1 / warning) / 2;
        this.alarmFactor = Math.log(1 / alarm) / 2;
    }

    @Override
    public Evidence add(double error) {
        average = isEmpty ? error : average + weight * (error - average);
        isEmpty = false;
        spread = next(spread);
        double bounded = average + Math.sqrt(spread * alarmFactor);
        if (bounded < lowest) {
            lowest = bounded;
            cutAverage = average;
            cutSpread = spread;
            isNewEmpty = true;
            newSpread = 1;
            return Evidence.NONE;
        }
        newAverage = isNewEmpty ? error : newAverage + weight * (error - newAverage);
        isNewEmpty = false;
        newSpread = next(newSpread);
        double rise = newAverage - cutAverage;
        double both = cutSpread + newSpread;
        if (rise <= 0 || rise * rise <= both * warningFactor) {
            return Evidence.NONE;
        }
        return rise * rise > both * alarmFactor ? Evidence.STRONG : Evidence.WEAK;
    }

    private double next(double before) {
        return weight * weight + (1 - weight) * (1 - weight) * before;
    }

    @Override
    public double[] memory() {
        return new double[] {
            isEmpty ? 1 : 0, average, spread, lowest, cutAverage, cutSpread, isNewEmpty ? 1 : 0, newAverage, newSpread
        };
    }

    @Override
    public void recall(Remembered read) {
        isEmpty = read.flag();
        average = read.positive();
        spread = read.positive();
        lowest = read.bound();
        cutAverage = read.positive();
        cutSpread = read.positive();
        isNewEmpty = read.flag();
        newAverage = read.positive();
        newSpread = read.positive();
    }

    @Override
    public void reset() {
        isEmpty = true;
        spread = 1;
        lowest = Double.POSITIVE_INFINITY;
        isNewEmpty = true;
        newSpread = 1;
    }
}
