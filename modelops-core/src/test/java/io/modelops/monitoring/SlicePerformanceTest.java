package io.modelops.monitoring;

import static io.modelops.monitoring.PerformanceMonitors.slicePerformance;
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
import io.modelops.statistics.Metrics;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SlicePerformanceTest {
    private static final ModelVersion CHAMPION = version(1);

    private final SplittableRandom random = new SplittableRandom(3);
    private final SlicePerformance<Customer, Double> monitor = mae();

    @Nested
    class Contract extends MonitorContract<Customer, Double> {
        @Override
        protected Monitor<Customer, Double> create() {
            return slicePerformance(Metrics.rocAuc(), Double::doubleValue, Customer.FEATURES);
        }

        @Override
        protected Customer input(int index) {
            return Customer.usual(1, index).get(0);
        }

        @Override
        protected Double output(int index) {
            return (double) (index % 2);
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
    void evaluate_evenModel_findsNothing() {
        feed(monitor, 1_000, "none");

        assertThat(monitor.evaluate(START)).singleElement().satisfies(finding -> {
            assertThat(finding.subject()).isEqualTo("slices of mae");
            assertThat(finding.status()).isEqualTo(Status.OK);
        });
    }

    @Test
    void evaluate_oneCategoryWorse_isFoundByName() {
        feed(monitor, 1_000, "plan 1");

        List<Finding> findings = monitor.evaluate(START);

        assertThat(findings).extracting(Finding::subject).containsExactly("slices of mae", "mae of plan plan 1");
        SliceResult shown = monitor.details(START).slices().get(0);
        assertThat(shown.slice()).isEqualTo("plan plan 1");
        assertThat(shown.breached()).isTrue();
        assertThat(shown.low()).isLessThan(shown.value());
        assertThat(findings.get(1).status()).isEqualTo(Status.BREACHED);
        assertThat(findings.get(1).value()).isCloseTo(2, within(0.2));
        assertThat(findings.get(1).threshold()).isCloseTo(1.25, within(0.1));
    }

    @Test
    void evaluate_metricThatIsNoMean_isComparedByBootstrap() {
        SlicePerformance<Customer, Double> rmse =
                slicePerformance(Metrics.rootMeanSquaredError(), Double::doubleValue, Customer.FEATURES);
        feed(rmse, 600, "plan 2");

        assertThat(rmse.evaluate(START)).extracting(Finding::subject).contains("rmse of plan plan 2");
    }

    @Test
    void evaluate_manyEvenModels_alarmAsSeldomAsSaid() {
        int alarms = 0;
        for (int run = 0; run < 200; run++) {
            SlicePerformance<Customer, Double> even = mae().tolerate(1).window(300);
            feed(even, 300, "none");
            alarms += even.evaluate(START).size() > 1 ? 1 : 0;
        }

        assertThat(alarms).isLessThanOrEqualTo(7); // 0.01 of 200 is 2; Binomial(200, 0.01) is above 7 once in 1,000
    }

    @Test
    void pairs_weakOnlyTogether_areFound() {
        SlicePerformance<Customer, Double> searching = mae().pairs();
        searching.onServing(CHAMPION, null);
        for (Customer customer : Customer.usual(1_000, 8)) {
            boolean weak = "plan 1".equals(customer.plan()) && customer.spend() >= 100;
            double error = (0.5 + random.nextDouble()) * (weak ? 3 : 1);
            searching.onLabel(labelled(answer(CHAMPION, 1, customer, 10.0), 10.0 + error));
        }

        List<Finding> findings = searching.evaluate(START);

        assertThat(findings.get(1).subject()).matches("mae of spend [\\[(].*[)] and plan plan 1");
        assertThat(findings.get(1).value()).isCloseTo(3, within(0.3));
        assertThat(findings.get(1).summary())
                .matches("mae is .* \\(.* to .*\\) for spend .* for the rest, p = .* after correction");
        assertThat(findings).extracting(Finding::subject).noneMatch(subject -> subject.contains("visits"));
    }

    @Test
    void pairs_oneCategoryWorse_isNotFoundAgainInItsParts() {
        SlicePerformance<Customer, Double> searching = mae().pairs();
        feed(searching, 1_000, "plan 1");

        assertThat(searching.evaluate(START))
                .extracting(Finding::subject)
                .containsExactly("slices of mae", "mae of plan plan 1");
    }

    @Test
    void pairs_evenModels_alarmAsSeldomAsSaid() {
        int alarms = 0;
        for (int run = 0; run < 60; run++) {
            SlicePerformance<Customer, Double> even = mae().pairs().tolerate(1).window(300);
            feed(even, 300, "none");
            alarms += even.evaluate(START).size() > 1 ? 1 : 0;
        }

        assertThat(alarms).isLessThanOrEqualTo(4); // Binomial(60, 0.01) is above 4 once in 2,500
    }

    @Test
    void evaluate_smallSlices_areNotTested() {
        SlicePerformance<Customer, Double> wide = monitor.minSupport(600);
        feed(wide, 1_000, "plan 1");

        assertThat(wide.evaluate(START))
                .singleElement()
                .satisfies(finding -> assertThat(finding.status()).isEqualTo(Status.INSUFFICIENT_DATA));
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatThrownBy(() -> monitor.window(59)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> monitor.minSupport(9)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> monitor.tolerate(0.9)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> monitor.significance(0)).isInstanceOf(InvalidInputException.class);
    }

    private static SlicePerformance<Customer, Double> mae() {
        return slicePerformance(Metrics.meanAbsoluteError(), Double::doubleValue, Customer.FEATURES);
    }

    private void feed(SlicePerformance<Customer, Double> fed, int rows, String worsePlan) {
        fed.onServing(CHAMPION, null);
        for (Customer customer : Customer.usual(rows, random.nextLong())) {
            double error = (0.5 + random.nextDouble()) * (worsePlan.equals(customer.plan()) ? 2 : 1);
            fed.onLabel(labelled(answer(CHAMPION, 1, customer, 10.0), 10.0 + error));
        }
    }
}
