package io.modelops.monitoring.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.InvalidInputException;
import io.modelops.statistics.CostMatrix;
import org.junit.jupiter.api.Test;

/**
 * Expected values are those of the published formulas, written again with NumPy and scikit-learn 1.2:
 *
 * <pre>
 * iso = IsotonicRegression(out_of_bounds='clip').fit(p, y); c = iso.predict(s)
 * tp = c[yh==1].sum(); fp = (1-c[yh==1]).sum(); fn = c[yh==0].sum(); tn = (1-c[yh==0]).sum()
 * u, inv = np.unique(s, return_inverse=True); pos = np.bincount(inv, c); neg = np.bincount(inv, 1-c)
 * auc = (pos*(np.cumsum(neg)-neg/2)).sum()/(c.sum()*(1-c).sum())
 * usual: np.mean(v) -+ 3*np.std(v), v the metric on each of the ten reference periods
 * </pre>
 */
class RowwiseEstimationTest {
    private static final CreditScores REFERENCE = CreditScores.reference();
    private final RowwiseEstimation estimation =
            RowwiseEstimation.learn(REFERENCE.scores(), REFERENCE.decisions(), REFERENCE.outcomes());

    @Test
    void learn_forestScores_calibratesBecauseTheErrorBecomesSmaller() {
        // stratified shuffle splits of scikit-learn: 0.0249 before, 0.0236 after
        assertThat(estimation.isCalibrated()).isTrue();
    }

    @Test
    void estimate_windows_matchesTheFormulas() {
        assertWindow(
                0,
                0.7873145423769253,
                0.7262263445126315,
                0.678841517893574,
                0.5505437510815337,
                0.6079981029259879,
                0.8365048344984541);
        assertWindow(
                3,
                0.8177224132437562,
                0.7856518766940421,
                0.6721404325753513,
                0.40823722687261454,
                0.5079570904931999,
                0.9259669078736451);
        assertWindow(
                5,
                0.7854430014931523,
                0.8607008668630397,
                0.590827448000477,
                0.13441785351459803,
                0.21900936742871438,
                0.9841740579459151);
    }

    @Test
    void estimate_businessValue_matchesTheFormula() {
        // (5*tp-1*fp-5*fn+0*tn)/len(c)
        assertThat(estimate(0, BinaryMetric.businessValue(new CostMatrix(5, -1, -5, 0)))
                        .value()
                        .estimate())
                .isCloseTo(0.09447310264509813, within(1e-12));
    }

    @Test
    void estimate_usualRange_matchesTheFormula() {
        assertUsual(BinaryMetric.rocAuc(), 0.741811687871806, 0.8898362359076775);
        assertUsual(BinaryMetric.accuracy(), 0.7190340796066079, 0.8396325870600587);
        assertUsual(BinaryMetric.precision(), 0.4555370616830455, 0.8830067040103309);
        assertUsual(BinaryMetric.recall(), 0.31267706216976543, 0.5759151527639129);
        assertUsual(BinaryMetric.f1(), 0.38705197151521564, 0.6790717585740915);
        assertUsual(BinaryMetric.specificity(), 0.8515828867610716, 0.9731498164873015);
    }

    @Test
    void estimate_band_isThreeSamplingErrors() {
        // np.std(placements)/np.sqrt(y.mean()*243); np.std(y==yh)/np.sqrt(243);
        // np.std(y[yh==1])/np.sqrt((yh==1).mean()*243); …
        assertBand(BinaryMetric.rocAuc(), 0.023876198561706502);
        assertBand(BinaryMetric.accuracy(), 0.026602769812233286);
        assertBand(BinaryMetric.precision(), 0.06919198869459162);
        assertBand(BinaryMetric.recall(), 0.059699087891063325);
        assertBand(BinaryMetric.specificity(), 0.02146266608475862);
        assertBand(BinaryMetric.f1(), 0.07669700188627636);
    }

    @Test
    void learn_tooFewOrUnequalOrNotFinite_isRefused() {
        assertThatThrownBy(() -> RowwiseEstimation.learn(new double[9], new boolean[9], new boolean[9]))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> RowwiseEstimation.learn(new double[10], new boolean[10], new boolean[11]))
                .isInstanceOf(InvalidInputException.class);
        double[] scores = new double[10];
        scores[3] = Double.NaN;
        assertThatThrownBy(() -> RowwiseEstimation.learn(scores, new boolean[10], new boolean[10]))
                .isInstanceOf(InvalidInputException.class);
    }

    private Estimate estimate(int period, BinaryMetric metric) {
        CreditScores window = CreditScores.period(period);
        return estimation.estimate(window.scores(), window.decisions(), metric);
    }

    private void assertWindow(int period, double... expected) {
        for (int i = 0; i < expected.length; i++) {
            BinaryMetric metric = BinaryMetric.defaults().get(i);
            assertThat(estimate(period, metric).value().estimate())
                    .as("%s in %d", metric, period)
                    .isCloseTo(expected[i], within(1e-12));
        }
    }

    private void assertUsual(BinaryMetric metric, double low, double high) {
        assertThat(estimate(0, metric).usual().low()).isCloseTo(low, within(1e-12));
        assertThat(estimate(0, metric).usual().high()).isCloseTo(high, within(1e-12));
    }

    private void assertBand(BinaryMetric metric, double samplingError) {
        assertThat(estimate(0, metric).value().width() / 6).isCloseTo(samplingError, within(1e-12));
    }
}
