package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Expected values are scikit-learn's (1.2), with {@code sample_weight=WEIGHTS} for the weighted ones. */
class MoreMetricsTest {
    private static final double NAN = Double.NaN;
    private static final double[] WEIGHTS = {2, 1, 0, 3, 1, 1, 2, 0, 1, 1};
    private static final double[] SCORES = {0.9, 0.8, 0.8, 0.35, 0.6, 0.5, 0.2, 0.8, 0.1, 0.5};
    private static final double[] CLASSES = {1, 1, 0, 0, 1, 0, 0, 1, 0, 1};
    private static final double[] ESTIMATES = {2.5, 0.0, 2.1, 7.8, -1.0, 3.3, 4.4, 5.0, 6.1, 0.7};
    private static final double[] LABELS = {3.0, -0.5, 2.0, 7.0, -1.5, 3.0, 5.0, 4.0, 6.0, 1.0};
    private static final CostMatrix VALUES = new CostMatrix(10, -2, -5, 1);
    private static final List<Metric> ALL = List.of(
            Metrics.specificity(),
            Metrics.balancedAccuracy(),
            Metrics.matthewsCorrelation(),
            Metrics.averagePrecision(),
            Metrics.lift(0.3),
            Metrics.businessValue(VALUES, 0.5),
            Metrics.calibrationError(15),
            Metrics.meanSquaredError(),
            Metrics.rootMeanSquaredLogError(),
            Metrics.medianAbsoluteError(),
            Metrics.pinball(0.3));

    @Test
    void confusion_thresholds_matchesScikitLearn() {
        // recall_score(1-CLASSES, 1-(SCORES>=t)); balanced_accuracy_score(…); matthews_corrcoef(…), t = 0.5 and 0.7
        assertValues(Metrics.specificity(), SCORES, CLASSES, 0.6, 0.8571428571428571);
        assertValues(Metrics.specificity(0.7), SCORES, CLASSES, 0.8, 1);
        assertValues(Metrics.balancedAccuracy(), SCORES, CLASSES, 0.8, 0.9285714285714286);
        assertValues(Metrics.balancedAccuracy(0.7), SCORES, CLASSES, 0.7, 0.8);
        assertValues(Metrics.matthewsCorrelation(), SCORES, CLASSES, 0.6546536707079772, 0.8451542547285166);
        assertValues(Metrics.matthewsCorrelation(0.7), SCORES, CLASSES, 0.408248290463863, 0.6831300510639732);
    }

    @Test
    void averagePrecision_tiedScores_matchesScikitLearn() {
        // average_precision_score(CLASSES, SCORES)
        assertValues(Metrics.averagePrecision(), SCORES, CLASSES, 0.8028571428571429, 0.9666666666666667);
    }

    @Test
    void lift_tieAtTheBorder_countsInPart() {
        // the best is positive, two thirds of the next three are: (1 + 2/3 * 2) / 3 against 5/10
        assertThat(Metrics.lift(0.3).of(SCORES, CLASSES)).isCloseTo((1 + 4.0 / 3) / 3 / 0.5, within(1e-14));
        assertThat(Metrics.lift(1).of(SCORES, CLASSES)).isCloseTo(1, within(1e-14));
        assertThat(Metrics.lift(0.1).of(SCORES, CLASSES)).isEqualTo(2);
    }

    @Test
    void businessValue_outcomes_isTheirMeanValue() {
        // TP 5, FP 2, FN 0, TN 3
        assertThat(Metrics.businessValue(VALUES, 0.5).of(SCORES, CLASSES))
                .isCloseTo((50 - 4 + 3) / 10.0, within(1e-14));
        assertThat(VALUES.meanOf(ConfusionMatrix.of(SCORES, CLASSES, 0.5))).isCloseTo(4.9, within(1e-14));
        assertThat(VALUES.bestThreshold()).isCloseTo(3.0 / 18, within(1e-14));
    }

    @Test
    void calibrationError_binsOfEqualWidth_isTheMeanGap() {
        // in bins of a half: |1 - 1.0/3 …| by hand: low scores 0.35 0.2 0.1 (none positive), high ones 5 of 7 positive
        double low = 0.65 / 3;
        double high = Math.abs(5 / 7.0 - (0.9 + 0.8 * 3 + 0.6 + 0.5 * 2) / 7);
        assertThat(Metrics.calibrationError(2).of(SCORES, CLASSES)).isCloseTo(0.3 * low + 0.7 * high, within(1e-14));
        assertThat(Metrics.calibrationError(2).of(new double[] {1.5}, new double[] {1}))
                .isNaN();
    }

    @Test
    void regression_someRows_matchesScikitLearn() {
        // mean_squared_error, median_absolute_error, mean_pinball_loss(alpha=.3); RMSLE of the absolute values
        assertValues(Metrics.meanSquaredError(), ESTIMATES, LABELS, 0.295, 0.3191666666666665);
        assertValues(Metrics.medianAbsoluteError(), ESTIMATES, LABELS, 0.5, 0.5);
        assertValues(Metrics.pinball(0.3), ESTIMATES, LABELS, 0.273, 0.2841666666666665);
        assertValues(
                Metrics.rootMeanSquaredLogError(),
                absolute(ESTIMATES),
                absolute(LABELS),
                0.17842945575082325,
                0.16612091882807545);
    }

    @Test
    void rootMeanSquaredLogError_minusOneOrLess_isNotDefined() {
        assertThat(Metrics.rootMeanSquaredLogError().of(new double[] {-1}, new double[] {1}))
                .isNaN();
    }

    @Test
    void medianAbsoluteError_evenNumber_isMidway() {
        assertThat(Metrics.medianAbsoluteError().of(new double[] {1, 2, 3, 9}, new double[4]))
                .isEqualTo(2.5);
    }

    @Test
    void everyMetric_noRowsOrMissing_isNotDefined() {
        assertThat(ALL).allSatisfy(metric -> {
            assertThat(metric.of(new double[0], new double[0])).isNaN();
            assertThat(metric.of(new double[] {1, 0, NAN}, new double[] {1, 0, 1}))
                    .isNaN();
            assertThat(metric.of(new double[] {1, 0, 1}, new double[] {1, 0, NAN}))
                    .isNaN();
            assertThat(metric.of(new double[] {1, 0, NAN}, new double[] {1, 0, 1}, new int[] {0, 1}))
                    .isFinite();
        });
    }

    @Test
    void everyMetric_oddRows_isANumberOrNotDefined() {
        SplittableRandom random = new SplittableRandom(31);
        double[] odd = {0, -0.0, 1, 0.5, NAN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e308, -1e308, 1e-320
        };
        for (int run = 0; run < 10_000; run++) {
            int rows = random.nextInt(6);
            double[] predictions =
                    random.ints(rows, 0, odd.length).mapToDouble(i -> odd[i]).toArray();
            double[] labels =
                    random.ints(rows, 0, odd.length).mapToDouble(i -> odd[i]).toArray();
            for (Metric metric : ALL) {
                double value = metric.of(predictions, labels);
                if (List.of("specificity", "balancedAccuracy", "prAuc", "ece").contains(metric.name())) {
                    assertThat(Double.isNaN(value) || (value >= 0 && value <= 1 + 1e-12))
                            .as("%s %s", metric, value)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Metrics.lift(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Metrics.pinball(1));
        assertThatIllegalArgumentException().isThrownBy(() -> Metrics.calibrationError(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new CostMatrix(1, NAN, 0, 0));
    }

    private static double[] absolute(double[] values) {
        return java.util.Arrays.stream(values).map(Math::abs).toArray();
    }

    private static void assertValues(
            Metric metric, double[] predictions, double[] labels, double plain, double weighted) {
        assertThat(metric.of(predictions, labels)).isCloseTo(plain, within(1e-14));
        assertThat(metric.on(predictions, labels).of(WEIGHTS)).isCloseTo(weighted, within(1e-14));
    }
}
