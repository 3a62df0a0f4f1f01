package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Random Fourier features (Rahimi and Recht, 2007): a map of vectors, such as embeddings, so that the inner product of two
 * images approximates the Gaussian kernel {@code exp(-|x - y|² / (2 bandwidth²))}, with an error of about 1 over the
 * square root of the number of frequencies. Means of images add up across threads and machines, where a kernel would need
 * all pairs of vectors; {@link MeanEmbedding} collects them.
 *
 * <p>Immutable and thread-safe. Equal frequencies make equal maps.
 */
public final class FourierFeatures {
    /** How many vectors of a reference the bandwidth is taken from. */
    private static final int MOST_FOR_BANDWIDTH = 500;

    private final double[][] frequencies;

    private FourierFeatures(double[][] frequencies) {
        this.frequencies = frequencies;
    }

    /**
     * Returns a map with the given frequencies.
     *
     * @param frequencies the frequencies, at least one, all of the length of the vectors; copied
     * @return the map
     * @throws IllegalArgumentException if there are none, or they are not of one length
     */
    public static FourierFeatures of(double[][] frequencies) {
        Arguments.atLeast(1, "the number of frequencies", frequencies.length);
        for (double[] frequency : frequencies) {
            Arguments.sameLength("the first frequency", frequencies[0].length, "another", frequency.length);
        }
        return new FourierFeatures(
                Arrays.stream(frequencies).map(double[]::clone).toArray(double[][]::new));
    }

    /**
     * Returns a map for a Gaussian kernel.
     *
     * @param dimensions the length of the vectors, at least 1
     * @param bandwidth the bandwidth of the kernel, above 0
     * @param frequencies the number of frequencies, at least 1; 256 are usual
     * @param random the source of the frequencies
     * @return the map
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static FourierFeatures gaussian(int dimensions, double bandwidth, int frequencies, RandomGenerator random) {
        Arguments.atLeast(1, "dimensions", dimensions);
        Arguments.positive("bandwidth", bandwidth);
        Arguments.atLeast(1, "frequencies", frequencies);
        double[][] drawn = new double[frequencies][dimensions];
        for (double[] frequency : drawn) {
            Arrays.setAll(frequency, i -> random.nextGaussian() / bandwidth);
        }
        return new FourierFeatures(drawn);
    }

    /**
     * Returns a map for a Gaussian kernel whose squared bandwidth is half the median squared distance of two reference
     * vectors (from at most 500 of them): the usual choice.
     *
     * @param reference the reference vectors, all of one length; those with a value that is not finite are left out; not
     *     modified
     * @param frequencies the number of frequencies, at least 1; 256 are usual
     * @param random the source of the frequencies and of the choice of vectors
     * @return the map; with a bandwidth of 1 if half of the distances are 0, or there are none
     * @throws IllegalArgumentException if there is no vector, the vectors are not of one length or that is 0, or
     *     {@code frequencies} is less than 1
     */
    public static FourierFeatures ofReference(double[][] reference, int frequencies, RandomGenerator random) {
        Arguments.atLeast(1, "the number of reference vectors", reference.length);
        double bandwidth = bandwidth(reference, random);
        return gaussian(reference[0].length, bandwidth, frequencies, random);
    }

    /**
     * Returns the bandwidth that {@link #ofReference} takes: with it, {@link #gaussian} makes the same map again from a source
     * in the same state, so that not the frequencies have to be stored.
     *
     * @param reference the reference vectors, all of one length; those with a value that is not finite are left out; not
     *     modified
     * @param random the source of the choice of vectors, asked only if there are more than 500
     * @return the bandwidth, above 0; 1 if half of the distances are 0, or there are none
     * @throws IllegalArgumentException if the vectors are not of one length
     */
    public static double bandwidth(double[][] reference, RandomGenerator random) {
        for (double[] vector : reference) {
            Arguments.sameLength("the first vector", reference[0].length, "another", vector.length);
        }
        double[][] usable =
                Arrays.stream(reference).filter(FourierFeatures::isFinite).toArray(double[][]::new);
        double[][] chosen = usable.length <= MOST_FOR_BANDWIDTH
                ? usable
                : random.ints(MOST_FOR_BANDWIDTH, 0, usable.length)
                        .mapToObj(row -> usable[row])
                        .toArray(double[][]::new);
        double squaredBandwidth = Quantiles.of(squaredDistances(chosen), 0.5)[0] / 2;
        return squaredBandwidth > 0 && squaredBandwidth <= Double.MAX_VALUE ? Math.sqrt(squaredBandwidth) : 1;
    }

    private static double[] squaredDistances(double[][] vectors) {
        double[] distances = new double[vectors.length * (vectors.length - 1) / 2];
        int pair = 0;
        for (int i = 0; i < vectors.length; i++) {
            for (int j = 0; j < i; j++) {
                double sum = 0;
                for (int k = 0; k < vectors[i].length; k++) {
                    double gap = vectors[i][k] - vectors[j][k];
                    sum += gap * gap;
                }
                distances[pair++] = sum;
            }
        }
        return distances;
    }

    private static boolean isFinite(double[] vector) {
        return Arrays.stream(vector).allMatch(Double::isFinite);
    }

    /**
     * Returns the length of an image.
     *
     * @return twice the number of frequencies
     */
    public int size() {
        return 2 * frequencies.length;
    }

    /**
     * Returns the length of the vectors that are mapped.
     *
     * @return the length of a frequency
     */
    public int dimensions() {
        return frequencies[0].length;
    }

    /**
     * Maps a vector; the image has length 1.
     *
     * @param vector the vector; not modified
     * @return the image, a new array of {@link #size()} numbers; all {@code NaN} if a value is not finite
     * @throws IllegalArgumentException if the vector is not of length {@link #dimensions()}
     */
    public double[] image(double[] vector) {
        Arguments.sameLength("the vector", vector.length, "a frequency", dimensions());
        double[] image = new double[size()];
        double scale = 1 / Math.sqrt(frequencies.length);
        for (int i = 0; i < frequencies.length; i++) {
            double phase = 0;
            for (int k = 0; k < vector.length; k++) {
                phase += frequencies[i][k] * vector[k];
            }
            image[2 * i] = scale * Math.cos(phase);
            image[2 * i + 1] = scale * Math.sin(phase);
        }
        if (!isFinite(image)) {
            Arrays.fill(image, Double.NaN);
        }
        return image;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FourierFeatures features && Arrays.deepEquals(frequencies, features.frequencies);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(frequencies);
    }

    @Override
    public String toString() {
        return "FourierFeatures of " + frequencies.length + " frequencies";
    }
}
