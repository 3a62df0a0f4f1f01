package io.modelops.monitoring.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.InvalidInputException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MulticlassEstimationTest {
    private static final int CLASSES = 3;

    private final SplittableRandom random = new SplittableRandom(41);

    @Test
    void estimate_miscalibratedModelOnDriftedInputs_isNearWhatComesTrue() {
        Rows reference = new Rows(3_000, 0, random);
        MulticlassEstimation estimation =
                MulticlassEstimation.learn(reference.given, reference.predicted, reference.actual);
        Rows drifted = new Rows(3_000, 0.4, random);

        for (MulticlassMetric metric : MulticlassMetric.values()) {
            Estimate estimate = estimation.estimate(drifted.counted(estimation), metric);
            double truth = drifted.labelled(estimation).value(metric);
            assertThat(estimate.value().estimate()).as(metric.label()).isCloseTo(truth, within(0.03));
            assertThat(estimate.metric()).isEqualTo(metric.label());
        }
        // Without calibration, the model's own confidence is far off.
        double confidence = IntStream.range(0, 3_000)
                .mapToDouble(row -> drifted.given[row][drifted.predicted[row]])
                .average()
                .orElseThrow();
        double accuracy = drifted.labelled(estimation).value(MulticlassMetric.ACCURACY);
        assertThat(Math.abs(confidence - accuracy)).isGreaterThan(0.08);
    }

    @Test
    void estimate_twoClasses_agreesWithTheBinaryEstimation() {
        CreditScores credit = CreditScores.reference();
        double[][] given = Arrays.stream(credit.scores())
                .mapToObj(score -> new double[] {1 - score, score})
                .toArray(double[][]::new);
        MulticlassEstimation several =
                MulticlassEstimation.learn(given, codes(credit.decisions()), codes(credit.outcomes()));
        BinaryEstimation binary = BinaryEstimation.learn(credit.scores(), credit.decisions(), credit.outcomes());
        CreditScores window = CreditScores.period(3);
        MulticlassCounts counts = several.newWindow();
        for (int row = 0; row < window.scores().length; row++) {
            double score = window.scores()[row];
            counts.add(new double[] {1 - score, score}, window.decisions()[row] ? 1 : 0);
        }

        ScoreCounts scores = window.countedBy(binary);
        assertThat(several.estimate(counts, MulticlassMetric.ACCURACY).value().estimate())
                .isCloseTo(
                        binary.estimate(scores, BinaryMetric.accuracy()).value().estimate(), within(0.005));
        assertThat(several.estimate(counts, MulticlassMetric.MACRO_ROC_AUC)
                        .value()
                        .estimate())
                .isCloseTo(
                        binary.estimate(scores, BinaryMetric.rocAuc()).value().estimate(), within(0.005));
    }

    @Test
    void band_manyWindows_coversAccuracyAtLeastAsOftenAsItSays() {
        int covered = 0;
        for (int run = 0; run < 50; run++) {
            Rows reference = new Rows(600, 0, random);
            MulticlassEstimation estimation =
                    MulticlassEstimation.learn(reference.given, reference.predicted, reference.actual);
            Rows window = new Rows(300, 0.5, random);
            Estimate estimate = estimation.estimate(window.counted(estimation), MulticlassMetric.ACCURACY);
            double truth = window.labelled(estimation).value(MulticlassMetric.ACCURACY);
            covered += estimate.isContradictedBy(truth) ? 0 : 1;
        }
        assertThat(covered).isGreaterThanOrEqualTo(42); // Binomial(50, 0.95) is below 42 once in 1,000
    }

    @Test
    void merge_parts_isTheWhole() {
        Rows reference = new Rows(600, 0, random);
        MulticlassEstimation estimation =
                MulticlassEstimation.learn(reference.given, reference.predicted, reference.actual);
        Rows other = new Rows(500, 1, random);
        MulticlassCounts merged = reference.counted(estimation);
        merged.merge(other.counted(estimation));

        assertThat(merged.samples()).isEqualTo(1_100);
        double[][] confusion = merged.confusion();
        assertThat(Arrays.stream(confusion).flatMapToDouble(Arrays::stream).sum())
                .isCloseTo(1_100, within(1e-6));
        double[][] values = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        assertThat(estimation.businessValue(merged, values))
                .isCloseTo(merged.value(MulticlassMetric.ACCURACY), within(1e-12));
        assertThatThrownBy(() -> estimation.businessValue(merged, new double[2][2]))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void add_oddRows_areCountedAsUnusable() {
        Rows reference = new Rows(100, 0, random);
        MulticlassEstimation estimation =
                MulticlassEstimation.learn(reference.given, reference.predicted, reference.actual);
        MulticlassCounts window = estimation.newWindow();
        window.add(new double[] {Double.NaN, 0.5, 0.5}, 1);
        window.add(new double[] {0, 0, 0}, 1);
        window.add(new double[] {0.5, 0.5}, 1);
        window.add(new double[] {0.2, 0.3, 0.5}, 3);
        window.add(new double[] {0.2, 0.3, 0.5}, 2, -1);
        window.add(new double[] {2, 0.3, 0.5}, 0);

        assertThat(window.unusable()).isEqualTo(6);
        assertThat(estimation.estimates(window)).allSatisfy(estimate -> {
            assertThat(estimate.value().estimate()).isNaN();
            assertThat(estimate.samples()).isZero();
        });
    }

    @Test
    void learn_oddReferences_areTotalOrRefused() {
        for (int run = 0; run < 150; run++) {
            int rows = 1 + random.nextInt(30);
            double[][] given = new double[rows][];
            int[] predicted = new int[rows];
            int[] actual = new int[rows];
            for (int row = 0; row < rows; row++) {
                given[row] =
                        new double[] {random.nextInt(2), random.nextDouble(), random.nextInt(9) == 0 ? Double.NaN : 0};
                predicted[row] = random.nextInt(4);
                actual[row] = random.nextInt(4) - 1;
            }
            try {
                MulticlassEstimation estimation = MulticlassEstimation.learn(given, predicted, actual);
                MulticlassCounts window = estimation.newWindow();
                window.add(new double[] {0.1, 0.2, 0.7}, 2);
                assertThat(estimation
                                .estimate(window, MulticlassMetric.ACCURACY)
                                .value()
                                .estimate())
                        .isBetween(-1e-9, 1 + 1e-9);
            } catch (InvalidInputException refused) {
                assertThat(refused).hasMessageContaining("no usable row");
            }
        }
        assertThatThrownBy(() -> MulticlassEstimation.learn(new double[1][1], new int[1], new int[1]))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> MulticlassEstimation.learn(new double[2][3], new int[1], new int[2]))
                .isInstanceOf(InvalidInputException.class);
    }

    private static int[] codes(boolean[] flags) {
        return IntStream.range(0, flags.length).map(row -> flags[row] ? 1 : 0).toArray();
    }

    /** A softmax model that is twice as sure of itself as it should be. */
    @Test
    void ofBytes_whatWasWritten_estimatesTheSame() {
        Rows rows = new Rows(400, 0, random);
        MulticlassEstimation estimation = MulticlassEstimation.learn(rows.given, rows.predicted, rows.actual);
        MulticlassEstimation read = MulticlassEstimation.ofBytes(estimation.toBytes());

        assertThat(read.toBytes()).isEqualTo(estimation.toBytes());
        assertThat(read.classes()).isEqualTo(CLASSES);
        assertThat(read.estimates(rows.counted(read))).isEqualTo(estimation.estimates(rows.counted(estimation)));
    }

    @Test
    void ofBytes_anyDamage_isReadOrRefused() {
        Rows rows = new Rows(60, 0, random);
        byte[] whole = MulticlassEstimation.learn(rows.given, rows.predicted, rows.actual)
                .toBytes();
        int refused = 0;
        for (int round = 0; round < 1_500; round++) {
            byte[] damaged = Arrays.copyOf(whole, round % 2 == 0 ? whole.length : random.nextInt(whole.length + 9));
            if (damaged.length > 0) {
                damaged[random.nextInt(Math.min(60, damaged.length))] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                MulticlassEstimation read = MulticlassEstimation.ofBytes(damaged);
                read.estimate(read.newWindow(), MulticlassMetric.ACCURACY);
            } catch (InvalidInputException expected) {
                assertThat(expected).hasMessageContaining("toBytes");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(700);
    }

    @Test
    void withConfidence_more_isWider() {
        Rows rows = new Rows(400, 0, random);
        MulticlassEstimation estimation = MulticlassEstimation.learn(rows.given, rows.predicted, rows.actual);
        Estimate usual = estimation.estimate(rows.counted(estimation), MulticlassMetric.ACCURACY);
        Estimate sure = estimation.withConfidence(0.999).estimate(rows.counted(estimation), MulticlassMetric.ACCURACY);

        // scipy.stats.norm.isf(.0005) / norm.isf(.025)
        assertThat(sure.value().width() / usual.value().width()).isCloseTo(1.6788710187774616, within(1e-6));
        assertThatThrownBy(() -> estimation.withConfidence(1)).isInstanceOf(InvalidInputException.class);
    }

    private static final class Rows {
        private final double[][] given;
        private final int[] predicted;
        private final int[] actual;

        Rows(int rows, double towardsEasy, SplittableRandom random) {
            given = new double[rows][];
            predicted = new int[rows];
            actual = new int[rows];
            for (int row = 0; row < rows; row++) {
                double[] logits = new double[CLASSES];
                for (int one = 0; one < CLASSES; one++) {
                    logits[one] = random.nextGaussian() * (0.8 + towardsEasy);
                }
                double[] truth = softmax(logits, 1);
                given[row] = softmax(logits, 2);
                predicted[row] = IntStream.range(0, CLASSES)
                        .reduce((one, other) -> logits[one] >= logits[other] ? one : other)
                        .orElseThrow();
                double draw = random.nextDouble();
                actual[row] = draw < truth[0] ? 0 : draw < truth[0] + truth[1] ? 1 : 2;
            }
        }

        private static double[] softmax(double[] logits, double factor) {
            double[] powers =
                    Arrays.stream(logits).map(logit -> Math.exp(factor * logit)).toArray();
            double sum = Arrays.stream(powers).sum();
            return Arrays.stream(powers).map(power -> power / sum).toArray();
        }

        MulticlassCounts counted(MulticlassEstimation estimation) {
            MulticlassCounts counts = estimation.newWindow();
            for (int row = 0; row < actual.length; row++) {
                counts.add(given[row], predicted[row]);
            }
            return counts;
        }

        MulticlassCounts labelled(MulticlassEstimation estimation) {
            MulticlassCounts counts = estimation.newWindow();
            for (int row = 0; row < actual.length; row++) {
                counts.add(given[row], predicted[row], actual[row]);
            }
            return counts;
        }
    }
}
