package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Expected values are scikit-learn's (1.2.1), with {@code sample_weight=WEIGHTS} for the weighted ones. */
class MetricsTest {
    private static final double NAN = Double.NaN;
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final double[] WEIGHTS = {2, 1, 0, 3, 1, 1, 2, 0, 1, 1};
    private static final int[] ROWS_OF_WEIGHTS = {0, 0, 1, 3, 3, 3, 4, 5, 6, 6, 8, 9};
    private static final List<Metric> ALL = List.of(
            Metrics.rocAuc(),
            Metrics.logLoss(),
            Metrics.brier(),
            Metrics.accuracy(),
            Metrics.precision(),
            Metrics.recall(),
            Metrics.f1(),
            Metrics.meanAbsoluteError(),
            Metrics.meanAbsolutePercentageError(),
            Metrics.rootMeanSquaredError(),
            Metrics.r2());

    private static void assertValues(
            Metric metric, double[] predictions, double[] labels, double plain, double weighted) {
        assertThat(metric.of(predictions, labels)).isCloseTo(plain, within(1e-14));
        assertThat(metric.on(predictions, labels).of(WEIGHTS)).isCloseTo(weighted, within(1e-14));
        assertThat(metric.of(predictions, labels, ROWS_OF_WEIGHTS)).isCloseTo(weighted, within(1e-14));
    }

    @Nested
    class Classification {
        private static final double[] SCORES = {0.9, 0.8, 0.8, 0.35, 0.6, 0.5, 0.2, 0.8, 0.1, 0.5};
        private static final double[] CLASSES = {1, 1, 0, 0, 1, 0, 0, 1, 0, 1};

        @Test
        void rocAuc_tiedScores_matchesScikitLearn() {
            // roc_auc_score(CLASSES, SCORES)
            assertValues(Metrics.rocAuc(), SCORES, CLASSES, 0.86, 0.9857142857142858);
        }

        @Test
        void logLoss_probabilities_matchesScikitLearn() {
            // log_loss(CLASSES, SCORES)
            assertValues(Metrics.logLoss(), SCORES, CLASSES, 0.4817492498670718, 0.347915077839946);
        }

        @Test
        void brier_probabilities_matchesScikitLearn() {
            // brier_score_loss(CLASSES, SCORES)
            assertValues(Metrics.brier(), SCORES, CLASSES, 0.15625, 0.098125);
        }

        @Test
        void accuracy_thresholds_matchesScikitLearn() {
            // accuracy_score(CLASSES, SCORES >= t), t = 0.5 and 0.7
            assertValues(Metrics.accuracy(), SCORES, CLASSES, 0.8, 0.9166666666666666);
            assertValues(Metrics.accuracy(0.7), SCORES, CLASSES, 0.7, 0.8333333333333334);
        }

        @Test
        void precision_thresholds_matchesScikitLearn() {
            // precision_score(CLASSES, SCORES >= t), t = 0.5 and 0.7
            assertValues(Metrics.precision(), SCORES, CLASSES, 0.7142857142857143, 0.8333333333333334);
            assertValues(Metrics.precision(0.7), SCORES, CLASSES, 0.75, 1);
        }

        @Test
        void recall_thresholds_matchesScikitLearn() {
            // recall_score(CLASSES, SCORES >= t), t = 0.5 and 0.7
            assertValues(Metrics.recall(), SCORES, CLASSES, 1, 1);
            assertValues(Metrics.recall(0.7), SCORES, CLASSES, 0.6, 0.6);
        }

        @Test
        void f1_thresholds_matchesScikitLearn() {
            // f1_score(CLASSES, SCORES >= t), t = 0.5 and 0.7
            assertValues(Metrics.f1(), SCORES, CLASSES, 0.8333333333333333, 0.9090909090909091);
            assertValues(Metrics.f1(0.7), SCORES, CLASSES, 0.6666666666666665, 0.7499999999999999);
        }

        @Test
        void logLoss_certainAndWrong_isClipped() {
            // log_loss([1, 0], [0.0, 1.0], eps=1e-15)
            assertThat(Metrics.logLoss().of(new double[] {0, 1}, new double[] {1, 0}))
                    .isCloseTo(34.53917619362578, within(1e-12));
            assertThat(Metrics.logLoss().of(new double[] {-INFINITY, 0}, new double[] {0, 0}))
                    .isCloseTo(0, within(1e-14));
        }

        @Test
        void lossesOfProbabilities_labelThatIsNoProbability_areNotDefined() {
            assertThat(Metrics.logLoss().of(SCORES, labelled(-1))).isNaN();
            assertThat(Metrics.brier().of(SCORES, labelled(2))).isNaN();
        }

        private double[] labelled(double first) {
            double[] labels = CLASSES.clone();
            labels[0] = first;
            return labels;
        }

        @Test
        void rocAuc_oneClass_isNotDefined() {
            double[] scores = {0.1, 0.2, 0.3};

            assertThat(Metrics.rocAuc().of(scores, new double[] {1, 1, 1})).isNaN();
            assertThat(Metrics.rocAuc().of(scores, new double[] {0, 0, 0})).isNaN();
        }

        @Test
        void rocAuc_constantAndInfiniteScores_areDefined() {
            double[] classes = {0, 1, 0, 1};

            assertThat(Metrics.rocAuc().of(new double[] {3, 3, 3, 3}, classes)).isEqualTo(0.5);
            assertThat(Metrics.rocAuc().of(new double[] {0.0, -0.0, 0.0, -0.0}, classes))
                    .isEqualTo(0.5);
            assertThat(Metrics.rocAuc().of(new double[] {-INFINITY, INFINITY, 0, INFINITY}, classes))
                    .isEqualTo(1);
        }

        @Test
        void ratios_withoutDenominator_areNotDefined() {
            double[] low = {0.1, 0.2};

            assertThat(Metrics.precision().of(low, new double[] {0, 1})).isNaN();
            assertThat(Metrics.recall().of(low, new double[] {0, 0})).isNaN();
            assertThat(Metrics.f1().of(low, new double[] {0, 0})).isNaN();
            assertThat(Metrics.f1().of(low, new double[] {0, 1})).isZero();
        }
    }

    @Nested
    class Regression {
        private static final double[] ESTIMATES = {2.5, 0.0, 2.1, 7.8, -1.0, 3.3, 4.4, 5.0, 6.1, 0.7};
        private static final double[] LABELS = {3.0, -0.5, 2.0, 7.0, -1.5, 3.0, 5.0, 4.0, 6.0, 1.0};

        @Test
        void meanAbsoluteError_someRows_matchesScikitLearn() {
            // mean_absolute_error(LABELS, ESTIMATES)
            assertValues(Metrics.meanAbsoluteError(), ESTIMATES, LABELS, 0.47, 0.525);
        }

        @Test
        void meanAbsolutePercentageError_someRows_matchesScikitLearn() {
            // mean_absolute_percentage_error(LABELS, ESTIMATES)
            assertValues(
                    Metrics.meanAbsolutePercentageError(), ESTIMATES, LABELS, 0.2450952380952381, 0.22218253968253965);
        }

        @Test
        void rootMeanSquaredError_someRows_matchesScikitLearn() {
            // mean_squared_error(LABELS, ESTIMATES) ** 0.5
            assertValues(Metrics.rootMeanSquaredError(), ESTIMATES, LABELS, 0.5431390245600106, 0.5649483752226095);
        }

        @Test
        void r2_someRows_matchesScikitLearn() {
            // r2_score(LABELS, ESTIMATES)
            assertValues(Metrics.r2(), ESTIMATES, LABELS, 0.9562314540059348, 0.9595778364116095);
        }

        @Test
        void r2_constantLabels_isNotDefined() {
            double[] constant = {0.1, 0.1, 0.1};

            assertThat(Metrics.r2().of(new double[] {1, 2, 3}, constant)).isNaN();
            assertThat(Metrics.r2().of(constant, constant)).isNaN();
        }

        @Test
        void meanAbsolutePercentageError_labelOfZero_isInfiniteUnlessMet() {
            Metric mape = Metrics.meanAbsolutePercentageError();

            assertThat(mape.of(new double[] {1, 2}, new double[] {0, 2})).isEqualTo(INFINITY);
            assertThat(mape.of(new double[] {0, 2}, new double[] {0, 2})).isZero();
        }

        @Test
        void errors_infinitePrediction_areInfinite() {
            double[] predictions = {INFINITY, 2};
            double[] labels = {1, 3};

            assertThat(Metrics.meanAbsoluteError().of(predictions, labels)).isEqualTo(INFINITY);
            assertThat(Metrics.rootMeanSquaredError().of(predictions, labels)).isEqualTo(INFINITY);
            assertThat(Metrics.r2().of(predictions, labels)).isEqualTo(-INFINITY);
        }
    }

    @Test
    void everyMetric_noRows_isNotDefined() {
        assertThat(ALL)
                .allSatisfy(metric ->
                        assertThat(metric.of(new double[0], new double[0])).isNaN());
    }

    @Test
    void everyMetric_missingPredictionOrLabel_isNotDefined() {
        double[] complete = {1, 0, 1};
        double[] incomplete = {1, 0, NAN};

        assertThat(ALL).allSatisfy(metric -> {
            assertThat(metric.of(incomplete, complete)).isNaN();
            assertThat(metric.of(complete, incomplete)).isNaN();
        });
    }

    @Test
    void everyMetric_missingInRowWithoutWeight_isDefined() {
        double[] complete = {1, 0, 1};
        double[] incomplete = {1, 0, NAN};
        int[] rows = {0, 1};

        assertThat(ALL).allSatisfy(metric -> {
            assertThat(metric.of(incomplete, complete, rows)).isFinite();
            assertThat(metric.of(complete, incomplete, rows)).isFinite();
        });
    }

    @Test
    void everyMetric_perfectAgainstWorse_pointsTheRightWay() {
        double[] labels = {1, 0, 1, 0};
        double[] wrong = {0.2, 0.6, 0.9, 0.7};

        assertThat(ALL).allSatisfy(metric -> {
            double gain = metric.of(labels, labels) - metric.of(wrong, labels);
            assertThat(metric.higherIsBetter() ? gain : -gain).isPositive();
        });
    }

    @Test
    void rowValue_metricsThatAreMeans_haveTheMetricAsMean() {
        double[] predictions = {0.9, 0.2, 0.4};
        double[] labels = {1, 0, 1};

        List<Metric> means =
                ALL.stream().filter(metric -> metric.rowValue().isPresent()).toList();

        assertThat(means).extracting(Metric::name).containsExactly("logLoss", "brier", "accuracy", "mae", "mape");
        assertThat(means).allSatisfy(metric -> {
            Metric.RowValue rowValue = metric.rowValue().orElseThrow();
            double mean = IntStream.range(0, 3)
                    .mapToDouble(row -> rowValue.of(predictions[row], labels[row]))
                    .average()
                    .orElseThrow();
            assertThat(metric.of(predictions, labels)).isCloseTo(mean, within(1e-15));
        });
    }

    @Test
    void of_ownFormula_isUsed() {
        Metric worst = Metric.of(
                "worstError",
                false,
                (predictions, labels) -> weights -> IntStream.range(0, labels.length)
                        .filter(row -> weights[row] > 0)
                        .mapToDouble(row -> Math.abs(predictions[row] - labels[row]))
                        .max()
                        .orElse(NAN));

        assertThat(worst.of(new double[] {1, 5, 9}, new double[] {1, 3, 4})).isEqualTo(5);
        assertThat(worst.of(new double[] {1, 5, 9}, new double[] {1, 3, 4}, new int[] {0, 1, 1}))
                .isEqualTo(2);
        assertThat(worst).hasToString("worstError");
    }

    @Test
    void name_threshold_isNamed() {
        assertThat(Metrics.accuracy().name()).isEqualTo("accuracy");
        assertThat(Metrics.precision(0.3).name()).isEqualTo("precision@0.3");
        assertThatIllegalArgumentException().isThrownBy(() -> Metrics.recall(NAN));
    }

    @Test
    void of_unequalLengths_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metrics.rocAuc().of(new double[2], new double[3]))
                .withMessageContaining("predictions has 2 entries but labels has 3");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Metrics.rocAuc().on(new double[2], new double[2]).of(new double[1]));
    }
}
