package io.modelops.monitoring.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.InvalidInputException;
import io.modelops.statistics.Metrics;
import io.modelops.statistics.Moments;
import io.modelops.statistics.MomentsAccumulator;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LossEstimationTest {
    private final SplittableRandom random = new SplittableRandom(19);

    @Test
    void estimate_driftToHardInputs_isNearWhatComesTrue() {
        LossEstimation estimation = learnt(2_000);
        Rows hard = new Rows(2_000, 0.8, random);

        Estimate estimate = estimation.estimate(hard.expected(estimation));
        double truth = Metrics.meanAbsoluteError().of(hard.predictions, hard.labels);

        // The mean absolute error is sqrt(2/pi) * E(0.5 + 2x): 1.197 on the reference, 1.755 for x in 0.8..1.05
        assertThat(truth).isGreaterThan(1.7);
        assertThat(estimate.value().estimate()).isCloseTo(truth, within(0.15));
        assertThat(estimate.isUnusual()).isTrue();
        assertThat(estimate.metric()).isEqualTo("mae");
        Rows usual = new Rows(2_000, 0, random);
        assertThat(estimation.estimate(usual.expected(estimation)).isUnusual()).isFalse();
    }

    @Test
    void band_manyWindows_coversTheRealisedLossAsOftenAsItSays() {
        int covered = 0;
        for (int run = 0; run < 60; run++) {
            LossEstimation estimation = learnt(400);
            Rows window = new Rows(300, 0, random);
            double truth = Metrics.meanAbsoluteError().of(window.predictions, window.labels);
            covered += estimation.estimate(window.expected(estimation)).isContradictedBy(truth) ? 0 : 1;
        }
        assertThat(covered).isGreaterThanOrEqualTo(51); // Binomial(60, 0.95) is below 51 once in 1,000
    }

    @Test
    void estimate_learnerThatExpectsLessThanNothing_isClippedAtZero() {
        Rows rows = new Rows(100, 0, random);
        LossEstimation estimation = LossEstimation.learn(
                Metrics.meanAbsoluteError(), rows.inputs, rows.predictions, rows.labels, (inputs, losses) -> row -> -1);

        assertThat(estimation.estimate(rows.expected(estimation)).value().estimate())
                .isZero();
        assertThat(estimation.estimate(Moments.EMPTY).value().estimate()).isNaN();
        assertThat(estimation.estimate(Moments.EMPTY).isUnusual()).isFalse();
    }

    @Test
    void stumps_oneCategoryAndMissing_learnTheMeanOfEach() {
        double[][] rows = IntStream.range(0, 300)
                .mapToObj(row -> new double[] {row % 3 == 2 ? Double.NaN : row % 3, 7})
                .toArray(double[][]::new);
        double[] losses =
                IntStream.range(0, 300).mapToDouble(row -> 1 + row % 3).toArray();

        LossRegressor.Learnt learnt = BoostedStumps.withDefaults().fit(rows, losses);

        assertThat(learnt.predict(new double[] {0, 7})).isCloseTo(1, within(0.01));
        assertThat(learnt.predict(new double[] {1, 7})).isCloseTo(2, within(0.01));
        assertThat(learnt.predict(new double[] {Double.NaN, 7})).isCloseTo(3, within(0.01));
    }

    @Test
    void stumps_additiveTruth_isFollowedToTheNoise() {
        double[][] rows = new double[2_000][];
        double[] losses = new double[rows.length];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = new double[] {random.nextDouble(), random.nextDouble()};
            losses[row] = rows[row][0] * 3 + Math.sin(6 * rows[row][1]) + 0.1 * random.nextGaussian();
        }
        LossRegressor.Learnt learnt = BoostedStumps.withDefaults().fit(rows, losses);
        double square = 0;
        for (int i = 0; i < 500; i++) {
            double[] row = {random.nextDouble(), random.nextDouble()};
            square += Math.pow(learnt.predict(row) - row[0] * 3 - Math.sin(6 * row[1]), 2) / 500;
        }
        assertThat(Math.sqrt(square)).isLessThan(0.12); // the spread of the truth is 1.1
    }

    @Test
    void stumps_oddRows_areTotal() {
        double[] odd = {0, -0.0, 1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e308};
        for (int run = 0; run < 300; run++) {
            int rows = random.nextInt(60);
            double[][] inputs = IntStream.range(0, rows)
                    .mapToObj(row -> new double[] {odd[random.nextInt(odd.length)], random.nextDouble()})
                    .toArray(double[][]::new);
            double[] losses = random.doubles(rows).toArray();
            double predicted = BoostedStumps.of(20, 0.5).fit(inputs, losses).predict(new double[] {Double.NaN, 1e300});
            assertThat(rows == 0 ? Double.isNaN(predicted) : predicted > -2 && predicted < 3)
                    .isTrue();
        }
    }

    @Test
    void learn_badArguments_areRefused() {
        Rows rows = new Rows(60, 0, random);
        assertThatThrownBy(() -> LossEstimation.learn(Metrics.r2(), rows.inputs, rows.predictions, rows.labels))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() ->
                        LossEstimation.learn(Metrics.meanAbsoluteError(), rows.inputs, rows.predictions, new double[3]))
                .isInstanceOf(InvalidInputException.class);
        double[] unknown = new double[60];
        Arrays.fill(unknown, Double.NaN);
        assertThatThrownBy(
                        () -> LossEstimation.learn(Metrics.meanAbsoluteError(), rows.inputs, rows.predictions, unknown))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("50 or more");
        LossEstimation estimation = learnt(100);
        assertThatThrownBy(() -> estimation.expectedLoss(new double[3], 1)).isInstanceOf(InvalidInputException.class);
        assertThat(estimation.expectedLoss(new double[1], Double.NaN)).isNaN();
        assertThatThrownBy(() -> BoostedStumps.of(0, 0.1)).isInstanceOf(InvalidInputException.class);
    }

    private LossEstimation learnt(int size) {
        Rows rows = new Rows(size, 0, random);
        return LossEstimation.learn(Metrics.meanAbsoluteError(), rows.inputs, rows.predictions, rows.labels);
    }

    /** Predictions whose errors are larger the larger the input is. */
    private static final class Rows {
        private final double[][] inputs;
        private final double[] predictions;
        private final double[] labels;

        Rows(int rows, double least, SplittableRandom random) {
            inputs = new double[rows][];
            predictions = new double[rows];
            labels = new double[rows];
            for (int row = 0; row < rows; row++) {
                double x = least == 0 ? random.nextDouble() : least + random.nextDouble() / 4;
                inputs[row] = new double[] {x};
                predictions[row] = 10 * x;
                labels[row] = 10 * x + (0.5 + 2 * x) * random.nextGaussian();
            }
        }

        Moments expected(LossEstimation estimation) {
            MomentsAccumulator window = new MomentsAccumulator();
            for (int row = 0; row < predictions.length; row++) {
                window.add(estimation.expectedLoss(inputs[row], predictions[row]));
            }
            return window.moments();
        }
    }
}
