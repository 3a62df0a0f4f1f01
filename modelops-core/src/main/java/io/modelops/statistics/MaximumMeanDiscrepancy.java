package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.GammaDistribution;

/**
 * The maximum mean discrepancy (Gretton et al., 2012) of two samples of vectors, such as embeddings: the squared distance
 * of their mean images under {@link FourierFeatures}, which sees any change of the distribution that the kernel sees.
 *
 * @param squared the unbiased estimate of the squared discrepancy, at most 2; about 0 and perhaps negative when nothing
 *     changed; {@code NaN} when either sample has fewer than two vectors
 * @param pValue the probability of a discrepancy this large when nothing changed; {@code NaN} when it can't be judged
 * @param referenceSize the number of reference vectors that were used
 * @param currentSize the number of current vectors that were used
 */
public record MaximumMeanDiscrepancy(double squared, double pValue, long referenceSize, long currentSize)
        implements Significance {

    /**
     * Compares two summaries, without the vectors themselves. The p-value takes the discrepancy as gamma-distributed with
     * the mean and variance that the reference gives it; it is {@code NaN} when the reference has fewer than 64 vectors or
     * the current sample fewer than 2, or the vectors of the reference don't vary.
     *
     * @param reference the summary of the reference
     * @param current the summary of the current vectors, by an equal map
     * @return the result
     * @throws IllegalArgumentException if their maps are not equal
     */
    public static MaximumMeanDiscrepancy of(MeanEmbedding reference, MeanEmbedding current) {
        reference.requireSameMap(current);
        long n = reference.count();
        long m = current.count();
        double[] x = reference.mean();
        double[] y = current.mean();
        double squared = unbiased(x, n, y, m);
        if (n < 64 || m < 2) {
            return new MaximumMeanDiscrepancy(squared, Double.NaN, n, m);
        }
        double trace = (1 - MeanEmbedding.product(x, x)) * n / (n - 1);
        double traceOfSquare = reference.traceOfSquaredCovariance();
        double scale = 1.0 / n + 1.0 / m;
        double shape = trace * trace / (2 * traceOfSquare);
        double distance = squaredDistance(x, y);
        double pValue = trace > 1e-12 && shape > 0 && Double.isFinite(shape)
                ? GammaDistribution.of(shape, scale * trace / shape).survivalProbability(distance)
                : Double.NaN;
        return new MaximumMeanDiscrepancy(squared, pValue, n, m);
    }

    /**
     * Compares two samples, with a p-value by permutation that holds for any sizes. The work is proportional to the number
     * of vectors times the size of an image times the number of permutations.
     *
     * @param reference the reference vectors; those with a value that is not finite are left out; not modified
     * @param current the current vectors, likewise
     * @param features the map
     * @param permutations how often the vectors are dealt anew to the two samples, at least 1; the p-value is at least
     *     {@code 1 / (1 + permutations)}
     * @param random the source of the permutations
     * @return the result; a p-value of {@code NaN} when either sample has fewer than two vectors
     * @throws IllegalArgumentException if a vector is not of the length that the map has, or {@code permutations} is less
     *     than 1
     */
    public static MaximumMeanDiscrepancy of(
            double[][] reference,
            double[][] current,
            FourierFeatures features,
            int permutations,
            RandomGenerator random) {
        Arguments.atLeast(1, "permutations", permutations);
        double[][] x = images(reference, features);
        double[][] y = images(current, features);
        double[] sumOfFirst = sum(x, x.length, features.size());
        double[] sumOfSecond = sum(y, y.length, features.size());
        double squared = unbiased(mean(sumOfFirst, x.length), x.length, mean(sumOfSecond, y.length), y.length);
        if (Double.isNaN(squared)) {
            return new MaximumMeanDiscrepancy(squared, Double.NaN, x.length, y.length);
        }
        double[] all = sum(new double[][] {sumOfFirst, sumOfSecond}, 2, features.size());
        double observed = distanceOfParts(sumOfFirst, x.length, all, y.length);
        double[][] images = Arrays.copyOf(x, x.length + y.length);
        System.arraycopy(y, 0, images, x.length, y.length);
        int smaller = Math.min(x.length, y.length);
        int atLeast = 0;
        for (int permutation = 0; permutation < permutations; permutation++) {
            for (int i = 0; i < smaller; i++) {
                int other = i + random.nextInt(images.length - i);
                double[] image = images[i];
                images[i] = images[other];
                images[other] = image;
            }
            double[] part = sum(images, smaller, features.size());
            // A hair less, so that rounding doesn't turn an equal discrepancy into a smaller one.
            atLeast += distanceOfParts(part, smaller, all, images.length - smaller) >= observed * (1 - 1e-9) - 1e-15
                    ? 1
                    : 0;
        }
        return new MaximumMeanDiscrepancy(squared, (1.0 + atLeast) / (1.0 + permutations), x.length, y.length);
    }

    private static double[][] images(double[][] vectors, FourierFeatures features) {
        return Arrays.stream(vectors)
                .map(features::image)
                .filter(image -> !Double.isNaN(image[0]))
                .toArray(double[][]::new);
    }

    private static double[] sum(double[][] vectors, int count, int size) {
        double[] sum = new double[size];
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < size; i++) {
                sum[i] += vectors[row][i];
            }
        }
        return sum;
    }

    private static double[] mean(double[] sum, int count) {
        return Arrays.stream(sum).map(value -> value / count).toArray();
    }

    /** The squared distance of the mean of a part from the mean of the rest. */
    private static double distanceOfParts(double[] part, int count, double[] all, int rest) {
        double sum = 0;
        for (int i = 0; i < all.length; i++) {
            double gap = part[i] / count - (all[i] - part[i]) / rest;
            sum += gap * gap;
        }
        return sum;
    }

    /** The pairs of a vector with itself have a kernel of 1 and are taken out. */
    private static double unbiased(double[] x, long n, double[] y, long m) {
        return n < 2 || m < 2
                ? Double.NaN
                : (n * MeanEmbedding.product(x, x) - 1) / (n - 1)
                        + (m * MeanEmbedding.product(y, y) - 1) / (m - 1)
                        - 2 * MeanEmbedding.product(x, y);
    }

    private static double squaredDistance(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        }
        return sum;
    }
}
