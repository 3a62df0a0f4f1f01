package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Arrays;

/**
 * The mean image of many vectors under {@link FourierFeatures}: a summary of their whole distribution that adds up across
 * threads and machines, for {@link MaximumMeanDiscrepancy}.
 *
 * <p>The vectors are dealt in turn to 32 parts, so that the spread of the mean is known as well; this takes 32 × the size
 * of an image in memory. Vectors with a value that is not finite are only counted. Not thread-safe: give each thread its
 * own and merge.
 */
public final class MeanEmbedding {
    private static final int PARTS = 32;

    private final FourierFeatures features;
    private final double[][] sums;
    private final long[] counts = new long[PARTS];
    private long count;
    private long ignored;

    /**
     * Makes a summary of no vectors.
     *
     * @param features the map, the same for all that are to be merged or compared
     */
    public MeanEmbedding(FourierFeatures features) {
        this.features = features;
        this.sums = new double[PARTS][features.size()];
    }

    /**
     * Adds a vector.
     *
     * @param vector the vector, of the length that the map has; not modified
     * @throws IllegalArgumentException if it is of another length
     */
    public void add(double[] vector) {
        double[] image = features.image(vector);
        if (Double.isNaN(image[0])) {
            ignored++;
            return;
        }
        int part = (int) (count++ % PARTS);
        counts[part]++;
        addTo(sums[part], image);
    }

    /**
     * Adds the vectors of another summary to this one. The other doesn't change.
     *
     * @param other a summary of other vectors by an equal map
     * @throws IllegalArgumentException if its map is not equal
     */
    public void merge(MeanEmbedding other) {
        requireSameMap(other);
        for (int part = 0; part < PARTS; part++) {
            addTo(sums[part], other.sums[part]);
            counts[part] += other.counts[part];
        }
        count += other.count;
        ignored += other.ignored;
    }

    /**
     * Returns the sums behind the mean, to be stored without the map.
     *
     * @return a new array, for {@link #of}
     */
    public double[] sums() {
        double[] all = new double[PARTS * features.size()];
        for (int part = 0; part < PARTS; part++) {
            System.arraycopy(sums[part], 0, all, part * features.size(), features.size());
        }
        return all;
    }

    /**
     * Returns a summary that was stored before.
     *
     * @param features the map that it was made with
     * @param count how many vectors are in the mean, 0 or more
     * @param ignored how many were left out, 0 or more
     * @param sums what {@link #sums()} returned; not modified
     * @return a summary that goes on from there
     * @throws IllegalArgumentException if a count is negative, there are not as many sums as the map needs, or one is not
     *     finite
     */
    public static MeanEmbedding of(FourierFeatures features, long count, long ignored, double[] sums) {
        MeanEmbedding stored = new MeanEmbedding(features);
        Arguments.sameLength("sums", sums.length, "those of the map", PARTS * features.size());
        if (count < 0 || ignored < 0) {
            throw new IllegalArgumentException(
                    "count was " + count + " and ignored " + ignored + "; expected 0 or more");
        }
        stored.count = count;
        stored.ignored = ignored;
        for (int part = 0; part < PARTS; part++) {
            // Vectors are dealt in turn.
            stored.counts[part] = count / PARTS + (part < count % PARTS ? 1 : 0);
            for (int i = 0; i < features.size(); i++) {
                stored.sums[part][i] = Arguments.finite("a sum", sums[part * features.size() + i]);
            }
        }
        return stored;
    }

    /**
     * Returns how many vectors are in the mean.
     *
     * @return 0 or more
     */
    public long count() {
        return count;
    }

    /**
     * Returns how many vectors were left out because a value was not finite.
     *
     * @return 0 or more
     */
    public long ignored() {
        return ignored;
    }

    void requireSameMap(MeanEmbedding other) {
        if (!features.equals(other.features)) {
            throw new IllegalArgumentException("the two embeddings have different Fourier features (" + features + ", "
                    + other.features + "); expected the same map for both");
        }
    }

    /** The mean image; {@code NaN} without vectors. */
    double[] mean() {
        double[] mean = new double[features.size()];
        for (double[] sum : sums) {
            addTo(mean, sum);
        }
        return scaled(mean, 1.0 / count);
    }

    /**
     * The trace of the square of the images' covariance, from how the means of the parts vary; {@code NaN} unless each part
     * has a vector.
     */
    double traceOfSquaredCovariance() {
        double[] mean = mean();
        double[][] deviations = new double[PARTS][];
        double trace = 0;
        for (int part = 0; part < PARTS; part++) {
            // Times the root of its count each deviation has the covariance of one image.
            double[] deviation = scaled(sums[part], 1.0 / counts[part]);
            for (int i = 0; i < deviation.length; i++) {
                deviation[i] = (deviation[i] - mean[i]) * Math.sqrt((double) counts[part]);
            }
            deviations[part] = deviation;
            trace += product(deviation, deviation) / (PARTS - 1);
        }
        double squares = 0;
        for (int one = 0; one < PARTS; one++) {
            for (int other = 0; other < one; other++) {
                double product = product(deviations[one], deviations[other]);
                squares += 2 * product * product / (PARTS * (PARTS - 1));
            }
        }
        // The common mean that was taken off shrinks the deviations and ties them to each other.
        double left = 1 - 1.0 / PARTS;
        return (squares - trace * trace / (PARTS * PARTS)) / (left * left + 1.0 / (PARTS * PARTS));
    }

    static double product(double[] first, double[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += first[i] * second[i];
        }
        return sum;
    }

    private static double[] scaled(double[] vector, double factor) {
        return Arrays.stream(vector).map(value -> value * factor).toArray();
    }

    private static void addTo(double[] sum, double[] image) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += image[i];
        }
    }
}
