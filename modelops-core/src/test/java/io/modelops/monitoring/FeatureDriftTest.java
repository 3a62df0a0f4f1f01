package io.modelops.monitoring;

import static io.modelops.monitoring.Monitors.featureDrift;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.failure;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.FeatureProfile;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.spi.Monitor;
import io.modelops.spi.MonitorContract;
import io.modelops.spi.Role;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FeatureDriftTest {
    private static final ModelVersion CHAMPION = version(1);

    private final FeatureDrift<Customer> drift = featureDrift(Customer.FEATURES);

    @Nested
    class Contract extends MonitorContract<Customer, Double> {
        @Override
        protected Monitor<Customer, Object> create() {
            return featureDrift(Customer.FEATURES);
        }

        @Override
        protected Profile trainedOn() {
            return Customer.profile();
        }

        @Override
        protected Customer input(int index) {
            return new Customer(100 + index % 40, index % 10, "plan " + index % 3);
        }

        @Override
        protected Double output(int index) {
            return index * 0.1;
        }

        @Override
        protected List<Customer> extremeInputs() {
            return List.of(
                    new Customer(Double.NaN, Double.POSITIVE_INFINITY, null),
                    new Customer(Double.NEGATIVE_INFINITY, -Double.MAX_VALUE, ""),
                    new Customer(-0.0, Double.MIN_VALUE, "x".repeat(100_000)));
        }

        @Override
        protected List<Double> extremeOutputs() {
            return List.of(Double.NaN, Double.NEGATIVE_INFINITY);
        }
    }

    @Test
    void evaluate_sameDistribution_findsNothing() {
        serve(drift, Customer.profile());
        observe(drift, Customer.usual(500, 2));

        assertThat(drift.evaluate(START)).hasSize(3).allSatisfy(finding -> {
            assertThat(finding.status()).isEqualTo(Status.OK);
            assertThat(finding.severity()).isEqualTo(Severity.INFO);
            assertThat(finding.samples()).isEqualTo(500);
            assertThat(finding.threshold()).isEqualTo(0.2);
        });
    }

    @Test
    void evaluate_meanShift_findsThatFeatureFirst() {
        serve(drift, Customer.profile());
        observe(drift, changed(customer -> new Customer(customer.spend() + 20, customer.visits(), customer.plan())));

        List<Finding> findings = drift.evaluate(START);

        assertThat(findings.get(0).subject()).isEqualTo("spend");
        assertThat(findings.get(0).status()).isEqualTo(Status.BREACHED);
        assertThat(findings.get(0).severity()).isEqualTo(Severity.CRITICAL);
        assertThat(findings.get(0).summary()).contains("PSI", "limit 0.200", "corrected for 3 tests");
        assertThat(findings).isSortedAccordingTo((left, right) -> Double.compare(right.value(), left.value()));
        assertThat(breached(findings)).containsExactly("spend");
    }

    @Test
    void evaluate_newCategory_isFoundAsOther() {
        serve(drift, Customer.profile());
        observe(drift, everyOther(customer -> new Customer(customer.spend(), customer.visits(), "plan\n9")));

        Finding first = drift.evaluate(START).get(0);

        assertThat(first.subject()).isEqualTo("plan");
        assertThat(first.status()).isEqualTo(Status.BREACHED);
        assertThat(first.summary()).contains("(other) from 0.0 % to 50.0 %");
    }

    @Test
    void evaluate_burstOfMissingValues_isFound() {
        serve(drift, Customer.profile());
        observe(drift, everyOther(customer -> new Customer(Double.NaN, customer.visits(), null)));

        List<Finding> findings = drift.evaluate(START);

        assertThat(breached(findings)).containsExactlyInAnyOrder("spend", "plan");
        assertThat(findings.get(0).summary()).contains("(missing) from 0.0 % to 50.0 %");
    }

    @Test
    void evaluate_featureThatThrows_countsAsMissing() {
        Features<Customer> plan = Features.<Customer>builder()
                .categorical("plan", customer -> customer.plan().strip())
                .build();
        FeatureDrift<Customer> monitor = featureDrift(plan);
        serve(monitor, Profiler.of(plan).profile(Customer.usual(500, 1)));

        observe(monitor, changed(customer -> new Customer(0, 0, null)));

        assertThat(monitor.evaluate(START).get(0).summary()).contains("(missing) from 0.0 % to 100.0 %");
    }

    @Test
    void evaluate_knownCounts_givesReferenceValue() {
        FeatureDrift<Customer> monitor = drift.reference(plans(500, 300, 200));
        monitor.onServing(CHAMPION, null);
        observe(monitor, customers("a", 40));
        observe(monitor, customers("b", 60));
        observe(monitor, customers("c", 100));

        // r = np.array([500, 300, 200]); c = np.array([40, 60, 100])
        // p = (r + .5) / (r.sum() + 1.5); q = (c + .5) / (c.sum() + 1.5); ((p - q) * np.log(p / q)).sum()
        assertThat(monitor.evaluate(START).get(0).value()).isCloseTo(0.5446486282957415, within(1e-12));
    }

    @Test
    void evaluate_largeButPossiblyChance_isNoBreach() {
        FeatureDrift<Customer> monitor =
                drift.reference(plans(30, 20, 10)).window(20).minSamples(10);
        monitor.onServing(CHAMPION, null);
        observe(monitor, customers("a", 2));
        observe(monitor, customers("b", 4));
        observe(monitor, customers("c", 4));

        Finding finding = monitor.evaluate(START).get(0);

        assertThat(finding.value()).isGreaterThan(0.2);
        assertThat(finding.status()).isEqualTo(Status.OK);
    }

    @Test
    void evaluate_significantButSmall_isNoBreach() {
        FeatureDrift<Customer> monitor =
                drift.reference(plans(50_000, 30_000, 20_000)).window(50_000);
        monitor.onServing(CHAMPION, null);
        observe(monitor, customers("a", 22_000));
        observe(monitor, customers("b", 16_000));
        observe(monitor, customers("c", 12_000));

        Finding finding = monitor.evaluate(START).get(0);

        // stats.chi2_contingency([[50000, 30000, 20000], [22000, 16000, 12000]], correction=False).pvalue
        assertThat(finding.summary()).contains("PSI 0.016", "p 9.7e-119");
        assertThat(finding.status()).isEqualTo(Status.OK);
    }

    @Test
    void evaluate_tooFewInputs_saysSo() {
        serve(drift, Customer.profile());
        observe(drift, Customer.usual(99, 2));

        assertThat(drift.evaluate(START))
                .hasSize(3)
                .allMatch(finding -> finding.status() == Status.INSUFFICIENT_DATA)
                .allMatch(finding -> finding.summary().contains("99 of the 100 inputs"));
    }

    @Test
    void evaluate_noReference_saysHowToGiveOne() {
        drift.onServing(CHAMPION, null);
        observe(drift, Customer.usual(500, 2));

        assertThat(drift.evaluate(START))
                .hasSize(3)
                .allMatch(finding -> finding.status() == Status.INSUFFICIENT_DATA)
                .allMatch(finding -> finding.summary().contains("register the version with a profile"));
    }

    @Test
    void evaluate_afterTheWindowPassed_forgetsTheOldInputs() {
        serve(drift, Customer.profile());
        observe(drift, changed(customer -> new Customer(500, 500, "x")));
        observe(drift, Customer.usual(500, 3));

        assertThat(breached(drift.evaluate(START))).isEmpty();
    }

    @Test
    void onPrediction_challengerAndFailure_count() {
        serve(drift, Customer.profile());
        for (Customer customer : Customer.usual(60, 2)) {
            drift.onPrediction(answer(version(2), Role.CHALLENGER, 1, customer, 1.0));
            drift.onPrediction(failure(CHAMPION, Role.CHAMPION, 1, customer));
        }

        assertThat(drift.evaluate(START)).allMatch(finding -> finding.samples() == 120);
    }

    @Test
    void onPrediction_shadow_doesNotCount() {
        serve(drift, Customer.profile());
        for (Customer customer : Customer.usual(200, 2)) {
            drift.onPrediction(answer(version(2), Role.SHADOW, 1, customer, 1.0));
        }

        assertThat(drift.evaluate(START)).allMatch(finding -> finding.samples() == 0);
    }

    @Test
    void onServing_sameVersionAgain_keepsTheWindow() {
        serve(drift, Customer.profile());
        observe(drift, Customer.usual(200, 2));

        serve(drift, Customer.profile());

        assertThat(drift.evaluate(START)).allMatch(finding -> finding.samples() == 200);
    }

    /** No feature changes; the effect is ignored, so that only the corrected test stands between noise and alarm. */
    @Test
    void evaluate_tenFeaturesWithoutDrift_raisesFalseAlarmsAtTheStatedRate() {
        int trials = 600;
        int features = 10;
        double alpha = 0.05;
        SplittableRandom random = new SplittableRandom(20_040_101);
        Features.Builder<double[]> columns = Features.builder();
        for (int column = 0; column < features; column++) {
            int index = column;
            columns.numeric("feature " + column, row -> row[index]);
        }
        Features<double[]> ten = columns.build();
        int alarms = 0;
        for (int trial = 0; trial < trials; trial++) {
            FeatureDrift<double[]> monitor =
                    featureDrift(ten).threshold(0).alpha(alpha).window(300);
            monitor.onServing(CHAMPION, Profiler.of(ten).profile(gaussians(random, 500, features)));
            gaussians(random, 300, features).forEach(row -> monitor.onPrediction(answer(CHAMPION, 1, row, 1.0)));
            alarms += breached(monitor.evaluate(START)).isEmpty() ? 0 : 1;
        }

        // When nothing changed, the false discovery rate is the chance of any alarm: 0.05 +- 3 standard errors of
        // 0.0089.
        assertThat((double) alarms / trials).isBetween(0.023, 0.077);
    }

    @Test
    void window_smallerThanMinSamples_lowersThem() {
        FeatureDrift<Customer> monitor = drift.window(50);
        serve(monitor, Customer.profile());
        observe(monitor, Customer.usual(50, 2));

        assertThat(monitor.evaluate(START)).allMatch(finding -> finding.status() == Status.OK);
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatThrownBy(() -> drift.window(0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> drift.minSamples(501)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> drift.threshold(Double.NaN)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> drift.alpha(1)).isInstanceOf(InvalidInputException.class);
    }

    private static List<double[]> gaussians(SplittableRandom random, int rows, int columns) {
        return IntStream.range(0, rows)
                .mapToObj(row -> DoubleStream.generate(random::nextGaussian)
                        .limit(columns)
                        .toArray())
                .toList();
    }

    private static void serve(FeatureDrift<?> monitor, Profile trainedOn) {
        monitor.onServing(CHAMPION, trainedOn);
    }

    private static void observe(FeatureDrift<Customer> monitor, List<Customer> customers) {
        customers.forEach(customer -> monitor.onPrediction(answer(CHAMPION, 1, customer, 1.0)));
    }

    private static List<Customer> changed(Function<Customer, Customer> change) {
        return Customer.usual(500, 2).stream().map(change).toList();
    }

    private static List<Customer> everyOther(Function<Customer, Customer> change) {
        List<Customer> usual = Customer.usual(500, 2);
        return IntStream.range(0, usual.size())
                .mapToObj(index -> index % 2 == 0 ? usual.get(index) : change.apply(usual.get(index)))
                .toList();
    }

    private static List<Customer> customers(String plan, int number) {
        return Collections.nCopies(number, new Customer(1, 1, plan));
    }

    private static Profile plans(long a, long b, long c) {
        return new Profile(
                a + b + c,
                List.of(new FeatureProfile.Categorical("plan", List.of("a", "b", "c"), List.of(a, b, c, 0L, 0L))));
    }

    private static List<String> breached(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.status() == Status.BREACHED)
                .map(Finding::subject)
                .collect(Collectors.toList());
    }
}
