package io.modelops.monitoring;

import static io.modelops.monitoring.Monitors.summaryDrift;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.calibrate.CalibrateRun;
import io.modelops.calibrate.Claim;
import io.modelops.model.FeatureProfile;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.spi.Monitor;
import io.modelops.spi.MonitorContract;
import io.modelops.spi.Role;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SummaryDriftTest {
    private static final ModelVersion CHAMPION = version(1);
    private static final Features<Double> X =
            Features.<Double>builder().numeric("x", value -> value).build();

    @Nested
    class Contract extends MonitorContract<Customer, Double> {
        @Override
        protected Monitor<Customer, Object> create() {
            return summaryDrift(Customer.FEATURES);
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
                    new Customer(Double.MAX_VALUE, -Double.MAX_VALUE, ""),
                    new Customer(-0.0, Double.MIN_VALUE, "x"));
        }

        @Override
        protected List<Double> extremeOutputs() {
            return List.of(Double.NaN);
        }
    }

    @Test
    void evaluate_sameDistribution_breachesNothing() {
        List<Finding> findings = findings(customer -> customer);

        assertThat(findings).hasSize(7).allMatch(finding -> finding.status() == Status.OK);
        assertThat(findings)
                .extracting(Finding::subject)
                .containsExactlyInAnyOrder(
                        "spend mean",
                        "spend spread",
                        "spend missing",
                        "visits mean",
                        "visits spread",
                        "visits missing",
                        "plan missing");
    }

    @Test
    void evaluate_meanSpreadAndMissing_areToldApart() {
        assertThat(breached(findings(c -> new Customer(c.spend() + 12, c.visits(), c.plan()))))
                .containsExactly("spend mean");
        assertThat(breached(findings(c -> new Customer(100 + 2 * (c.spend() - 100), c.visits(), c.plan()))))
                .containsExactly("spend spread");
        assertThat(breached(findings(c -> new Customer(c.spend(), c.visits() > 8 ? Double.NaN : c.visits(), c.plan()))))
                .containsExactly("visits missing");
        assertThat(breached(findings(c -> new Customer(c.spend(), c.visits(), c.visits() > 8 ? null : c.plan()))))
                .containsExactly("plan missing");
    }

    @Test
    void evaluate_severalMoved_firstLineSaysWhatAndNamesTheRest() {
        List<Finding> findings = findings(c -> new Customer(2 * c.spend(), c.visits(), null));

        assertThat(findings.get(0).summary())
                .startsWith("plan missing: missing 0.0 % → 100.0 % (95 % interval of the difference 99.")
                .endsWith("; then spend mean, spend spread");
        assertThat(findings.get(1).summary())
                .startsWith("spend mean: mean 100.2 → ")
                .contains("limit 0.5, p ");
    }

    @Test
    void reference_champion_judgesTheChallengersTraffic() {
        SummaryDrift<Double> drift =
                summaryDrift(X).window(Window.latest(1_000)).reference(Reference.champion());
        drift.onServing(CHAMPION, null);
        SplittableRandom random = new SplittableRandom(9);
        for (int id = 0; id < 2_400; id++) {
            boolean challenged = id % 2 == 0;
            double x = random.nextGaussian() + (challenged ? 2 : 0);
            drift.onPrediction(
                    challenged
                            ? answer(version(2), Role.CHALLENGER, id, x, 1.0)
                            : answer(CHAMPION, Role.CHAMPION, id, x, 1.0));
            if (id == 99) {
                assertThat(drift.evaluate(START).get(0).status()).isEqualTo(Status.INSUFFICIENT_DATA);
            }
        }

        assertThat(drift.name()).isEqualTo("challenger-summary-drift");
        assertThat(breached(drift.evaluate(START))).containsExactly("x mean");
    }

    @Test
    void evaluate_knownMoments_givesReferenceValues() {
        SummaryDrift<Double> drift = summaryDrift(X).window(Window.latest(200)).minSamples(4);
        Profile reference =
                new Profile(100, List.of(new FeatureProfile.Numeric("x", List.of(), List.of(100L, 0L), 10, 2, 4, 16)));
        drift.onServing(CHAMPION, reference);
        DoubleStream.of(9, 12, 13, 15, 11, 20).forEach(x -> drift.onPrediction(answer(CHAMPION, 1, x, 1.0)));

        List<Finding> findings = drift.evaluate(START);

        // x = [9, 12, 13, 15, 11, 20]
        // stats.ttest_ind_from_stats(10, 2, 100, np.mean(x), np.std(x, ddof=1), 6, equal_var=False).pvalue
        SummaryStatistic mean = SummaryStatistic.mean(
                DriftColumn.of(X, reference).get(0),
                ColumnCounts.of(reference.features().get(0)),
                counts(9, 12, 13, 15, 11, 20),
                1);
        assertThat(mean.pValue()).isCloseTo(0.08631622519117063, within(1e-12));
        assertThat(mean.effect()).isCloseTo(5.0 / 3, within(1e-12));
        assertThat(findings).hasSize(3);
    }

    /** The limits are put aside, so that only the corrected tests stand between noise and alarm. */
    @Test
    void evaluate_noDrift_raisesFalseAlarmsAtTheStatedRate() {
        int trials = CalibrateRun.of(300, 2_000);
        SplittableRandom random = new SplittableRandom(12);
        int alarms = 0;
        for (int trial = 0; trial < trials; trial++) {
            SummaryDrift<Double> drift =
                    summaryDrift(X).limits(0, 1, 0).alpha(0.05).window(Window.latest(300));
            drift.onServing(CHAMPION, Profiler.of(X).profile(skewed(random, 1_000)));
            skewed(random, 300).forEach(x -> drift.onPrediction(answer(CHAMPION, 1, x, 1.0)));
            alarms += breached(drift.evaluate(START)).isEmpty() ? 0 : 1;
        }
        Claim.about("summary-drift-false-alarms", 0.05, 0.5, alarms, trials).check();
    }

    @Test
    void evaluate_nothingToCompare_saysWhy() {
        SummaryDrift<Customer> drift = summaryDrift(Customer.FEATURES);
        assertThat(drift.evaluate(START)).hasSize(1);
        drift.onServing(CHAMPION, null);
        assertThat(drift.evaluate(START).get(0).summary()).contains("register the version with a profile");
        drift.onServing(version(2), Customer.profile());
        assertThat(drift.evaluate(START).get(0).summary()).contains("0 of the 100 inputs that are needed");
        assertThat(drift.retainedBytes()).isPositive();
    }

    @Test
    void settings_outOfRange_areRefused() {
        SummaryDrift<Customer> drift = summaryDrift(Customer.FEATURES);

        assertThatThrownBy(() -> drift.limits(1, 0.9, 0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> drift.alpha(0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> drift.minSamples(1)).isInstanceOf(InvalidInputException.class);
    }

    private static List<Double> skewed(SplittableRandom random, int rows) {
        return IntStream.range(0, rows)
                .mapToObj(row -> random.nextInt(20) == 0 ? Double.NaN : Math.exp(random.nextGaussian() / 2))
                .toList();
    }

    private static ColumnCounts counts(double... values) {
        ColumnCounts counts = new ColumnCounts(2);
        for (double value : values) {
            counts.add(0, value);
        }
        return counts;
    }

    private static List<Finding> findings(UnaryOperator<Customer> change) {
        SummaryDrift<Customer> drift = summaryDrift(Customer.FEATURES);
        drift.onServing(CHAMPION, Customer.profile());
        Customer.usual(500, 2)
                .forEach(customer -> drift.onPrediction(answer(CHAMPION, 1, change.apply(customer), 1.0)));
        return drift.evaluate(START);
    }

    private static List<String> breached(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.status() == Status.BREACHED)
                .map(Finding::subject)
                .toList();
    }
}
