package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BinnedWassersteinTest {
    private static final double[] REFERENCE = Samples.sines(20_000);

    @Test
    void robust_manyQuantileBins_isNearTheDistanceOfTheValues() {
        Binning grid = grid(REFERENCE, 128);
        for (double shift : new double[] {0.01, 0.1, 0.5, 1}) {
            double[] current = Samples.of(8000, i -> Math.sin(i * 1.7) + shift);

            assertThat(robust(grid, REFERENCE, current))
                    .isCloseTo(Wasserstein.robust(REFERENCE, current), within(0.002 + 0.005 * shift));
        }
    }

    @Test
    void robust_straightPieces_matchesNumPy() {
        Binning binning = Binning.ofEdges(0, 1, 3, 4, 6);
        long[] reference = {0, 10, 40, 30, 20, 0, 7};
        long[] current = {5, 5, 10, 50, 20, 10, 0};

        // e = np.array([0, 1, 3, 4, 6.]); F = np.cumsum([0, 10, 40, 30, 20]) / 100; G = np.cumsum([5, 5, 10, 50, 20]) /
        // 100
        // t = np.linspace(0, 6, 6_000_001); d = np.abs(np.interp(t, e, F) - np.interp(t, e, G))
        // np.trapezoid(d, t) / ((np.interp(.75, F, e) - np.interp(.25, F, e)) / 1.3489795003921634)
        assertThat(Wasserstein.robust(binning, reference, current)).isCloseTo(0.46944486613647296, within(1e-9));
    }

    @Test
    void robust_binPerValue_isTheDistanceOfTheValues() {
        Binning binning = Binning.ofEdges(IntStream.rangeClosed(0, 4)
                .boxed()
                .flatMap(v -> Stream.of((double) v, Math.nextUp((double) v)))
                .mapToDouble(Double::doubleValue)
                .toArray());
        double[] reference = Samples.of(100, i -> i <= 80 ? 0 : (i - 1) % 4 + 1);
        double[] current = Samples.of(70, i -> i <= 50 ? 0 : (i - 51) % 4 + 1);

        assertThat(robust(binning, reference, current))
                .isCloseTo(Wasserstein.robust(reference, current), within(1e-12));
    }

    @Test
    void robust_oneOutlier_hardlyMoves() {
        double[] current = REFERENCE.clone();
        current[17] = 1e300;
        current[18] = Double.POSITIVE_INFINITY;

        assertThat(robust(grid(REFERENCE, 128), REFERENCE, current)).isLessThan(0.001);
    }

    @Test
    void robust_constantReference_isShareOfOtherValues() {
        Binning binning = Binning.ofQuantiles(new double[] {4, 4, 4});

        assertThat(robust(binning, new double[] {4, 4}, new double[] {4, 4})).isZero();
        assertThat(robust(binning, new double[] {4, 4}, new double[] {4, 5, 6, 1}))
                .isEqualTo(0.75);
    }

    @Test
    void robust_nothingToMeasureWith_isNotANumber() {
        Binning oneEdge = Binning.ofEdges(1);
        Binning huge = Binning.ofEdges(-Double.MAX_VALUE, Double.MAX_VALUE);

        assertThat(robust(oneEdge, new double[] {0, 2}, new double[] {0, 2})).isNaN();
        assertThat(robust(Binning.ofEdges(1, 2), new double[] {Double.NaN}, new double[] {1}))
                .isNaN();
        assertThat(robust(huge, new double[] {0}, new double[] {0})).isNaN();
    }

    @Test
    void robust_countsOfOtherBins_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wasserstein.robust(Binning.ofEdges(1, 2), new long[3], new long[4]));
    }

    private static double robust(Binning binning, double[] reference, double[] current) {
        return Wasserstein.robust(binning, binning.count(reference), binning.count(current));
    }

    /** Edges from the 0.001 to the 0.999 quantile of the reference. */
    private static Binning grid(double[] reference, int bins) {
        double[] probabilities = IntStream.rangeClosed(0, bins)
                .mapToDouble(i -> 0.001 + 0.998 * i / bins)
                .toArray();
        return Binning.ofEdges(Quantiles.of(reference, probabilities));
    }
}
