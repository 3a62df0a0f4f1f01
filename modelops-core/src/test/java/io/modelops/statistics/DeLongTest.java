package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeLongTest {
    // i = np.arange(1, 201.); l = (np.sin(i * 3.7) > .3).astype(int); s = np.sin(i * 3.7) + 1.5 * np.sin(i * 1.1)
    // t = np.round(np.sin(i * 3.7) + 2 * np.sin(i * .9), 1)
    private static final double[] LABELS = Samples.of(200, i -> Math.sin(i * 3.7) > 0.3 ? 1 : 0);
    private static final double[] CANDIDATE = Samples.of(200, i -> Math.sin(i * 3.7) + 1.5 * Math.sin(i * 1.1));
    private static final double[] BASELINE =
            Samples.of(200, i -> Math.rint((Math.sin(i * 3.7) + 2 * Math.sin(i * 0.9)) * 10) / 10);

    // def comp(s): p = s[l == 1]; q = s[l == 0]; k = (p[:, None] > q) + .5 * (p[:, None] == q)
    //   return k.mean(1), k.mean(0)
    // v = lambda u, w: np.cov(u[0], w[0])[0, 1] / len(u[0]) + np.cov(u[1], w[1])[0, 1] / len(u[1]); a = comp(s); b =
    // comp(t)
    // a[0].mean() -/+ stats.norm.isf(.025) * np.sqrt(v(a, a)); se = np.sqrt(v(a, a) + v(b, b) - 2 * v(a, b))
    // 2 * stats.norm.sf((a[0].mean() - b[0].mean()) / se)
    @Test
    void interval_oneModel_matchesNumPy() {
        Interval interval = DeLong.interval(CANDIDATE, LABELS, 0.95);

        assertThat(interval.estimate()).isCloseTo(0.8429166666666665, within(1e-14));
        assertThat(interval.low()).isCloseTo(0.787521152514356, within(1e-12));
        assertThat(interval.high()).isCloseTo(0.8983121808189771, within(1e-12));
        assertThat(interval.estimate()).isCloseTo(Metrics.rocAuc().of(CANDIDATE, LABELS), within(1e-14));
    }

    @Test
    void compare_twoModels_matchesNumPy() {
        AucComparison comparison = DeLong.compare(CANDIDATE, BASELINE, LABELS);

        assertThat(comparison.baseline()).isCloseTo(0.73796875, within(1e-14));
        assertThat(comparison.standardError()).isCloseTo(0.04451080461070776, within(1e-13));
        assertThat(comparison.pValue()).isCloseTo(0.01838321441250223, within(1e-12));
        assertThat(comparison.difference(0.95).low()).isGreaterThan(0);
        assertThat(comparison.difference(0.99).contains(0)).isTrue();
    }

    @Test
    void compare_modelWithItself_isEqual() {
        AucComparison comparison = DeLong.compare(CANDIDATE, CANDIDATE, LABELS);

        assertThat(comparison.standardError()).isZero();
        assertThat(comparison.pValue()).isEqualTo(1);
    }

    @Test
    void interval_perfectSeparation_isStillOpenDownwards() {
        double[] labels = Samples.of(60, i -> i <= 10 ? 1 : 0);
        double[] scores = Samples.of(60, i -> -i);

        Interval interval = DeLong.interval(scores, labels, 0.95);

        assertThat(interval.estimate()).isEqualTo(1);
        assertThat(interval.high()).isEqualTo(1);
        assertThat(interval.low()).isEqualTo(Wilson.interval(10, 10, 0.95).low());
    }

    @Test
    void interval_constantScores_isAHalf() {
        assertThat(DeLong.interval(new double[200], LABELS, 0.95).estimate()).isEqualTo(0.5);
        assertThat(DeLong.interval(new double[200], LABELS, 0.95).contains(0.5)).isTrue();
    }

    @Test
    void interval_dataThatDecideNothing_isEverything() {
        Interval oneClass = DeLong.interval(new double[] {1, 2}, new double[] {1, 1}, 0.9);
        Interval missing = DeLong.interval(new double[] {1, 2, Double.NaN}, new double[] {1, 0, 1}, 0.9);
        Interval onePositive = DeLong.interval(new double[] {3, 2, 1}, new double[] {1, 0, 0}, 0.9);

        assertThat(oneClass).isEqualTo(new Interval(0, Double.NaN, 1, 0.9));
        assertThat(missing).isEqualTo(new Interval(0, Double.NaN, 1, 0.9));
        assertThat(onePositive).isEqualTo(new Interval(0, 1, 1, 0.9));
        assertThat(DeLong.compare(new double[0], new double[0], new double[0]).pValue())
                .isNaN();
    }

    @Test
    void interval_infiniteScores_areOrdered() {
        double[] scores = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0};

        assertThat(DeLong.interval(scores, new double[] {1, 0, 0, 1}, 0.9).estimate())
                .isEqualTo(0.625);
    }

    @Test
    void interval_knownArea_isCoveredAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(8);
        int covered = 0;
        for (int round = 0; round < 1000; round++) {
            double[] labels = random.doubles(150).map(u -> u < 0.4 ? 1 : 0).toArray();
            double[] scores = new double[150];
            for (int row = 0; row < 150; row++) { // P(u1^(1/3) > u2) = 3/4
                scores[row] = Math.pow(random.nextDouble(), labels[row] == 1 ? 1.0 / 3 : 1);
            }
            covered += DeLong.interval(scores, labels, 0.9).contains(0.75) ? 1 : 0;
        }

        assertThat(covered / 1000.0).isBetween(0.87, 0.93);
    }

    @Test
    void deLong_badArguments_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> DeLong.interval(new double[1], new double[2], 0.9));
        assertThatIllegalArgumentException().isThrownBy(() -> DeLong.interval(CANDIDATE, LABELS, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> DeLong.compare(CANDIDATE, new double[2], LABELS));
    }
}
