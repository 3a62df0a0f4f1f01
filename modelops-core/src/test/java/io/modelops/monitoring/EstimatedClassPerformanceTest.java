package io.modelops.monitoring;

import static io.modelops.monitoring.PerformanceMonitors.estimatedClassPerformance;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.labelled;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.monitoring.estimation.MulticlassEstimation;
import io.modelops.monitoring.estimation.MulticlassMetric;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.spi.Monitor;
import io.modelops.spi.MonitorContract;
import io.modelops.spi.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EstimatedClassPerformanceTest {
    private static final ModelVersion CHAMPION = version(1);

    record Answer(double[] probabilities, int kind) {}

    private final SplittableRandom random = new SplittableRandom(11);
    private final EstimatedClassPerformance<Answer> monitor =
            create().every(500).learnFrom(1_000);
    private long id;

    @Nested
    class Contract extends MonitorContract<Integer, Answer> {
        @Override
        protected Monitor<Object, Answer> create() {
            return EstimatedClassPerformanceTest.create().every(100).learnFrom(100);
        }

        @Override
        protected Integer input(int index) {
            return index;
        }

        @Override
        protected Answer output(int index) {
            double first = (1 + index % 7) / 10.0;
            return new Answer(new double[] {first, 0.9 - first, 0.1}, first >= 0.45 ? 0 : 1);
        }

        @Override
        protected List<Integer> extremeInputs() {
            return List.of(0);
        }

        @Override
        protected List<Answer> extremeOutputs() {
            return List.of(
                    new Answer(new double[0], 0),
                    new Answer(new double[] {0, 0, 0}, 1),
                    new Answer(new double[] {1, 0}, 0),
                    new Answer(new double[] {Double.NaN, 0.5, Double.POSITIVE_INFINITY}, Integer.MAX_VALUE),
                    new Answer(new double[] {0.2, 0.2, 0.6}, -1));
        }
    }

    @Test
    void evaluate_sameRelation_estimatesWhatComesTrue() {
        monitor.onServing(CHAMPION, null);
        label(traffic(1_000, 0.6), false);
        List<Observation<Object, Answer>> unlabelled = traffic(500, 0.6);

        Finding estimate = finding("estimated accuracy");
        assertThat(estimate.status()).isEqualTo(Status.OK);
        assertThat(estimate.summary()).contains("without labels", "no concept drift");

        label(unlabelled, false);

        assertThat(finding("realised accuracy").value()).isCloseTo(estimate.value(), within(0.07));
        assertThat(finding("accuracy against its estimate").status()).isEqualTo(Status.OK);
        assertThat(finding("macroF1 against its estimate").status()).isEqualTo(Status.OK);
        EstimatedPeriod period = monitor.periods(MulticlassMetric.ACCURACY).get(0);
        assertThat(period.labelled()).isEqualTo(500);
        assertThat(period.realised().contains(period.realised().estimate())).isTrue();
    }

    @Test
    void evaluate_harderInputs_isBreachedWithoutAnyLabel() {
        monitor.onServing(CHAMPION, null);
        label(traffic(1_000, 0.6), false);
        traffic(500, 0.05);

        assertThat(finding("estimated accuracy").status()).isEqualTo(Status.BREACHED);
        assertThat(finding("estimated accuracy").value()).isLessThan(0.65); // the mean of the greatest of three is 0.61
    }

    @Test
    void evaluate_conceptDrifted_isBreachedByTheTruth() {
        monitor.onServing(CHAMPION, null);
        label(traffic(1_000, 0.6), false);
        label(traffic(500, 0.6), true);

        Finding gap = finding("accuracy against its estimate");
        assertThat(gap.status()).isEqualTo(Status.BREACHED);
        assertThat(gap.value()).isLessThan(-0.2);
        assertThat(gap.summary()).contains("concept drifted");
    }

    @Test
    void window_ofTime_isJudgedOnceItIsOver() {
        EstimatedClassPerformance<Answer> hourly = monitor.window(Window.tumbling(Duration.ofMinutes(1)))
                .reference(version -> Optional.of(learnt()))
                .metrics(MulticlassMetric.ACCURACY);
        hourly.onServing(CHAMPION, null);
        for (int second = 0; second < 90; second++) {
            hourly.onPrediction(answer(CHAMPION, second, second, drawn(0.6)));
        }
        assertThat(hourly.evaluate(START.plusSeconds(90)).get(0).samples()).isEqualTo(60);
        hourly.onPrediction(answer(CHAMPION, 10, 10, drawn(0.6)));

        Finding first = hourly.evaluate(START.plusSeconds(90)).get(0);

        assertThat(first.summary()).contains("1 predictions came too late");
        assertThat(hourly.leftOut()).isEqualTo(1);
        assertThat(hourly.evaluate(START.plusSeconds(120)).get(0).samples()).isEqualTo(30);
    }

    @Test
    void learning_oneClassOnly_waitsForAnother() {
        monitor.onServing(CHAMPION, null);
        for (Observation<Object, Answer> prediction : traffic(1_200, 0.6)) {
            monitor.onLabel(labelled(prediction, new Answer(new double[0], 2)));
        }

        assertThat(monitor.estimation()).isEmpty();
        assertThat(finding("estimated accuracy").status()).isEqualTo(Status.INSUFFICIENT_DATA);
    }

    @Test
    void restore_whatWasLearnt_isUsedAtOnce() {
        monitor.onServing(CHAMPION, null);
        label(traffic(1_000, 0.6), false);
        EstimatedClassPerformance<Answer> restarted = create();
        restarted.onServing(CHAMPION, null);
        restarted.restore(monitor.state().orElseThrow());

        assertThat(restarted.estimation().orElseThrow().toBytes())
                .isEqualTo(monitor.estimation().orElseThrow().toBytes());
        assertThatThrownBy(() -> create().restore(new byte[3])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void restore_halfOfWhatToLearnFrom_learnsTheRest() {
        monitor.onServing(CHAMPION, null);
        label(traffic(600, 0.6), false);
        byte[] state = monitor.state().orElseThrow();
        monitor.onServing(version(2), null);
        monitor.onServing(CHAMPION, null);
        monitor.restore(state);
        label(traffic(399, 0.6), false);
        assertThat(monitor.estimation()).isEmpty();
        label(traffic(1, 0.6), false);

        assertThat(monitor.estimation()).isPresent();
    }

    @Test
    void details_periods_areTheTrendOfBoth() {
        monitor.onServing(CHAMPION, null);
        label(traffic(1_000, 0.6), false);
        label(traffic(500, 0.6), false);
        traffic(600, 0.6);

        PerformanceTrend trend = monitor.details(START).performance().get(0);

        assertThat(trend.metric()).isEqualTo("accuracy");
        assertThat(trend.estimated()).hasSize(2);
        assertThat(trend.realised()).hasSize(1);
        assertThat(trend.threshold()).isLessThan(trend.estimated().get(0).value());
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatThrownBy(() -> monitor.every(29)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> monitor.window(Window.latest(29))).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(monitor::metrics).isInstanceOf(InvalidInputException.class);
    }

    private static EstimatedClassPerformance<Answer> create() {
        return estimatedClassPerformance(Answer::probabilities, Answer::kind);
    }

    private MulticlassEstimation learnt() {
        double[][] probabilities = new double[1_000][];
        int[] predicted = new int[1_000];
        int[] actual = new int[1_000];
        for (int row = 0; row < 1_000; row++) {
            Answer answer = drawn(0.6);
            probabilities[row] = answer.probabilities;
            predicted[row] = answer.kind;
            actual[row] = outcome(answer);
        }
        return MulticlassEstimation.ofBytes(
                MulticlassEstimation.learn(probabilities, predicted, actual).toBytes());
    }

    /** Probabilities of three classes, the first of which is more certain by so much; the outcome follows them. */
    private Answer drawn(double certainty) {
        double[] probabilities = new double[3];
        int first = random.nextInt(3);
        double rest = 1 - certainty;
        double[] cuts = {random.nextDouble(), random.nextDouble()};
        double low = Math.min(cuts[0], cuts[1]);
        double high = Math.max(cuts[0], cuts[1]);
        double[] shares = {low, high - low, 1 - high};
        int best = 0;
        for (int one = 0; one < 3; one++) {
            probabilities[one] = rest * shares[one] + (one == first ? certainty : 0);
            best = probabilities[one] > probabilities[best] ? one : best;
        }
        return new Answer(probabilities, best);
    }

    private int outcome(Answer answer) {
        double drawn = random.nextDouble();
        int kind = 0;
        while (kind < 2 && drawn >= answer.probabilities[kind]) {
            drawn -= answer.probabilities[kind++];
        }
        return kind;
    }

    private List<Observation<Object, Answer>> traffic(int rows, double certainty) {
        List<Observation<Object, Answer>> made = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            Observation<Object, Answer> prediction = answer(CHAMPION, ++id, id, drawn(certainty));
            monitor.onPrediction(prediction);
            made.add(prediction);
        }
        return made;
    }

    private void label(List<Observation<Object, Answer>> predictions, boolean anyClass) {
        for (Observation<Object, Answer> prediction : predictions) {
            int truth = anyClass ? random.nextInt(3) : outcome(prediction.output());
            monitor.onLabel(labelled(prediction, new Answer(new double[0], truth)));
        }
    }

    private Finding finding(String subject) {
        return monitor.evaluate(START).stream()
                .filter(finding -> finding.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }
}
