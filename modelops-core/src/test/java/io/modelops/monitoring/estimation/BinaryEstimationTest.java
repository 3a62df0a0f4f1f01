package io.modelops.monitoring.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.InvalidInputException;
import io.modelops.statistics.ConfusionMatrix;
import io.modelops.statistics.CostMatrix;
import io.modelops.statistics.Metrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BinaryEstimationTest {
    private static final CreditScores REFERENCE = CreditScores.reference();
    private static final CostMatrix VALUES = new CostMatrix(5, -1, -5, 0);
    private static final List<BinaryMetric> METRICS = metrics();
    private static final String GOLDEN =
            "TU9CRQEAAj/gAAAAAAAAP+AAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgAAAAAAAAABP+AAAAAAAAAA"
                    + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEADWJ1c2luZXNzVmFsdWVAFAAAAAAA"
                    + "AL/wAAAAAAAAwBQAAAAAAAAAAAAAAAAAAEAAAAAAAAAAQCIAAAAEcjh/+AAAAAAAAAEAAAAAAAAAAg==";

    private final BinaryEstimation estimation =
            BinaryEstimation.learn(REFERENCE.scores(), REFERENCE.decisions(), REFERENCE.outcomes(), METRICS);

    /** Thirty random halves of real scores: the first is the reference, the other is cut into three windows. */
    @Test
    void estimate_realWindows_isNearerToTheTruthThanRowwise() {
        CreditScores all = CreditScores.where(period -> true);
        SplittableRandom random = new SplittableRandom(29);
        double[] ours = new double[METRICS.size()];
        double[] theirs = new double[METRICS.size()];
        for (int split = 0; split < 30; split++) {
            CreditScores shuffled = all.shuffled(random);
            CreditScores reference = shuffled.rows(0, 1_500);
            BinaryEstimation binned =
                    BinaryEstimation.learn(reference.scores(), reference.decisions(), reference.outcomes(), METRICS);
            RowwiseEstimation rowwise =
                    RowwiseEstimation.learn(reference.scores(), reference.decisions(), reference.outcomes());
            for (int part = 0; part < 3; part++) {
                CreditScores window = shuffled.rows(1_500 + part * 480, 1_980 + part * 480);
                for (int i = 0; i < ours.length; i++) {
                    BinaryMetric metric = METRICS.get(i);
                    double truth = truth(window, metric);
                    Estimate estimate = binned.estimate(window.countedBy(binned), metric);
                    Estimate other = rowwise.estimate(window.scores(), window.decisions(), metric);
                    ours[i] += Math.abs(estimate.value().estimate() - truth);
                    theirs[i] += Math.abs(other.value().estimate() - truth);
                }
            }
        }
        for (int i = 0; i < ours.length; i++) {
            assertThat(ours[i]).as(METRICS.get(i).name()).isLessThan(theirs[i]);
        }
    }

    @Test
    void realised_countsInBins_areTheExactMetricsAndNearlySoForRocAuc() {
        CreditScores window = CreditScores.period(1);
        LabelledCounts counts = window.labelledFor(estimation);

        for (BinaryMetric metric : METRICS) {
            assertThat(counts.realised(metric))
                    .isCloseTo(truth(window, metric), within(metric == BinaryMetric.rocAuc() ? 0.003 : 1e-12));
        }
        assertThat(counts.samples()).isEqualTo(242);
    }

    @Test
    void realised_band_isThatOfSampling() {
        LabelledCounts counts = CreditScores.where(period -> period >= 0).labelledFor(estimation);

        double accuracy = counts.realised(BinaryMetric.accuracy());
        double halfWidth = 1.959963984540054 * Math.sqrt(accuracy * (1 - accuracy) / 1454);
        assertThat(counts.realised(BinaryMetric.accuracy(), 0.95).high() - accuracy)
                .isCloseTo(halfWidth, within(1e-6));
        // DeLong's standard error with NumPy: np.sqrt(V10.var(ddof=1)/len(V10) + V01.var(ddof=1)/len(V01))
        assertThat(counts.realised(BinaryMetric.rocAuc(), 0.95).width() / 2 / 1.959963984540054)
                .isCloseTo(0.010993458349793258, within(2e-5));
    }

    @Test
    void estimate_partsOfAWindow_addUpInAnyOrder() {
        ScoreCounts forward = estimation.newWindow();
        ScoreCounts backward = estimation.newWindow();
        for (int period = 0; period < 6; period++) {
            forward.merge(CreditScores.period(period).countedBy(estimation));
            backward.merge(CreditScores.period(5 - period).countedBy(estimation));
        }
        ScoreCounts whole = CreditScores.where(period -> period >= 0).countedBy(estimation);

        assertThat(estimation.estimates(forward)).isEqualTo(estimation.estimates(whole));
        assertThat(estimation.estimates(backward)).isEqualTo(estimation.estimates(whole));
    }

    @Test
    void ofBytes_whatWasWritten_estimatesTheSame() {
        byte[] bytes = estimation.toBytes();
        BinaryEstimation read = BinaryEstimation.ofBytes(bytes);
        CreditScores window = CreditScores.period(2);

        assertThat(bytes.length).isLessThan(12_000);
        assertThat(read.estimates(window.countedBy(read)))
                .isEqualTo(estimation.estimates(window.countedBy(estimation)));
        assertThat(read.metrics()).isEqualTo(METRICS);
        assertThat(read.toBytes()).isEqualTo(bytes);
        assertThat(read.referenceRows()).isEqualTo(1500);
    }

    @Test
    void bytes_ofTheFirstVersion_areReadAndWrittenAsTheyWere() {
        BinaryEstimation estimation = BinaryEstimation.learn(
                new double[] {0.5, 0.5},
                new boolean[] {true, true},
                new boolean[] {true, false},
                List.of(BinaryMetric.businessValue(VALUES)));
        byte[] stored = Base64.getDecoder().decode(GOLDEN);

        assertThat(Base64.getEncoder().encodeToString(estimation.toBytes())).isEqualTo(GOLDEN);
        assertThat(BinaryEstimation.ofBytes(stored).toBytes()).isEqualTo(stored);
    }

    @Test
    void ofBytes_anyDamage_isReadOrRefused() {
        byte[] bytes = BinaryEstimation.learn(
                        new double[] {0.2, 0.4, 0.9}, new boolean[3], new boolean[] {false, false, true})
                .toBytes();
        SplittableRandom random = new SplittableRandom(3);
        for (int run = 0; run < 4_000; run++) {
            byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 5));
            for (int flip = random.nextInt(3); flip > 0 && damaged.length > 0; flip--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                BinaryEstimation read = BinaryEstimation.ofBytes(damaged);
                assertThat(read.estimates(read.newWindow())).hasSize(6);
            } catch (InvalidInputException refused) {
                assertThat(refused).hasMessageContaining("toBytes");
            }
        }
    }

    @Test
    void learn_calibratedScores_areTakenAsTheyAre() {
        SplittableRandom random = new SplittableRandom(11);
        double[] scores = random.doubles(20_000).toArray();
        boolean[] outcomes = new boolean[scores.length];
        for (int row = 0; row < scores.length; row++) {
            outcomes[row] = random.nextDouble() < scores[row];
        }
        double[] squeezed = Arrays.stream(scores).map(score -> score * score).toArray();

        assertThat(BinaryEstimation.learn(squeezed, decided(squeezed), outcomes).isCalibrated())
                .isTrue();
        BinaryEstimation sharp = BinaryEstimation.learn(scores, decided(scores), outcomes);
        double accuracy = sharp.estimate(counted(sharp, scores), BinaryMetric.accuracy())
                .value()
                .estimate();
        assertThat(accuracy).isCloseTo(0.75, within(0.01)); // the mean of max(p, 1-p) for uniform p
    }

    @Test
    void band_manyWindows_coversTheRealisedMetricAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(17);
        int[] covered = new int[3];
        List<BinaryMetric> watched = List.of(BinaryMetric.rocAuc(), BinaryMetric.accuracy(), BinaryMetric.f1());
        int runs = 150;
        for (int run = 0; run < runs; run++) {
            double[] scores = random.doubles(500).toArray();
            BinaryEstimation learnt = BinaryEstimation.learn(scores, decided(scores), outcomes(scores, random));
            double[] shifted = random.doubles(500).map(u -> Math.pow(u, 0.7)).toArray();
            LabelledCounts truth = learnt.newLabelledWindow();
            boolean[] decisions = decided(shifted);
            boolean[] outcomes = outcomes(shifted, random);
            for (int row = 0; row < 500; row++) {
                truth.add(shifted[row], decisions[row], outcomes[row]);
            }
            for (int i = 0; i < watched.size(); i++) {
                Estimate estimate = learnt.estimate(counted(learnt, shifted), watched.get(i));
                covered[i] += estimate.isContradictedBy(truth.realised(watched.get(i))) ? 0 : 1;
            }
        }
        for (int count : covered) {
            assertThat((double) count / runs).isBetween(0.92, 0.985);
        }
    }

    @Test
    void usual_windowsOfTheReference_areWithinAndLargerWindowsAreHeldToMore() {
        for (int part = 0; part < 10; part++) {
            CreditScores window = REFERENCE.rows(part * 150, part * 150 + 150);
            assertThat(estimation.estimates(window.countedBy(estimation))).noneMatch(Estimate::isUnusual);
        }
        Estimate small = estimation.estimate(REFERENCE.rows(0, 150).countedBy(estimation), BinaryMetric.accuracy());
        Estimate large = estimation.estimate(REFERENCE.countedBy(estimation), BinaryMetric.accuracy());
        assertThat(large.usual().width()).isLessThan(small.usual().width());
        // 3 * np.sqrt(a*(1-a)*(1/150+1/1500)) with a = 0.7793 and no more variance between parts than chance explains
        assertThat(small.usual().width() / 2).isCloseTo(0.1065, within(0.01));
    }

    @Test
    void estimate_falseRelation_isContradictedByTheTruth() {
        CreditScores window = CreditScores.where(period -> period >= 0);
        LabelledCounts inverted = estimation.newLabelledWindow();
        for (int row = 0; row < window.scores().length; row++) {
            inverted.add(window.scores()[row], window.decisions()[row], !window.outcomes()[row]);
        }
        Estimate estimate = estimation.estimate(window.countedBy(estimation), BinaryMetric.accuracy());

        assertThat(estimate.isContradictedBy(inverted.realised(BinaryMetric.accuracy())))
                .isTrue();
        assertThat(estimate.isContradictedBy(window.labelledFor(estimation).realised(BinaryMetric.accuracy())))
                .isFalse();
        assertThat(estimate.toString()).contains("estimated accuracy", "no concept drift");
    }

    @Test
    void estimate_nothingOrOneSided_isNotDefinedOrWithinItsRange() {
        ScoreCounts empty = estimation.newWindow();
        assertThat(estimation.estimates(empty)).allSatisfy(estimate -> {
            assertThat(estimate.value().estimate()).isNaN();
            assertThat(estimate.isUnusual()).isFalse();
        });
        ScoreCounts negatives = estimation.newWindow();
        negatives.add(0.1, false);
        negatives.add(Double.NaN, false);
        negatives.add(1.5, true);
        assertThat(estimation
                        .estimate(negatives, BinaryMetric.precision())
                        .value()
                        .estimate())
                .isNaN();
        assertThat(estimation
                        .estimate(negatives, BinaryMetric.accuracy())
                        .value()
                        .estimate())
                .isBetween(0.8, 1.0);
        assertThat(negatives.unusable()).isEqualTo(2);
    }

    @Test
    void learn_oddReferences_areTotal() {
        SplittableRandom random = new SplittableRandom(23);
        double[] odd = {0, 1, 0.5, Double.NaN, Double.POSITIVE_INFINITY, -1, 1e-300, 1 - 1e-16, -0.0};
        for (int run = 0; run < 250; run++) {
            int rows = 1 + random.nextInt(40);
            double[] scores = IntStream.range(0, rows)
                    .mapToDouble(row -> random.nextInt(3) == 0 ? odd[random.nextInt(odd.length)] : random.nextDouble())
                    .toArray();
            boolean[] outcomes = new boolean[rows];
            for (int row = 0; row < rows; row++) {
                outcomes[row] = random.nextInt(4) == 0;
            }
            scores[0] = 0.3;
            BinaryEstimation learnt = BinaryEstimation.learn(scores, decided(scores), outcomes);
            for (Estimate estimate : learnt.estimates(counted(learnt, scores))) {
                double value = estimate.value().estimate();
                assertThat(Double.isNaN(value) || (value >= -1e-9 && value <= 1 + 1e-9))
                        .as("%s", estimate)
                        .isTrue();
            }
        }
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatThrownBy(() -> BinaryEstimation.learn(new double[2], new boolean[2], new boolean[3]))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> BinaryEstimation.learn(new double[] {7}, new boolean[1], new boolean[1]))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> estimation.withConfidence(1)).isInstanceOf(InvalidInputException.class);
        BinaryEstimation other = BinaryEstimation.learn(new double[] {0.5}, new boolean[1], new boolean[1]);
        assertThatThrownBy(() -> estimation.estimates(other.newWindow())).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> estimation.newWindow().merge(other.newWindow()))
                .isInstanceOf(InvalidInputException.class);
    }

    private static List<BinaryMetric> metrics() {
        List<BinaryMetric> metrics = new ArrayList<>(BinaryMetric.defaults());
        metrics.add(BinaryMetric.businessValue(VALUES));
        return metrics;
    }

    private static double truth(CreditScores window, BinaryMetric metric) {
        double[] labels = IntStream.range(0, window.outcomes().length)
                .mapToDouble(row -> window.outcomes()[row] ? 1 : 0)
                .toArray();
        return metric == BinaryMetric.rocAuc()
                ? Metrics.rocAuc().of(window.scores(), labels)
                : metric.of(ConfusionMatrix.of(window.scores(), labels, 0.5));
    }

    private static boolean[] outcomes(double[] scores, SplittableRandom random) {
        boolean[] outcomes = new boolean[scores.length];
        for (int row = 0; row < scores.length; row++) {
            outcomes[row] = random.nextDouble() < 0.1 + 0.8 * scores[row] * scores[row];
        }
        return outcomes;
    }

    private static boolean[] decided(double[] scores) {
        boolean[] decisions = new boolean[scores.length];
        for (int row = 0; row < scores.length; row++) {
            decisions[row] = scores[row] >= 0.5;
        }
        return decisions;
    }

    private static ScoreCounts counted(BinaryEstimation estimation, double[] scores) {
        ScoreCounts window = estimation.newWindow();
        for (double score : scores) {
            window.add(score, score >= 0.5);
        }
        return window;
    }
}
