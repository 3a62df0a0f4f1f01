package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.modelops.statistics.ClassMetrics.Average;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Expected values are scikit-learn's (1.2). */
class AnswerMetricTest {
    @Nested
    class Classes {
        private static final double[][] P = {
            {.7, .2, .1}, {.3, .4, .3}, {.2, .5, .3}, {.1, .1, .8}, {.4, .35, .25},
            {.2, .2, .6}, {.5, .3, .2}, {.1, .6, .3}, {.25, .5, .25}, {.3, .3, .4}
        };
        private static final List<Integer> Y = List.of(0, 1, 1, 2, 1, 2, 0, 2, 0, 1);
        private static final List<Integer> H = List.of(0, 1, 1, 2, 0, 2, 0, 1, 1, 2); // P.argmax(1)

        private record Answer(double[] probabilities, int label) {}

        @Test
        void averages_threeClasses_matchesScikitLearn() {
            // [f(Y, H, average=a) for f in (precision_score, recall_score, f1_score)]
            for (Average average : Average.values()) {
                double expected = average == Average.MACRO ? 0.611111111111111 : 0.6;
                assertThat(ClassMetrics.<Integer>precision(average, label -> label)
                                .of(H, Y))
                        .isCloseTo(expected, within(1e-14));
                assertThat(ClassMetrics.<Integer>recall(average, label -> label).of(H, Y))
                        .isCloseTo(expected, within(1e-14));
                assertThat(ClassMetrics.<Integer>f1(average, label -> label).of(H, Y))
                        .isCloseTo(expected, within(1e-14));
            }
            assertThat(ClassMetrics.<Integer>accuracy(label -> label).of(H, Y)).isCloseTo(0.6, within(1e-14));
        }

        @Test
        void averages_classNeverPredicted_countsAsZero() {
            // f1_score(list('aab'), list('aaa'), average='macro', zero_division=0); precision_score(…)
            List<String> labels = List.of("a", "a", "b");
            List<String> answers = List.of("a", "a", "a");
            assertThat(ClassMetrics.<String>f1(Average.MACRO, label -> label).of(answers, labels))
                    .isCloseTo(0.4, within(1e-14));
            assertThat(ClassMetrics.<String>precision(Average.WEIGHTED, label -> label)
                            .of(answers, labels))
                    .isCloseTo(4.0 / 9, within(1e-14));
        }

        @Test
        void probabilities_threeClasses_matchesScikitLearn() {
            // roc_auc_score(Y, P, multi_class='ovr'), average='weighted'; log_loss(Y, P)
            List<Answer> answers =
                    Arrays.stream(P).map(row -> new Answer(row, -1)).toList();
            List<Answer> labels =
                    Y.stream().map(label -> new Answer(new double[0], label)).toList();
            assertThat(ClassMetrics.rocAuc(Average.MACRO, Answer::probabilities, Answer::label)
                            .of(answers, labels))
                    .isCloseTo(0.8095238095238094, within(1e-14));
            assertThat(ClassMetrics.rocAuc(Average.WEIGHTED, Answer::probabilities, Answer::label)
                            .of(answers, labels))
                    .isCloseTo(0.7952380952380952, within(1e-14));
            assertThat(ClassMetrics.logLoss(Answer::probabilities, Answer::label)
                            .of(answers, labels))
                    .isCloseTo(0.8237291306283419, within(1e-14));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ClassMetrics.rocAuc(Average.MICRO, Answer::probabilities, Answer::label));
        }

        @Test
        void businessValue_pairsOfClasses_isTheMean() {
            AnswerMetric<Integer> value = ClassMetrics.businessValue(
                    (Integer predicted, Integer actual) -> predicted.equals(actual) ? 2 : predicted - actual,
                    label -> label);
            assertThat(value.of(H, Y)).isCloseTo((6 * 2 + (0 - 1) + (1 - 2) + (1 - 0) + (2 - 1)) / 10.0, within(1e-14));
        }

        @Test
        void everything_noRowsOrNoClass_isNotDefined() {
            for (AnswerMetric<Integer> metric : List.of(
                    ClassMetrics.<Integer>accuracy(Classes::known),
                    ClassMetrics.<Integer>f1(Average.MACRO, Classes::known),
                    ClassMetrics.<Integer>f1(Average.MICRO, Classes::known))) {
                assertThat(metric.of(List.of(), List.of())).isNaN();
                assertThat(metric.of(List.of(-1), List.of(1))).isNaN();
                assertThat(metric.isUsable(-1, 1)).isFalse();
                assertThat(metric.isUsable(1, 1)).isTrue();
            }
        }

        private static @Nullable Integer known(int label) {
            return label < 0 ? null : label;
        }
    }

    @Nested
    class Ranking {
        private static final RankedList GRADED =
                RankedList.of(new double[] {3, 0, 2, 1, 0, 1}, new double[] {3, 0, 2, 1, 0, 1});

        @Test
        void ndcg_graded_matchesScikitLearn() {
            // ndcg_score([[3,0,2,1,0,1]], [[.9,.8,.7,.3,.2,.1]]), k=3
            assertThat(GRADED.ndcg(6)).isCloseTo(0.9218778040363991, within(1e-14));
            assertThat(GRADED.ndcg(3)).isCloseTo(0.8400079830158563, within(1e-14));
        }

        @Test
        void lists_items_areJudgedByRank() {
            RankedList list = RankedList.ofItems(List.of("x", "a", "a", "b"), List.of("a", "b", "c"));
            assertThat(list.reciprocalRank()).isEqualTo(0.5);
            assertThat(list.averagePrecision(4)).isCloseTo((1 / 2.0 + 2 / 4.0) / 3, within(1e-14));
            assertThat(list.averagePrecision(2)).isCloseTo(0.25, within(1e-14));
            assertThat(list.hit(1)).isZero();
            assertThat(list.hit(2)).isEqualTo(1);
        }

        @Test
        void lists_nothingAnsweredOrRelevant_areZeroOrNotDefined() {
            RankedList nothing = RankedList.ofItems(List.of(), List.of("a"));
            RankedList pointless = RankedList.ofItems(List.of("a"), List.of());
            assertThat(new double[] {
                        nothing.ndcg(5), nothing.reciprocalRank(), nothing.averagePrecision(5), nothing.hit(5)
                    })
                    .containsOnly(0);
            assertThat(pointless.ndcg(5)).isNaN();
            assertThat(pointless.reciprocalRank()).isNaN();
            assertThat(pointless.averagePrecision(5)).isNaN();
            assertThat(pointless.hit(5)).isNaN();
        }

        @Test
        void metrics_queries_areMeans() {
            List<List<String>> answers = List.of(List.of("a", "b"), List.of("c", "a"));
            List<List<String>> relevant = List.of(List.of("a"), List.of("a"));
            assertThat(RankingMetrics.<List<String>>meanReciprocalRank(RankedList::ofItems)
                            .of(answers, relevant))
                    .isEqualTo(0.75);
            assertThat(RankingMetrics.<List<String>>hitRate(1, RankedList::ofItems)
                            .of(answers, relevant))
                    .isEqualTo(0.5);
            assertThat(RankingMetrics.<List<String>>ndcg(2, RankedList::ofItems).of(answers, relevant))
                    .isCloseTo((1 + Math.log(2) / Math.log(3)) / 2, within(1e-14));
            assertThat(RankingMetrics.<List<String>>meanAveragePrecision(2, RankedList::ofItems)
                            .of(answers, relevant))
                    .isEqualTo(0.75);
        }
    }

    @Test
    void of_metricOfNumbers_isTheSame() {
        AnswerMetric<String> metric = AnswerMetric.of(Metrics.rocAuc(), Double::parseDouble);
        assertThat(metric.of(List.of("0.1", "0.9", "0.4"), List.of("0", "1", "1")))
                .isEqualTo(1);
        assertThat(metric.isUsable("NaN", "1")).isFalse();
        assertThat(metric.<List<String>>compose(list -> list.get(0))
                        .of(List.of(List.of("0.1"), List.of("0.9")), List.of(List.of("1"), List.of("0"))))
                .isZero();
    }

    @Test
    void constantBaseline_usualMetrics_isTheBestConstant() {
        double[] labels = {0, 0, 0, 1};
        assertThat(ConstantBaseline.of(Metrics.accuracy(), labels)).isEqualTo(0.75);
        assertThat(ConstantBaseline.of(Metrics.rocAuc(), labels)).isEqualTo(0.5);
        assertThat(ConstantBaseline.of(Metrics.brier(), labels)).isCloseTo(0.1875, within(1e-14));
        assertThat(ConstantBaseline.of(Metrics.averagePrecision(), labels)).isEqualTo(0.25);
        assertThat(ConstantBaseline.of(Metrics.meanAbsoluteError(), new double[] {1, 2, 9}))
                .isCloseTo(8 / 3.0, within(1e-14));
        assertThat(ConstantBaseline.of(Metrics.r2(), new double[] {1, 2, 9})).isCloseTo(0, within(1e-14));
        assertThat(ConstantBaseline.of(Metrics.r2(), new double[0])).isNaN();
        assertThat(ConstantBaseline.of(Metrics.accuracy(), new double[] {1, Double.NaN}))
                .isNaN();
    }

    @Test
    void thresholdTable_scores_hasTheConfusionOfEach() {
        double[] scores = {0.1, 0.4, 0.4, 0.8, Double.NaN};
        double[] labels = {0, 1, 0, 1, 1};
        ThresholdTable table = ThresholdTable.of(scores, labels, 100);
        assertThat(table.rows()).extracting(ThresholdTable.Row::threshold).containsExactly(0.1, 0.4, 0.8);
        double[] known = Arrays.copyOf(scores, 4);
        table.rows()
                .forEach(row -> assertThat(row.cells())
                        .isEqualTo(ConfusionMatrix.of(known, Arrays.copyOf(labels, 4), row.threshold())));
        assertThat(table.best(ConfusionMatrix::f1).orElseThrow().threshold()).isEqualTo(0.4);
        assertThat(ThresholdTable.of(new double[0], new double[0], 3).best(ConfusionMatrix::f1))
                .isEmpty();
        assertThat(IntStream.range(0, 3)
                        .mapToObj(i -> table.rows().get(i).cells().total()))
                .containsOnly(4.0);
    }

    @Test
    void fairness_twoGroups_isComparedWithIntervals() {
        GroupFairness.Counts women = new GroupFairness.Counts(30, 10, 20, 40);
        GroupFairness.Counts men = new GroupFairness.Counts(50, 20, 10, 20).plus(new GroupFairness.Counts(0, 0, 0, 0));
        GroupFairness fairness = GroupFairness.of(women, men, 0.95);
        assertThat(fairness.statisticalParityDifference().estimate()).isCloseTo(0.4 - 0.7, within(1e-14));
        assertThat(fairness.disparateImpact().estimate()).isCloseTo(0.4 / 0.7, within(1e-14));
        // np.exp(np.log(.4/.7) + np.array([-1, 1]) * 1.959963984540054 * np.sqrt(.6/40 + .3/70))
        assertThat(fairness.disparateImpact().low()).isCloseTo(0.43526428, within(1e-8));
        assertThat(fairness.disparateImpact().high()).isCloseTo(0.75018932, within(1e-8));
        assertThat(fairness.equalOpportunityDifference().estimate()).isCloseTo(0.6 - 50 / 60.0, within(1e-14));
        assertThat(fairness.equalOpportunityDifference().isBelow(0)).isTrue();
        assertThat(fairness.falsePositiveRateDifference().estimate()).isCloseTo(0.2 - 0.5, within(1e-14));
        assertThat(fairness.predictiveParityDifference().estimate()).isCloseTo(0.75 - 50 / 70.0, within(1e-14));
        assertThat(fairness.averageOddsDifference()).isCloseTo((0.6 - 50 / 60.0 - 0.3) / 2, within(1e-14));
        GroupFairness.Counts none = new GroupFairness.Counts(0, 0, 0, 0);
        assertThat(GroupFairness.of(none, men, 0.9).disparateImpact().estimate())
                .isNaN();
        assertThat(GroupFairness.of(men, none, 0.9).equalOpportunityDifference().estimate())
                .isNaN();
        assertThatIllegalArgumentException().isThrownBy(() -> new GroupFairness.Counts(-1, 0, 0, 0));
    }
}
