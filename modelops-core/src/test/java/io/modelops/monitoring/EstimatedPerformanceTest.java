package io.modelops.monitoring;

import static io.modelops.monitoring.PerformanceMonitors.estimatedPerformance;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.labelled;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.monitoring.estimation.BinaryEstimation;
import io.modelops.monitoring.estimation.BinaryMetric;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.spi.Monitor;
import io.modelops.spi.MonitorContract;
import io.modelops.spi.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EstimatedPerformanceTest {
    private static final ModelVersion CHAMPION = version(1);

    private final SplittableRandom random = new SplittableRandom(5);
    private final EstimatedPerformance<Double> monitor = number().every(500).learnFrom(500);
    private long id;

    @Nested
    class Contract extends MonitorContract<Integer, Double> {
        @Override
        protected Monitor<Object, Double> create() {
            return number().every(100).learnFrom(100);
        }

        @Override
        protected Integer input(int index) {
            return index;
        }

        @Override
        protected Double output(int index) {
            return index % 7 / 7.0;
        }

        @Override
        protected List<Integer> extremeInputs() {
            return List.of(0);
        }

        @Override
        protected List<Double> extremeOutputs() {
            return List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, -0.0);
        }
    }

    @Test
    void evaluate_beforeItLearnt_saysWhatIsMissing() {
        monitor.onServing(CHAMPION, null);
        traffic(100, score -> score, true);

        assertThat(finding("estimated rocAuc").status()).isEqualTo(Status.INSUFFICIENT_DATA);
        assertThat(finding("estimated rocAuc").summary()).contains("100 of the 500 labelled predictions");
    }

    @Test
    void evaluate_sameRelation_estimatesWhatComesTrue() {
        monitor.onServing(CHAMPION, null);
        traffic(500, score -> score, true);
        List<Observation<Object, Double>> unlabelled = traffic(500, score -> score, false);

        Finding estimate = finding("estimated accuracy");
        assertThat(estimate.status()).isEqualTo(Status.OK);
        assertThat(estimate.value()).isCloseTo(0.75, within(0.05)); // the mean of max(p, 1-p) for uniform p
        assertThat(estimate.summary()).contains("without labels", "no concept drift");
        assertThat(monitor.evaluate(START))
                .noneMatch(finding -> finding.subject().startsWith("realised"));

        label(unlabelled, score -> score);

        assertThat(finding("realised accuracy").value()).isCloseTo(estimate.value(), within(0.06));
        assertThat(finding("accuracy against its estimate").status()).isEqualTo(Status.OK);
        EstimatedPeriod period = monitor.periods(BinaryMetric.accuracy()).get(0);
        assertThat(period.labelled()).isEqualTo(500);
        assertThat(period.realised().estimate())
                .isEqualTo(finding("realised accuracy").value());
        assertThat(period.estimate().value().contains(period.realised().estimate()))
                .isTrue();
    }

    @Test
    void evaluate_harderCustomers_isBreachedWithoutAnyLabel() {
        monitor.onServing(CHAMPION, null);
        traffic(500, score -> score, true);
        for (int row = 0; row < 500; row++) {
            predict(0.4 + 0.2 * random.nextDouble());
        }

        assertThat(finding("estimated accuracy").status()).isEqualTo(Status.BREACHED);
        assertThat(finding("estimated accuracy").value()).isLessThan(0.65);
    }

    @Test
    void evaluate_conceptDrifted_isBreachedByTheTruthThatCameLate() {
        monitor.onServing(CHAMPION, null);
        traffic(500, score -> score, true);
        List<Observation<Object, Double>> first = traffic(500, score -> score, false);
        traffic(500, score -> score, false);
        label(first, score -> 1 - score);

        Finding gap = finding("accuracy against its estimate");
        assertThat(finding("estimated accuracy").status()).isEqualTo(Status.OK);
        assertThat(gap.status()).isEqualTo(Status.BREACHED);
        assertThat(gap.value()).isLessThan(-0.4);
        assertThat(gap.summary()).contains("concept drifted");
        assertThat(monitor.periods(BinaryMetric.accuracy()))
                .extracting(EstimatedPeriod::labelled)
                .containsExactly(500L, 0L);
    }

    @Test
    void reference_ofTheVersion_isUsedFromTheFirstPrediction() {
        double[] scores = random.doubles(1_000).toArray();
        boolean[] decisions = new boolean[1_000];
        boolean[] outcomes = new boolean[1_000];
        for (int row = 0; row < 1_000; row++) {
            decisions[row] = scores[row] >= 0.5;
            outcomes[row] = random.nextDouble() < scores[row];
        }
        BinaryEstimation learnt = BinaryEstimation.learn(scores, decisions, outcomes);
        EstimatedPerformance<Double> given = monitor.metrics(BinaryMetric.rocAuc())
                .reference(version -> Optional.of(BinaryEstimation.ofBytes(learnt.toBytes())));
        given.onServing(CHAMPION, null);
        for (int row = 0; row < 500; row++) {
            given.onPrediction(answer(CHAMPION, row, row, random.nextDouble()));
        }

        assertThat(given.evaluate(START).get(0).value()).isCloseTo(0.83, within(0.04));
        assertThat(given.estimation()).isPresent();
    }

    @Test
    void restore_whatWasLearnt_isUsedAtOnce() {
        monitor.onServing(CHAMPION, null);
        traffic(500, score -> score, true);
        EstimatedPerformance<Double> restarted = number().every(500);
        restarted.onServing(CHAMPION, null);
        restarted.restore(monitor.state().orElseThrow());

        assertThat(restarted.estimation().orElseThrow().toBytes())
                .isEqualTo(monitor.estimation().orElseThrow().toBytes());
        assertThatThrownBy(() -> number().restore(new byte[3])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void restore_halfOfWhatToLearnFrom_learnsTheRest() {
        monitor.onServing(CHAMPION, null);
        traffic(300, score -> score, true);
        byte[] state = monitor.state().orElseThrow();
        monitor.onServing(version(2), null);
        monitor.onServing(CHAMPION, null);
        monitor.restore(state);
        traffic(199, score -> score, true);
        assertThat(monitor.estimation()).isEmpty();
        traffic(1, score -> score, true);

        assertThat(monitor.estimation()).isPresent();
    }

    @Test
    void details_periods_areTheTrendOfBoth() {
        monitor.onServing(CHAMPION, null);
        traffic(500, score -> score, true);
        label(traffic(500, score -> score, false), score -> score);
        traffic(600, score -> score, false);

        PerformanceTrend trend = monitor.details(START).performance().get(0);

        assertThat(trend.metric()).isEqualTo("rocAuc");
        assertThat(trend.estimated()).hasSize(2);
        assertThat(trend.realised()).hasSize(1);
        assertThat(trend.breaches(trend.estimated().get(0))).isFalse();
        assertThat(trend.realised().get(0).at())
                .isEqualTo(trend.estimated().get(0).at());
    }

    @Test
    void onServing_anotherVersion_startsAnew() {
        monitor.onServing(CHAMPION, null);
        traffic(500, score -> score, true);
        monitor.onServing(version(2), null);

        assertThat(monitor.estimation()).isEmpty();
        assertThat(monitor.periods(BinaryMetric.f1())).isEmpty();
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatThrownBy(() -> monitor.every(29)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> monitor.learnFrom(99)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> monitor.minLabels(29)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> monitor.threshold(1)).isInstanceOf(InvalidInputException.class);
    }

    private static EstimatedPerformance<Double> number() {
        return estimatedPerformance(Double::doubleValue);
    }

    private List<Observation<Object, Double>> traffic(int rows, DoubleUnaryOperator truth, boolean labels) {
        List<Observation<Object, Double>> made = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            made.add(predict(random.nextDouble()));
        }
        if (labels) {
            label(made, truth);
        }
        return made;
    }

    private Observation<Object, Double> predict(double score) {
        Observation<Object, Double> prediction = answer(CHAMPION, ++id, id, score);
        monitor.onPrediction(prediction);
        return prediction;
    }

    private void label(List<Observation<Object, Double>> predictions, DoubleUnaryOperator truth) {
        for (Observation<Object, Double> prediction : predictions) {
            boolean positive = random.nextDouble() < truth.applyAsDouble(prediction.output());
            monitor.onLabel(labelled(prediction, positive ? 1.0 : 0.0));
        }
    }

    private Finding finding(String subject) {
        return monitor.evaluate(START).stream()
                .filter(finding -> finding.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }
}
