package io.modelops.monitoring;

import static io.modelops.monitoring.PerformanceMonitors.labelAccounting;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.labelled;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.spi.Monitor;
import io.modelops.spi.MonitorContract;
import io.modelops.spi.Observation;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LabelAccountingTest {
    private static final ModelVersion CHAMPION = version(1);

    private final SplittableRandom random = new SplittableRandom(8);
    private final LabelAccounting<Customer, Double> monitor = labelAccounting(Double::doubleValue, Customer.FEATURES);
    private long id;

    @Nested
    class Contract extends MonitorContract<Customer, Double> {
        @Override
        protected Monitor<Customer, Double> create() {
            return labelAccounting(Double::doubleValue, Customer.FEATURES);
        }

        @Override
        protected Customer input(int index) {
            return Customer.usual(1, index).get(0);
        }

        @Override
        protected Double output(int index) {
            return Math.sin(index);
        }

        @Override
        protected List<Customer> extremeInputs() {
            return List.of(
                    new Customer(Double.NaN, Double.POSITIVE_INFINITY, null),
                    new Customer(-1e308, 0, "x".repeat(10_000)));
        }

        @Override
        protected List<Double> extremeOutputs() {
            return List.of(Double.NaN, Double.POSITIVE_INFINITY, -0.0);
        }
    }

    @Test
    void evaluate_everyThirdLabelled_countsAndFindsNoBias() {
        monitor.onServing(CHAMPION, null);
        feed(3_000, prediction -> random.nextInt(3) == 0);

        assertThat(finding(0).value()).isCloseTo(1 / 3.0, within(0.03));
        assertThat(finding(0).status()).isEqualTo(Status.OK);
        assertThat(finding(1).value()).isEqualTo(1.0);
        assertThat(finding(2).status()).isEqualTo(Status.OK);
        assertThat(monitor.statistics().bias()).hasSize(4);
        assertThat(monitor.statistics().ageQuantile(0.9)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void evaluate_onlyHighScoresLabelled_isBiasedInScore() {
        monitor.onServing(CHAMPION, null);
        feed(3_000, prediction -> prediction.output() > 0.3);

        assertThat(finding(2).status()).isEqualTo(Status.BREACHED);
        assertThat(finding(2).summary()).contains("score");
        assertThat(monitor.statistics().bias().get(0).column()).isEqualTo("score");
        assertThat(monitor.statistics().bias().get(0).stability()).isGreaterThan(0.2);
    }

    @Test
    void evaluate_onePlanSeldomLabelled_isBiasedInThatFeature() {
        monitor.onServing(CHAMPION, null);
        feed(3_000, prediction -> !"plan 2".equals(prediction.input().plan()) || random.nextInt(20) == 0);

        assertThat(monitor.statistics().bias().get(0).column()).isEqualTo("plan");
        assertThat(finding(2).status()).isEqualTo(Status.BREACHED);
    }

    @Test
    void evaluate_belowTheLeastCoverage_isBreached() {
        LabelAccounting<Customer, Double> strict = monitor.leastCoverage(0.5);
        strict.onServing(CHAMPION, null);
        feed(strict, 1_000, prediction -> random.nextInt(3) == 0);

        assertThat(strict.evaluate(START).get(0).status()).isEqualTo(Status.BREACHED);
    }

    @Test
    void onLabel_predictionOfAGenerationLongGone_isLate() {
        LabelAccounting<Customer, Double> small = monitor.generation(500);
        small.onServing(CHAMPION, null);
        Observation<Customer, Double> early =
                answer(CHAMPION, 0, Customer.usual(1, 1).get(0), 0.5);
        small.onPrediction(early);
        feed(small, 1_700, prediction -> false);
        small.onLabel(labelled(early, 1.0));

        assertThat(small.statistics().late()).isEqualTo(1);
        assertThat(small.statistics().labelled()).isZero();
        assertThat(small.statistics().predictions()).isBetween(500L, 1_000L);
    }

    @Test
    void evaluate_nothingSeen_saysSo() {
        monitor.onServing(CHAMPION, null);

        assertThat(monitor.evaluate(START)).extracting(Finding::status).containsOnly(Status.INSUFFICIENT_DATA);
        assertThat(monitor.statistics().coverage()).isNaN();
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatThrownBy(() -> monitor.generation(499)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> monitor.leastCoverage(1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> monitor.threshold(-1)).isInstanceOf(InvalidInputException.class);
    }

    private Finding finding(int index) {
        return monitor.evaluate(START).get(index);
    }

    private void feed(int rows, Predicate<Observation<Customer, Double>> labelled) {
        feed(monitor, rows, labelled);
    }

    private void feed(
            LabelAccounting<Customer, Double> fed, int rows, Predicate<Observation<Customer, Double>> isLabelled) {
        for (Customer customer : Customer.usual(rows, random.nextLong())) {
            Observation<Customer, Double> prediction = answer(CHAMPION, ++id, customer, random.nextDouble());
            fed.onPrediction(prediction);
            if (isLabelled.test(prediction)) {
                fed.onLabel(labelled(prediction, 1.0));
            }
        }
    }
}
