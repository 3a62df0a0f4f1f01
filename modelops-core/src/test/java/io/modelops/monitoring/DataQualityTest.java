package io.modelops.monitoring;

import static io.modelops.monitoring.Monitors.dataQuality;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.constraint.Constraints;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.spi.Monitor;
import io.modelops.spi.MonitorContract;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DataQualityTest {
    private static final ModelVersion CHAMPION = version(1);

    private final DataQuality<Customer> quality = dataQuality(Customer.FEATURES);

    @Nested
    class Contract extends MonitorContract<Customer, Double> {
        @Override
        protected Monitor<Customer, Object> create() {
            return dataQuality(Customer.FEATURES).require(Constraints.parse("spend >= 0; plan in (\"plan 0\")"));
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
                    new Customer(-0.0, Double.MIN_VALUE, "x".repeat(100_000)));
        }

        @Override
        protected List<Double> extremeOutputs() {
            return List.of(Double.NaN, Double.NEGATIVE_INFINITY);
        }
    }

    @Test
    void evaluate_dataLikeTheTrainingData_isFitForTheModel() {
        serve(quality);
        observe(quality, Customer.usual(500, 2));

        assertThat(quality.evaluate(START)).extracting(Finding::subject).containsExactly("spend", "visits", "plan");
        assertThat(quality.evaluate(START)).allSatisfy(finding -> {
            assertThat(finding.status()).as(finding.summary()).isEqualTo(Status.OK);
            assertThat(finding.severity()).isEqualTo(Severity.INFO);
        });
    }

    @Test
    void evaluate_burstOfMissingValues_isABreachOfThatFeature() {
        serve(quality);
        observe(quality, with(40, new Customer(Double.NaN, 3, "plan 1")));

        Finding spend = quality.evaluate(START).get(0);

        assertThat(spend.status()).isEqualTo(Status.BREACHED);
        assertThat(spend.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(spend.value()).isEqualTo(0.08);
        assertThat(spend.threshold()).isEqualTo(0.01);
        assertThat(spend.summary())
                .startsWith("spend: missing 8.0 % (limit 1.0 %)")
                .endsWith("over 500 inputs");
    }

    @Test
    void evaluate_categoriesThatTrainingNeverHad_areABreach() {
        serve(quality);
        observe(quality, with(25, new Customer(100, 3, "platinum")));

        Finding plan = quality.evaluate(START).get(2);

        assertThat(plan.status()).isEqualTo(Status.BREACHED);
        assertThat(plan.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(plan.summary()).startsWith("plan: unseen 5.0 % (limit 1.0 %)");
    }

    @Test
    void evaluate_shareAboveTheLimitThatMayBeChance_isNoBreach() {
        serve(quality);
        // 2 %, of which the 99.9 % interval begins below 1 %.
        observe(quality, with(10, new Customer(100, 3, "platinum")));

        assertThat(quality.evaluate(START).get(2).status()).isEqualTo(Status.OK);
        assertThat(quality.evaluate(START).get(2).value()).isEqualTo(0.02);
    }

    @Test
    void evaluate_ownRule_isAFindingOfItsOwn() {
        DataQuality<Customer> strict = quality.require(Constraints.parse("spend between 0 and 1000; rows >= 10"));
        serve(strict);
        observe(strict, with(1, new Customer(5_000, 3, "plan 1")));

        Finding broken = strict.evaluate(START).get(0);

        assertThat(broken.subject()).isEqualTo("spend between 0 and 1000");
        assertThat(broken.status()).isEqualTo(Status.BREACHED);
        assertThat(broken.summary()).contains("measured 99.8%", "over 500 values");
        assertThat(strict.evaluate(START).get(1).status()).isEqualTo(Status.OK);
    }

    @Test
    void evaluate_tooFewInputs_saysHowManyAreNeeded() {
        serve(quality);
        observe(quality, Customer.usual(99, 2));

        assertThat(quality.evaluate(START)).allSatisfy(finding -> {
            assertThat(finding.status()).isEqualTo(Status.INSUFFICIENT_DATA);
            assertThat(finding.summary()).contains("99 of the 100 inputs that are needed");
        });
    }

    @Test
    void evaluate_over300WindowsWithoutChange_hardlyEverFindsABreach() {
        serve(quality);
        long breaches = IntStream.range(0, 300)
                .peek(seed -> observe(quality, Customer.usual(500, 10 + seed)))
                .filter(seed -> quality.evaluate(START).stream().anyMatch(found -> found.status() == Status.BREACHED))
                .count();

        assertThat(breaches).isZero();
    }

    private static void serve(DataQuality<Customer> monitor) {
        monitor.onServing(CHAMPION, Customer.profile());
    }

    private static void observe(DataQuality<Customer> monitor, List<Customer> inputs) {
        inputs.forEach(input -> monitor.onPrediction(answer(CHAMPION, 1, input, 0.5)));
    }

    /** 500 of which the latest are different. */
    private static List<Customer> with(int different, Customer customer) {
        List<Customer> usual = Customer.usual(500 - different, 2);
        return Stream.concat(usual.stream(), IntStream.range(0, different).mapToObj(index -> customer))
                .toList();
    }
}
