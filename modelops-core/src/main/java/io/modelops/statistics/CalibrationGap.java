package io.modelops.statistics;

/** The mean gap between what was predicted and what came, in bins of equal width. */
final class CalibrationGap implements Metric.Weighted {
    private final double[] probabilities;
    private final double[] labels;
    private final int bins;

    CalibrationGap(double[] probabilities, double[] labels, int bins) {
        this.probabilities = probabilities;
        this.labels = labels;
        this.bins = bins;
    }

    @Override
    public double of(double[] weights) {
        double[] gaps = new double[bins];
        double total = 0;
        for (int row = 0; row < labels.length; row++) {
            double probability = probabilities[row];
            if (weights[row] == 0) {
                continue;
            }
            if (!(probability >= 0 && probability <= 1) || Double.isNaN(labels[row])) {
                return Double.NaN;
            }
            int bin = Math.min(bins - 1, (int) (probability * bins));
            gaps[bin] += weights[row] * ((Metrics.isPositive(labels[row]) ? 1 : 0) - probability);
            total += weights[row];
        }
        double sum = 0;
        for (double gap : gaps) {
            sum += Math.abs(gap);
        }
        return sum / total;
    }
}
