package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KolmogorovSmirnovBoundsTest {
    private static final double NAN = Double.NaN;

    @Test
    void of_anySamples_encloseTheExactStatistic() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 500; round++) {
            double shift = random.nextInt(3) * random.nextDouble();
            double coarse = random.nextBoolean() ? 5 : 1e9;
            double[] reference = sample(random, 0, coarse);
            double[] current = sample(random, shift, coarse);
            Binning binning = Binning.ofQuantiles(reference, 1 + random.nextInt(30));

            KolmogorovSmirnovBounds bounds = bounds(binning, reference, current);

            double exact = KolmogorovSmirnov.of(reference, current).statistic();
            assertThat(exact).isBetween(bounds.low() - 1e-12, bounds.high() + 1e-12);
            long largest = Arrays.stream(binning.count(reference)).max().orElse(0);
            assertThat(bounds.high() - bounds.low())
                    .isLessThanOrEqualTo((double) largest / bounds.referenceSize() + 1e-12);
        }
    }

    private static double[] sample(SplittableRandom random, double shift, double coarse) {
        return random.doubles(5 + random.nextInt(300))
                .map(value -> Math.rint((value * value + shift) * coarse) / coarse)
                .toArray();
    }

    @Test
    void of_128ReferenceQuantiles_areOneIn128Apart() {
        double[] reference = Samples.sines(12_800);
        double[] current = Samples.of(5000, i -> Math.sin(i * 1.7) + 0.1);

        KolmogorovSmirnovBounds bounds = bounds(Binning.ofQuantiles(reference, 128), reference, current);

        // stats.ks_2samp(np.sin(np.arange(1, 12801)), np.sin(np.arange(1, 5001) * 1.7) + .1).statistic
        assertThat(0.143671875).isBetween(bounds.low(), bounds.high());
        assertThat(bounds.high() - bounds.low()).isLessThan(1.0 / 127);
    }

    @Test
    void of_binPerValue_isExact() {
        double[] reference = {0, 0, 1, 1, 2, 2, 2, 3};
        double[] current = {0, 1, 3, 3, 3};
        Binning binning =
                Binning.ofEdges(0, Math.nextUp(0.0), 1, Math.nextUp(1.0), 2, Math.nextUp(2.0), 3, Math.nextUp(3.0));

        KolmogorovSmirnovBounds bounds = bounds(binning, reference, current);

        assertThat(bounds.low()).isCloseTo(0.475, within(1e-15));
        assertThat(bounds.high()).isEqualTo(bounds.low());
    }

    @Test
    void of_missingValues_areLeftOut() {
        Binning binning = Binning.ofEdges(1, 2);

        KolmogorovSmirnovBounds bounds =
                bounds(binning, new double[] {0, 1.5, NAN}, new double[] {NAN, 3, NAN, Double.NEGATIVE_INFINITY});

        assertThat(bounds.referenceSize()).isEqualTo(2);
        assertThat(bounds.currentSize()).isEqualTo(2);
        assertThat(bounds.low()).isEqualTo(0.5);
        assertThat(bounds.high()).isEqualTo(0.5);
    }

    @Test
    void of_noValues_isNotANumber() {
        assertThat(bounds(Binning.ofEdges(1), new double[] {NAN}, new double[] {1})
                        .low())
                .isNaN();
        assertThat(bounds(Binning.ofEdges(), new double[0], new double[0]).high())
                .isNaN();
    }

    @Test
    void of_countsOfOtherBins_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KolmogorovSmirnovBounds.of(Binning.ofEdges(1), new long[3], new long[4]))
                .withMessageContaining("current has 4 counts; expected one for each of the 3 bins");
    }

    private static KolmogorovSmirnovBounds bounds(Binning binning, double[] reference, double[] current) {
        return KolmogorovSmirnovBounds.of(binning, binning.count(reference), binning.count(current));
    }
}
