package io.modelops.monitoring;

import static io.modelops.monitoring.Monitors.performance;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.labelled;
import static io.modelops.spi.Observed.version;
import static io.modelops.statistics.Metrics.accuracy;
import static io.modelops.statistics.Metrics.meanAbsoluteError;
import static io.modelops.statistics.Metrics.rocAuc;
import static io.modelops.statistics.Metrics.rootMeanSquaredError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.spi.Monitor;
import io.modelops.spi.MonitorContract;
import io.modelops.spi.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PerformanceTest {
    private static final ModelVersion CHAMPION = version(1, Map.of("mae", 1.0, "rmse", 1.25));

    private final Performance<Double> mae = performance(meanAbsoluteError(), Double::doubleValue);
    private final SplittableRandom random = new SplittableRandom(7);

    @Nested
    class Contract extends MonitorContract<Integer, Double> {
        @Override
        protected Monitor<Object, Double> create() {
            return performance(meanAbsoluteError(), Double::doubleValue);
        }

        @Override
        protected Integer input(int index) {
            return index;
        }

        @Override
        protected Double output(int index) {
            return Math.sin(index);
        }

        @Override
        protected List<Integer> extremeInputs() {
            return List.of(0);
        }

        @Override
        protected List<Double> extremeOutputs() {
            return extremes();
        }
    }

    @Nested
    class ContractWithBootstrap extends MonitorContract<Integer, Double> {
        @Override
        protected Monitor<Object, Double> create() {
            return performance(rocAuc(), Double::doubleValue).baseline(0.9);
        }

        @Override
        protected Integer input(int index) {
            return index;
        }

        @Override
        protected Double output(int index) {
            return (double) (index % 2);
        }

        @Override
        protected List<Integer> extremeInputs() {
            return List.of(0);
        }

        @Override
        protected List<Double> extremeOutputs() {
            return extremes();
        }
    }

    @Test
    void evaluate_errorAsRegistered_isFine() {
        mae.onServing(CHAMPION, null);
        observe(mae, 50, 1.0);

        Finding finding = finding(mae);

        assertThat(finding.subject()).isEqualTo("mae");
        assertThat(finding.status()).isEqualTo(Status.OK);
        assertThat(finding.threshold()).isEqualTo(1.25);
        assertThat(finding.samples()).isEqualTo(50);
        assertThat(finding.value()).isCloseTo(1.0, within(0.2));
    }

    @Test
    void evaluate_oneAndAHalfTimesTheError_isBreached() {
        mae.onServing(CHAMPION, null);
        observe(mae, 50, 1.5);

        Finding finding = finding(mae);

        assertThat(finding.status()).isEqualTo(Status.BREACHED);
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.summary()).contains("tolerated 1.25", "baseline 1");
    }

    @Test
    void evaluate_twiceTheError_isCritical() {
        mae.onServing(CHAMPION, null);
        observe(mae, 50, 2);

        assertThat(finding(mae).severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void evaluate_worseButUncertain_isNoBreachUnlessThePointDecides() {
        Performance<Double> bound = mae.window(10);
        Performance<Double> point = bound.pointEstimate();
        for (Performance<Double> monitor : List.of(bound, point)) {
            monitor.onServing(CHAMPION, null);
            DoubleStream.of(0, 0, 0, 0, 0, 3, 3, 3, 3, 3).forEach(error -> observeError(monitor, error));
        }

        assertThat(finding(bound).value()).isEqualTo(1.5);
        assertThat(finding(bound).status()).isEqualTo(Status.OK);
        assertThat(finding(point).status()).isEqualTo(Status.BREACHED);
    }

    @Test
    void baseline_ofEachVersion_isAskedWhenItBeginsToServe() {
        Performance<Double> monitor = mae.baseline(version -> version.number());
        monitor.onServing(CHAMPION, null);
        observe(monitor, 50, CHAMPION.number() * 1.0);

        assertThat(finding(monitor).status()).isEqualTo(Status.OK);
        assertThat(finding(monitor).threshold()).isEqualTo(1.25 * CHAMPION.number());
    }

    @Test
    void baseline_notKnownForAVersion_isTheRegisteredOne() {
        Performance<Double> monitor = mae.baseline(version -> Double.NaN);
        monitor.onServing(CHAMPION, null);
        observe(monitor, 50, 1.0);

        assertThat(finding(monitor).threshold()).isEqualTo(1.25);
    }

    @Test
    void informOnly_keepsWhatIsFoundAndTakesTheSeverity() {
        Monitor<Object, Double> informing = Monitors.informOnly(mae);
        informing.onServing(CHAMPION, null);
        observe(mae, 50, 2);

        Finding finding = informing.evaluate(Instant.EPOCH).get(0);

        assertThat(informing.name()).isEqualTo(mae.name());
        assertThat(finding.status()).isEqualTo(Status.BREACHED);
        assertThat(finding.severity()).isEqualTo(Severity.INFO);
    }

    @Test
    void evaluate_meanLoss_takesStudentsLowerBound() {
        Performance<Double> monitor = mae.window(10).baseline(1.0).tolerate(1.37);
        monitor.onServing(CHAMPION, null);
        for (int index = 1; index <= 10; index++) {
            observeError(monitor, 1 + index * 0.1);
        }

        Finding finding = finding(monitor);

        // x = np.arange(1, 11) * 0.1 + 1; stats.t.interval(.9, 9, x.mean(), stats.sem(x))[0]
        assertThat(finding.summary()).contains("mae is 1.55", "(at least 1.374)");
        assertThat(finding.status()).isEqualTo(Status.BREACHED);
    }

    @Test
    void evaluate_meanGain_takesStudentsUpperBound() {
        Performance<Double> monitor =
                performance(accuracy(), Double::doubleValue).baseline(0.9);
        monitor.onServing(CHAMPION, null);
        for (int index = 0; index < 50; index++) {
            observeAnswer(monitor, index % 2, 1);
        }

        Finding finding = finding(monitor);

        assertThat(finding.value()).isEqualTo(0.5);
        assertThat(finding.threshold()).isCloseTo(0.72, within(1e-12));
        assertThat(finding.status()).isEqualTo(Status.BREACHED);
    }

    @Test
    void evaluate_metricThatIsNoMean_takesTheBootstrapBound() {
        Performance<Double> rmse = performance(rootMeanSquaredError(), Double::doubleValue);
        rmse.onServing(CHAMPION, null);
        observe(rmse, 50, 1);
        Finding usual = finding(rmse);
        observe(rmse, 50, 2);
        Finding worse = finding(rmse);

        assertThat(usual.status()).isEqualTo(Status.OK);
        assertThat(worse.status()).isEqualTo(Status.BREACHED);
        assertThat(finding(rmse)).isEqualTo(worse);
    }

    @Test
    void evaluate_nothingRegistered_learnsTheBaselineFromTheFirstOutcomes() {
        mae.onServing(version(2), null);
        observe(mae, version(2), 49, 1.0);
        assertThat(finding(mae).status()).isEqualTo(Status.INSUFFICIENT_DATA);
        assertThat(finding(mae).summary()).contains("49 of the 50 outcomes that make the baseline");

        observe(mae, version(2), 1, 1.0);
        assertThat(finding(mae).status()).isEqualTo(Status.OK);

        observe(mae, version(2), 50, 2.5);
        assertThat(finding(mae).status()).isEqualTo(Status.BREACHED);
    }

    @Test
    void evaluate_tooFewOutcomes_saysSo() {
        mae.onServing(CHAMPION, null);
        observe(mae, 29, 5);

        assertThat(finding(mae).status()).isEqualTo(Status.INSUFFICIENT_DATA);
        assertThat(finding(mae).summary()).contains("29 of the 30 outcomes");
    }

    @Test
    void evaluate_outcomesWithoutFiniteValue_areLeftOutAndCounted() {
        mae.onServing(CHAMPION, null);
        observe(mae, 50, 1);
        mae.onLabel(labelled(answer(CHAMPION, 1, 1, Double.NaN), 1.0));
        mae.onLabel(labelled(answer(CHAMPION, 1, 1, 1.0), Double.NaN));

        assertThat(finding(mae).samples()).isEqualTo(50);
        assertThat(finding(mae).summary()).contains("2 outcomes without a finite value left out");
    }

    @Test
    void evaluate_ageLimit_leavesOutOldPredictions() {
        Performance<Double> monitor = mae.notOlderThan(Duration.ofDays(7)).minSamples(2);
        monitor.onServing(CHAMPION, null);
        observe(monitor, 50, 5);

        assertThat(monitor.evaluate(START.plus(Duration.ofDays(1))).get(0).status())
                .isEqualTo(Status.BREACHED);
        assertThat(monitor.evaluate(START.plus(Duration.ofDays(8))).get(0).status())
                .isEqualTo(Status.INSUFFICIENT_DATA);
    }

    @Test
    void onLabel_otherVersionsAndShadows_doNotCount() {
        mae.onServing(CHAMPION, null);
        mae.onLabel(labelled(answer(version(2), 1, 1, 0.0), 5.0));
        mae.onLabel(labelled(answer(CHAMPION, Role.SHADOW, 1, 1, 0.0), 5.0));
        mae.onLabel(labelled(answer(CHAMPION, Role.CHALLENGER, 1, 1, 0.0), 5.0));

        assertThat(finding(mae).samples()).isEqualTo(1);
    }

    @Test
    void onServing_anotherVersion_startsAnew() {
        mae.onServing(CHAMPION, null);
        observe(mae, 50, 5);

        mae.onServing(version(2), null);

        assertThat(finding(mae).samples()).isZero();
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatThrownBy(() -> mae.window(1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> mae.minSamples(51)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> mae.tolerate(0.9)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> mae.baseline(Double.NaN)).isInstanceOf(InvalidInputException.class);
    }

    private static List<Double> extremes() {
        return List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, -0.0);
    }

    /** Errors spread evenly between half and one and a half times their mean. */
    private void observe(Performance<Double> monitor, int outcomes, double meanError) {
        observe(monitor, CHAMPION, outcomes, meanError);
    }

    private void observe(Performance<Double> monitor, ModelVersion version, int outcomes, double meanError) {
        for (int index = 0; index < outcomes; index++) {
            double error = meanError * (0.5 + random.nextDouble());
            monitor.onLabel(labelled(answer(version, index, index, 10.0), 10.0 + error));
        }
    }

    private static void observeError(Performance<Double> monitor, double error) {
        monitor.onLabel(labelled(answer(CHAMPION, 1, 1, 0.0), error));
    }

    private static void observeAnswer(Performance<Double> monitor, double prediction, double label) {
        monitor.onLabel(labelled(answer(CHAMPION, 1, 1, prediction), label));
    }

    private static Finding finding(Performance<Double> monitor) {
        return monitor.evaluate(START).get(0);
    }
}
