package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProportionTestsTest {
    @Test
    void proportionTest_twoRates_matchesNumPy() {
        ProportionTest test = ProportionTest.of(40, 500, 70, 600);

        // P = 110 / 1100; z = (70/600 - 40/500) / np.sqrt(P * (1 - P) * (1/500 + 1/600)); z, 2 * stats.norm.sf(z)
        assertThat(test.statistic()).isCloseTo(2.0184335693983275, within(1e-13));
        assertThat(test.pValue()).isCloseTo(0.04354612618826499, within(1e-13));
        assertThat(ProportionTest.of(70, 600, 40, 500).statistic()).isCloseTo(-2.0184335693983275, within(1e-13));
    }

    @Test
    void proportionTest_allAlike_isOne() {
        assertThat(ProportionTest.of(0, 10, 0, 30)).isEqualTo(new ProportionTest(0, 1));
        assertThat(ProportionTest.of(10, 10, 30, 30)).isEqualTo(new ProportionTest(0, 1));
    }

    @Test
    void proportionTest_noTrials_rejectsNothing() {
        assertThat(ProportionTest.of(0, 0, 3, 9).pValue()).isNaN();
        assertThatIllegalArgumentException().isThrownBy(() -> ProportionTest.of(3, 2, 0, 1));
    }

    @Test
    void fisherExact_smallTables_matchesSciPy() {
        // stats.fisher_exact([[8, 2], [1, 5]])
        assertThat(FisherExact.of(1, 6, 8, 10).oddsRatio()).isEqualTo(20);
        assertThat(FisherExact.of(1, 6, 8, 10).pValue()).isCloseTo(0.034965034965034975, within(1e-14));
        // stats.fisher_exact([[3, 1], [1, 3]]): Fisher's own tea
        assertThat(FisherExact.of(1, 4, 3, 4).pValue()).isCloseTo(0.48571428571428565, within(1e-14));
        // stats.fisher_exact([[70, 530], [40, 460]])
        assertThat(FisherExact.of(40, 500, 70, 600).pValue()).isCloseTo(0.044160036468653324, within(1e-12));
    }

    @Test
    void fisherExact_marginsOfZero_areDefined() {
        assertThat(FisherExact.of(0, 10, 0, 30).pValue()).isEqualTo(1);
        assertThat(FisherExact.of(10, 10, 30, 30).pValue()).isEqualTo(1);
        assertThat(FisherExact.of(0, 0, 3, 9).pValue()).isNaN();
        assertThat(FisherExact.of(0, 5, 5, 5).oddsRatio()).isInfinite();
    }

    @Test
    void fisherExact_rareAmongMillions_matchesSciPy() {
        // stats.fisher_exact([[12, 4_999_988], [3, 4_999_997]])
        assertThat(FisherExact.of(3, 5_000_000, 12, 5_000_000).pValue()).isCloseTo(0.035156116691185055, within(1e-9));
    }

    @Test
    void fisherExact_hugeCounts_areThoseOfTheProportionTest() {
        assertThat(FisherExact.of(1L << 60, 1L << 61, 1000, 2100).pValue())
                .isEqualTo(ProportionTest.of(1L << 60, 1L << 61, 1000, 2100).pValue());
    }

    @Test
    void mcNemar_fewAndManyRows_matchesSciPy() {
        // stats.binomtest(3, 14).pvalue
        assertThat(McNemar.of(3, 11).pValue()).isCloseTo(0.057373046875, within(1e-14));
        // (60 - 90)**2 / 150; stats.chi2.sf(6, 1)
        assertThat(McNemar.of(60, 90).statistic()).isEqualTo(6);
        assertThat(McNemar.of(90, 60).pValue()).isCloseTo(0.014305878435429641, within(1e-14));
    }

    @Test
    void mcNemar_oddCounts_areDefined() {
        assertThat(McNemar.of(0, 0).pValue()).isNaN();
        assertThat(McNemar.of(7, 7).pValue()).isEqualTo(1);
        assertThat(McNemar.of(Long.MAX_VALUE, Long.MAX_VALUE).pValue()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> McNemar.of(-1, 3));
    }

    @Test
    void clopperPearson_anyProportion_matchesSciPy() {
        // stats.binomtest(k, n).proportion_ci(confidence, method="exact")
        assertInterval(ClopperPearson.interval(0, 10, 0.95), 0, 0.30849710781876294);
        assertInterval(ClopperPearson.interval(3, 20, 0.95), 0.03207093718554477, 0.37892682654529564);
        assertInterval(ClopperPearson.interval(10, 10, 0.9), 0.7411344491066528, 1);
        assertInterval(ClopperPearson.interval(480, 1000, 0.99), 0.4389815435235648, 0.5212114960011579);
        assertThat(ClopperPearson.interval(3, 20, 0.95).estimate()).isEqualTo(0.15);
    }

    private static void assertInterval(Interval interval, double low, double high) {
        assertThat(interval.low()).isCloseTo(low, within(1e-9));
        assertThat(interval.high()).isCloseTo(high, within(1e-9));
    }

    @Test
    void clopperPearson_hugeCounts_areDefined() {
        assertThat(ClopperPearson.interval(1L << 60, 1L << 61, 0.9))
                .isEqualTo(Wilson.interval(1L << 60, 1L << 61, 0.9));
        assertThat(ClopperPearson.interval((1L << 54) - 1, (1L << 54) + 6, 0.01).low())
                .isLessThan(1);
        // stats.beta.isf(.025, 4, 10**12 - 3)
        assertThat(ClopperPearson.interval(3, 1_000_000_000_000L, 0.95).high())
                .isCloseTo(8.76727306971728e-12, within(1e-20));
    }

    @Test
    void clopperPearson_noTrials_isEverything() {
        assertThat(ClopperPearson.interval(0, 0, 0.9)).isEqualTo(new Interval(0, Double.NaN, 1, 0.9));
        assertThatIllegalArgumentException().isThrownBy(() -> ClopperPearson.interval(2, 1, 0.9));
        assertThatIllegalArgumentException().isThrownBy(() -> ClopperPearson.interval(1, 1, 1));
    }
}
