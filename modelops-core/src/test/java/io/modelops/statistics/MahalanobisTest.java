package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MahalanobisTest {
    private static final double[][] ROWS = {{1, 2, 5}, {2, 1, 5}, {3, 5, 5}, {4, 3, 5}, {6, 9, 5}};

    // m = X.mean(0); s = X.std(0); s[s == 0] = 1; Z = (X - m) / s; C = Z.T @ Z / 5 + 1e-3 * np.eye(3)
    // z = (np.array(row) - m) / s; z @ np.linalg.inv(C) @ z
    @Test
    void squared_knownRows_givesReferenceValues() {
        Mahalanobis distance = Mahalanobis.fit(ROWS);

        assertThat(distance.squared(new double[] {1, 9, 5})).isCloseTo(33.714438055595046, within(1e-9));
        assertThat(distance.squared(new double[] {4, 4, 6})).isCloseTo(1000.841924917077, within(1e-9));
        assertThat(distance.squared(new double[] {3.2, 4, 5})).isCloseTo(0, within(1e-12));
    }

    @Test
    void squared_independentNormals_hasTheMeanOfChiSquare() {
        SplittableRandom random = new SplittableRandom(1);
        double[][] rows = IntStream.range(0, 4_000)
                .mapToObj(row ->
                        random.doubles(5).map(unused -> random.nextGaussian()).toArray())
                .toArray(double[][]::new);
        Mahalanobis distance = Mahalanobis.fit(rows);

        Moments squared = new MomentsAccumulator().moments();
        for (double[] row : rows) {
            squared = squared.merge(Moments.of(distance.squared(row)));
        }
        assertThat(squared.mean()).isCloseTo(5, within(0.05));
    }

    @Test
    void squared_oddRows_isNeverNaNWithAReference() {
        SplittableRandom random = new SplittableRandom(2);
        double[] odd = {0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.MAX_VALUE, -Double.MAX_VALUE, 1e-300};
        for (int round = 0; round < 2_000; round++) {
            double[][] rows = IntStream.range(0, 1 + random.nextInt(5))
                    .mapToObj(row -> random.doubles(3)
                            .map(unused -> odd[random.nextInt(odd.length)])
                            .toArray())
                    .toArray(double[][]::new);
            assertThat(Mahalanobis.fit(rows).squared(rows[0])).isNotNaN().isNotNegative();
        }
        assertThat(Mahalanobis.fit(new double[0][]).squared(new double[0])).isNaN();
    }

    @Test
    void lengths_thatDiffer_areRefused() {
        assertThatThrownBy(() -> Mahalanobis.fit(new double[][] {{1}, {1, 2}}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Mahalanobis.fit(ROWS).squared(new double[2]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
