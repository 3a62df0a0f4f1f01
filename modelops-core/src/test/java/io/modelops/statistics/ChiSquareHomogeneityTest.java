package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChiSquareHomogeneityTest {
    @Test
    void of_enoughInEachCell_matchesSciPy() {
        ChiSquareHomogeneity test =
                ChiSquareHomogeneity.of(new long[] {500, 300, 150, 50}, new long[] {420, 330, 180, 70});

        // stats.chi2_contingency([[500,300,150,50],[420,330,180,70]], correction=False)
        assertThat(test.statistic()).isCloseTo(14.445699228307923, within(1e-11));
        assertThat(test.pValue()).isCloseTo(0.002357178387020975, within(1e-14));
        assertThat(test.degreesOfFreedom()).isEqualTo(3);
    }

    @Test
    void of_unequalSizes_matchesSciPy() {
        ChiSquareHomogeneity test =
                ChiSquareHomogeneity.of(new long[] {500, 300, 150, 50}, new long[] {40, 33, 18, 10});

        // stats.chi2_contingency([[500,300,150,50],[40,33,18,10]], correction=False)
        assertThat(test.statistic()).isCloseTo(6.760215572715573, within(1e-12));
        assertThat(test.pValue()).isCloseTo(0.07994620330652824, within(1e-13));
    }

    @Test
    void of_rareBins_poolsThem() {
        ChiSquareHomogeneity pooled = ChiSquareHomogeneity.of(
                new long[] {500, 4, 300, 150, 46, 0, 0}, new long[] {420, 3, 330, 180, 60, 5, 2});

        // stats.chi2_contingency([[500,300,150,46,4],[420,330,180,60,10]], correction=False)
        assertThat(pooled.statistic()).isCloseTo(15.532851070176745, within(1e-11));
        assertThat(pooled.pValue()).isCloseTo(0.0037145550081337307, within(1e-14));
        assertThat(pooled.degreesOfFreedom()).isEqualTo(4);
    }

    @Test
    void of_poolStillTooSmall_takesTheRarestBinIn() {
        ChiSquareHomogeneity test = ChiSquareHomogeneity.of(new long[] {90, 8, 2}, new long[] {80, 17, 3});

        // stats.chi2_contingency([[90,10],[80,20]], correction=False).statistic = 3.9215686274509807
        assertThat(test.degreesOfFreedom()).isEqualTo(1);
        assertThat(test.statistic()).isCloseTo(3.9215686274509807, within(1e-13));
    }

    @Test
    void of_oneBinLeft_isHomogeneous() {
        assertThat(ChiSquareHomogeneity.of(new long[] {0, 70}, new long[] {0, 50})
                        .pValue())
                .isEqualTo(1);
        assertThat(ChiSquareHomogeneity.of(new long[] {1, 2}, new long[] {2, 1}).pValue())
                .isEqualTo(1);
    }

    @Test
    void of_emptySample_rejectsNothing() {
        assertThat(ChiSquareHomogeneity.of(new long[] {3, 4}, new long[2]).pValue())
                .isNaN();
        assertThat(ChiSquareHomogeneity.of(new long[0], new long[0]).rejects(0.05))
                .isFalse();
    }

    @Test
    void of_unequalLengths_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> ChiSquareHomogeneity.of(new long[1], new long[2]));
    }

    @Test
    void pValue_nothingChanged_rejectsAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(3);
        Binning binning = Binning.ofEdges(0.01, 0.05, 0.2, 0.5, 0.9);
        int alarms = 0;
        for (int trial = 0; trial < 4000; trial++) {
            long[] reference = binning.count(random.doubles(300).toArray());
            alarms += ChiSquareHomogeneity.of(
                                    reference, binning.count(random.doubles(100).toArray()))
                            .rejects(0.05)
                    ? 1
                    : 0;
        }

        assertThat(alarms / 4000.0).isBetween(0.035, 0.065);
    }
}
