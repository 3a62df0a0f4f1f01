package io.modelops.monitoring.estimation;

import io.modelops.model.InvalidInputException;
import io.modelops.statistics.Binning;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gradient boosting of regression stumps for squared error (Friedman 2001) on features in 32 bins of equal counts: a sum of
 * one step function per feature, which takes missing values as a bin of their own. Small, quick, and without interactions
 * of features. Immutable and thread-safe.
 */
public final class BoostedStumps implements LossRegressor {
    private static final int BINS = 32;
    private static final int LEAST_ROWS = 10;

    private final int rounds;
    private final double rate;

    private BoostedStumps(int rounds, double rate) {
        this.rounds = rounds;
        this.rate = rate;
    }

    /**
     * Returns a learner of 200 stumps at a rate of 0.1.
     *
     * @return the learner
     */
    public static BoostedStumps withDefaults() {
        return new BoostedStumps(200, 0.1);
    }

    /**
     * Returns a learner of other size.
     *
     * @param rounds how many stumps it adds, 1 or more
     * @param rate how much of each counts, above 0 and at most 1
     * @return the learner
     * @throws InvalidInputException if a number is out of its range
     */
    public static BoostedStumps of(int rounds, double rate) {
        if (rounds < 1 || !(rate > 0 && rate <= 1)) {
            throw new InvalidInputException("Boosting of " + rounds + " stumps at rate " + rate
                    + " is not allowed: expected 1 or more, and a rate above 0 and at most 1.");
        }
        return new BoostedStumps(rounds, rate);
    }

    @Override
    public Learnt fit(double[][] rows, double[] losses) {
        int features = rows.length == 0 ? 0 : rows[0].length;
        double mean = Arrays.stream(losses).average().orElse(Double.NaN);
        Binning[] bins = new Binning[features];
        int[][] binned = new int[features][rows.length];
        double[][] effects = new double[features][];
        for (int feature = 0; feature < features; feature++) {
            double[] values = column(rows, feature);
            bins[feature] = Binning.ofQuantiles(values, BINS);
            binned[feature] =
                    Arrays.stream(values).mapToInt(bins[feature]::binOf).toArray();
            effects[feature] = new double[bins[feature].size()];
        }
        double[] residuals = Arrays.stream(losses).map(loss -> loss - mean).toArray();
        for (int round = 0; round < rounds; round++) {
            Stump best = null;
            for (int feature = 0; feature < features; feature++) {
                Stump stump = best(feature, binned[feature], residuals, bins[feature].size());
                best = stump != null && (best == null || stump.gain > best.gain) ? stump : best;
            }
            if (best == null) {
                break;
            }
            for (int bin = 0; bin < effects[best.feature].length; bin++) {
                effects[best.feature][bin] += rate * best.at(bin);
            }
            for (int row = 0; row < residuals.length; row++) {
                residuals[row] -= rate * best.at(binned[best.feature][row]);
            }
        }
        return new StepSum(mean, bins, effects);
    }

    @Override
    public Learnt ofBytes(byte[] bytes) {
        return StepSum.ofBytes(bytes);
    }

    private static double[] column(double[][] rows, int feature) {
        return Arrays.stream(rows).mapToDouble(row -> row[feature]).toArray();
    }

    /** One cut of a feature: bins up to one side, the missing bin with one of both. */
    private record Stump(
            int feature, int lastLow, int missing, boolean missingIsLow, double low, double high, double gain) {
        double at(int bin) {
            boolean isLow = bin == missing ? missingIsLow : bin <= lastLow;
            return isLow ? low : high;
        }
    }

    private static @Nullable Stump best(int feature, int[] binned, double[] residuals, int bins) {
        double[] sum = new double[bins];
        int[] count = new int[bins];
        for (int row = 0; row < residuals.length; row++) {
            sum[binned[row]] += residuals[row];
            count[binned[row]]++;
        }
        int missing = bins - 1;
        double total = Arrays.stream(sum).sum();
        Stump best = null;
        double lowSum = 0;
        int lowCount = 0;
        for (int last = 0; last < missing; last++) {
            lowSum += sum[last];
            lowCount += count[last];
            for (int side = 0; side < (count[missing] > 0 ? 2 : 1); side++) {
                boolean missingIsLow = side == 1;
                double low = lowSum + (missingIsLow ? sum[missing] : 0);
                int lows = lowCount + (missingIsLow ? count[missing] : 0);
                int highs = residuals.length - lows;
                if (lows >= LEAST_ROWS && highs >= LEAST_ROWS) {
                    double high = total - low;
                    double gain = low * low / lows + high * high / highs;
                    if (gain > 1e-12 && (best == null || gain > best.gain)) {
                        best = new Stump(feature, last, missing, missingIsLow, low / lows, high / highs, gain);
                    }
                }
            }
        }
        return best;
    }
}
