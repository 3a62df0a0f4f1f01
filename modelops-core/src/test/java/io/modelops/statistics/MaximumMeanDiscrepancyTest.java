package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class MaximumMeanDiscrepancyTest {
    @Test
    void of_givenFrequencies_matchesNumPy() {
        FourierFeatures features = FourierFeatures.of(matrix(20, 3, i -> Math.sin(i) * 1.5));
        double[][] reference = matrix(50, 3, Math::sin);
        double[][] current = matrix(40, 3, i -> Math.sin(i * 1.3) + 0.4);

        // F = np.sin(np.arange(1, 61)).reshape(20, 3) * 1.5; x = np.sin(np.arange(1, 151)).reshape(50, 3)
        // y = np.sin(np.arange(1, 121) * 1.3).reshape(40, 3) + .4
        // def img(a): p = a @ F.T; return np.hstack([np.cos(p), np.sin(p)]) / np.sqrt(20)
        // a, b = img(x), img(y); xx, yy = a @ a.T, b @ b.T
        // (xx.sum() - 50) / (50 * 49) + (yy.sum() - 40) / (40 * 39) - 2 * (a @ b.T).mean()
        assertThat(MaximumMeanDiscrepancy.of(reference, current, features, 10, new SplittableRandom(1))
                        .squared())
                .isCloseTo(0.0032908998724614754, within(1e-14));
        assertThat(MaximumMeanDiscrepancy.of(embedding(features, reference), embedding(features, current))
                        .squared())
                .isCloseTo(0.0032908998724614754, within(1e-14));
    }

    @Test
    void image_innerProduct_isNearTheGaussianKernel() {
        FourierFeatures features = FourierFeatures.gaussian(3, 0.7, 20_000, new SplittableRandom(2));
        double[] x = {0.1, -0.4, 0.3};
        double[] y = {0.5, 0.2, -0.1};

        double kernel = Math.exp(-(0.16 + 0.36 + 0.16) / (2 * 0.49));
        assertThat(MeanEmbedding.product(features.image(x), features.image(y))).isCloseTo(kernel, within(0.02));
        assertThat(MeanEmbedding.product(features.image(x), features.image(x))).isCloseTo(1, within(1e-12));
    }

    @Test
    void of_changedShapeOfTheSameMean_isFound() {
        SplittableRandom random = new SplittableRandom(3);
        double[][] reference = normals(random, 300, 1);
        double[][] current = normals(random, 200, 1.6);
        FourierFeatures features = FourierFeatures.ofReference(reference, 128, random);

        assertThat(MaximumMeanDiscrepancy.of(reference, current, features, 99, random)
                        .pValue())
                .isEqualTo(0.01);
        assertThat(MaximumMeanDiscrepancy.of(embedding(features, reference), embedding(features, current))
                        .pValue())
                .isLessThan(1e-6);
    }

    @Test
    void pValue_nothingChanged_rejectsAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(4);
        FourierFeatures features = FourierFeatures.ofReference(normals(random, 200, 1), 32, random);
        int byPermutation = 0;
        int byMoments = 0;
        int rounds = 400;
        for (int round = 0; round < rounds; round++) {
            double[][] reference = normals(random, 150, 1);
            double[][] current = normals(random, 60, 1);
            byPermutation += MaximumMeanDiscrepancy.of(reference, current, features, 39, random)
                            .rejects(0.1)
                    ? 1
                    : 0;
            byMoments += MaximumMeanDiscrepancy.of(embedding(features, reference), embedding(features, current))
                            .rejects(0.1)
                    ? 1
                    : 0;
        }

        assertThat((double) byPermutation / rounds).isBetween(0.055, 0.15);
        assertThat((double) byMoments / rounds).isBetween(0.055, 0.15);
    }

    @Test
    void merge_parts_isTheWhole() {
        SplittableRandom random = new SplittableRandom(5);
        double[][] vectors = normals(random, 500, 1);
        FourierFeatures features = FourierFeatures.ofReference(vectors, 16, random);
        MeanEmbedding merged = embedding(features, Arrays.copyOf(vectors, 123));

        merged.merge(embedding(features, Arrays.copyOfRange(vectors, 123, 500)));

        assertThat(merged.count()).isEqualTo(500);
        assertThat(merged.mean()).containsExactly(embedding(features, vectors).mean(), within(1e-14));
    }

    @Test
    void of_vectorsThatAreNotFinite_areLeftOut() {
        FourierFeatures features = FourierFeatures.gaussian(2, 1, 8, new SplittableRandom(6));
        double[][] vectors = {{1, 2}, {Double.NaN, 1}, {1, Double.POSITIVE_INFINITY}, {3, 4}};

        MaximumMeanDiscrepancy same = MaximumMeanDiscrepancy.of(vectors, vectors, features, 9, new SplittableRandom(1));

        assertThat(same.referenceSize()).isEqualTo(2);
        assertThat(same.pValue()).isEqualTo(1);
        assertThat(embedding(features, vectors).ignored()).isEqualTo(2);
    }

    @Test
    void of_tooFewOrConstantVectors_rejectsNothing() {
        FourierFeatures features = FourierFeatures.gaussian(1, 1, 8, new SplittableRandom(7));
        MeanEmbedding empty = new MeanEmbedding(features);
        MeanEmbedding constant = embedding(features, new double[100][1]);

        assertThat(MaximumMeanDiscrepancy.of(empty, constant).squared()).isNaN();
        assertThat(MaximumMeanDiscrepancy.of(constant, empty).pValue()).isNaN();
        assertThat(MaximumMeanDiscrepancy.of(constant, constant).pValue()).isNaN();
        assertThat(MaximumMeanDiscrepancy.of(new double[0][], new double[1][1], features, 9, new SplittableRandom(1))
                        .pValue())
                .isNaN();
    }

    @Test
    void ofReference_oddVectors_hasABandwidth() {
        SplittableRandom random = new SplittableRandom(8);

        assertThat(FourierFeatures.ofReference(new double[][] {{1}, {1}, {1}}, 4, random)
                        .image(new double[] {2}))
                .doesNotContain(Double.NaN);
        assertThat(FourierFeatures.ofReference(new double[][] {{Double.NaN}}, 4, random)
                        .size())
                .isEqualTo(8);
    }

    @Test
    void fourierFeatures_badArguments_throws() {
        SplittableRandom random = new SplittableRandom(9);
        FourierFeatures features = FourierFeatures.gaussian(2, 1, 8, random);

        assertThatIllegalArgumentException().isThrownBy(() -> FourierFeatures.of(new double[0][]));
        assertThatIllegalArgumentException().isThrownBy(() -> FourierFeatures.of(new double[][] {{1, 2}, {1}}));
        assertThatIllegalArgumentException().isThrownBy(() -> FourierFeatures.gaussian(2, 0, 8, random));
        assertThatIllegalArgumentException().isThrownBy(() -> FourierFeatures.ofReference(new double[0][], 8, random));
        assertThatIllegalArgumentException().isThrownBy(() -> features.image(new double[3]));
        MeanEmbedding other = new MeanEmbedding(FourierFeatures.gaussian(2, 1, 8, random));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MeanEmbedding(features).merge(other))
                .withMessageContaining("different Fourier features");
    }

    private static MeanEmbedding embedding(FourierFeatures features, double[][] vectors) {
        MeanEmbedding embedding = new MeanEmbedding(features);
        Arrays.stream(vectors).forEach(embedding::add);
        return embedding;
    }

    private static double[][] normals(SplittableRandom random, int rows, double deviation) {
        double[][] normals = new double[rows][3];
        for (double[] row : normals) {
            Arrays.setAll(row, i -> deviation * random.nextGaussian());
        }
        return normals;
    }

    private static double[][] matrix(int rows, int columns, IntToDoubleFunction function) {
        double[][] matrix = new double[rows][columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                matrix[row][column] = function.applyAsDouble(row * columns + column + 1);
            }
        }
        return matrix;
    }
}
