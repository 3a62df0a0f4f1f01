package io.modelops.monitoring;

import static io.modelops.monitoring.PerformanceMonitors.fairness;
import static io.modelops.spi.Observed.MODEL;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.labelled;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.calibrate.CalibrateRun;
import io.modelops.calibrate.Claim;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.report.HtmlReports;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.spi.Monitor;
import io.modelops.spi.MonitorContract;
import io.modelops.spi.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FairnessTest {
    private static final ModelVersion CHAMPION = version(1);

    private final SplittableRandom random = new SplittableRandom(6);
    private final Fairness<String, Double> monitor = create();
    private long id;

    @Nested
    class Contract extends MonitorContract<String, Double> {
        @Override
        protected Monitor<String, Double> create() {
            return FairnessTest.create().window(Window.tumbling(100));
        }

        @Override
        protected String input(int index) {
            return index % 2 == 0 ? "male" : "female";
        }

        @Override
        protected Double output(int index) {
            return index % 5 / 5.0;
        }

        @Override
        protected List<String> extremeInputs() {
            return List.of("", "x".repeat(10_000));
        }

        @Override
        protected List<Double> extremeOutputs() {
            return List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, -0.0);
        }
    }

    @BeforeEach
    void serve() {
        monitor.onServing(CHAMPION, null);
    }

    @Test
    void evaluate_groupIsFavouredLess_isBreachedWithoutOutcomes() {
        decide("male", 500, 0.6);
        decide("female", 500, 0.3);

        Finding parity = finding("statisticalParityDifference of female against male");
        assertThat(parity.status()).isEqualTo(Status.BREACHED);
        assertThat(parity.value()).isCloseTo(-0.3, within(0.08));
        assertThat(parity.threshold()).isEqualTo(-0.1);
        assertThat(parity.samples()).isEqualTo(1_000);
        assertThat(finding("disparateImpact of female against male").status()).isEqualTo(Status.BREACHED);
        assertThat(finding("equalOpportunityDifference of female against male").status())
                .isEqualTo(Status.INSUFFICIENT_DATA);
    }

    @Test
    void evaluate_differenceThatMayBeTolerable_isNoBreach() {
        decide("male", 950, 0.5);
        decide("female", 50, 0.3);

        Finding parity = finding("statisticalParityDifference of female against male");
        assertThat(parity.value()).isLessThan(-0.1);
        assertThat(parity.status()).isEqualTo(Status.OK);
    }

    @Test
    void evaluate_fewMembers_areNotJudged() {
        decide("male", 971, 0.9);
        decide("female", 29, 0);

        assertThat(monitor.evaluate(START)).extracting(Finding::status).containsOnly(Status.INSUFFICIENT_DATA);
    }

    @Test
    void evaluate_outcomesThatComeLate_areThoseOfTheirPeriod() {
        List<Observation<String, Double>> decided = new ArrayList<>(decide("male", 500, 0.5));
        decided.addAll(decide("female", 500, 0.5));
        decide("male", 700, 0.5);
        for (Observation<String, Double> decision : decided) {
            boolean right = decision.input().equals("male") || random.nextDouble() < 0.5;
            boolean positive = decision.output() >= 0.5;
            monitor.onLabel(labelled(decision, right == positive ? 1.0 : 0.0));
        }

        Finding opportunity = finding("equalOpportunityDifference of female against male");
        assertThat(opportunity.status()).isEqualTo(Status.BREACHED);
        assertThat(opportunity.value()).isCloseTo(-0.5, within(0.1));
        // half of the favourable decisions about women are wrong, too: recall and false positive rate even out
        assertThat(finding("averageOddsDifference of female against male").value())
                .isCloseTo(0, within(0.1));
        assertThat(finding("statisticalParityDifference of female against male").status())
                .isEqualTo(Status.OK);
    }

    @Test
    void evaluate_severalGroups_eachIsComparedWithTheFavouredOne() {
        decide("male", 400, 0.5);
        decide("female", 300, 0.5);
        decide("other", 300, 0.1);

        assertThat(monitor.evaluate(START)).hasSize(8);
        assertThat(monitor.evaluate(START))
                .filteredOn(finding -> finding.status() == Status.BREACHED)
                .extracting(Finding::subject)
                .containsExactlyInAnyOrder(
                        "statisticalParityDifference of other against male", "disparateImpact of other against male");
    }

    @Test
    void evaluate_endlessGroups_areCountedTogether() {
        for (int member = 0; member < 900; member++) {
            decide("group " + member, 1, 0.5);
        }
        decide("male", 100, 0.5);

        assertThat(monitor.evaluate(START)).hasSize((GroupCounts.MOST_GROUPS + 1) * 4);
        assertThat(finding("statisticalParityDifference of (others) against male")
                        .samples())
                .isEqualTo(950);
    }

    @Test
    @Tag("calibrate")
    void evaluate_noDifference_isSeldomABreachEvenWithoutTolerance() {
        int trials = CalibrateRun.of(300, 10_000);
        int breaches = 0;
        for (int trial = 0; trial < trials; trial++) {
            Fairness<String, Double> strict = create().measures(FairnessMeasure.STATISTICAL_PARITY)
                    .tolerate(FairnessMeasure.STATISTICAL_PARITY, 0, 0)
                    .significance(0.05)
                    .window(Window.tumbling(200));
            strict.onServing(CHAMPION, null);
            for (int row = 0; row < 200; row++) {
                strict.onPrediction(answer(CHAMPION, row, row % 3 == 0 ? "female" : "male", random.nextDouble()));
            }
            breaches += strict.evaluate(START).get(0).status() == Status.BREACHED ? 1 : 0;
        }
        Claim.about("fairness-false-breaches", 0.05, 0.5, breaches, trials).check();
    }

    @Test
    void window_ofTime_countsWhatComesLate() {
        Fairness<String, Double> minutes = create().window(Window.tumbling(Duration.ofMinutes(1)));
        minutes.onServing(CHAMPION, null);
        for (int second = 0; second < 121; second++) {
            minutes.onPrediction(answer(CHAMPION, second, second % 2 == 0 ? "male" : "female", 1.0));
        }
        minutes.onPrediction(answer(CHAMPION, 3, "male", 1.0));

        assertThat(minutes.leftOut()).isEqualTo(1);
        assertThat(minutes.evaluate(START.plusSeconds(121)).stream()
                        .filter(finding -> finding.subject().startsWith("disparateImpact"))
                        .findFirst()
                        .orElseThrow()
                        .samples())
                .isEqualTo(60);
    }

    @Test
    void details_periods_areATrendForEachMeasure() {
        decide("male", 500, 0.6);
        decide("female", 500, 0.3);

        List<PerformanceTrend> trends = monitor.details(START).performance();

        assertThat(trends)
                .extracting(PerformanceTrend::metric)
                .containsExactly(
                        "statisticalParityDifference of female against male",
                        "disparateImpact of female against male",
                        "equalOpportunityDifference of female against male",
                        "averageOddsDifference of female against male");
        PerformanceTrend.Point point = trends.get(0).realised().get(0);
        List<SliceResult> groups = monitor.details(START).slices();
        assertThat(groups).hasSize(2).allMatch(SliceResult::breached);
        assertThat(groups.get(0).metric()).isEqualTo("statisticalParityDifference against male");
        assertThat(groups.get(0).threshold()).isEqualTo(-0.1);
        assertThat(point.low()).isLessThan(point.value());
        assertThat(trends.get(2).realised()).isEmpty();
    }

    @Test
    void details_inAReport_areShownWithTheirIntervals() {
        decide("male", 500, 0.6);
        decide("<b>female</b>", 500, 0.3);
        MonitoringReport report = new MonitoringReport(
                        MODEL, null, START, START.plusSeconds(9), List.of(), List.of(), List.of(), Map.of())
                .with(monitor.details(START));

        String page = new HtmlReports().html(report);
        assertThat(page).contains("by slice, with intervals").doesNotContain("<b>female");
        assertThat(page.contains("statisticalParityDifference")).isTrue();
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatThrownBy(() -> monitor.threshold(Double.NaN)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> monitor.minSamples(9)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> monitor.significance(0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> monitor.tolerate(FairnessMeasure.AVERAGE_ODDS, 0.1, -0.1))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(monitor::measures).isInstanceOf(InvalidInputException.class);
    }

    private static Fairness<String, Double> create() {
        return fairness(sex -> sex, "male", Double::doubleValue);
    }

    private List<Observation<String, Double>> decide(String group, int members, double share) {
        List<Observation<String, Double>> decided = new ArrayList<>();
        for (int member = 0; member < members; member++) {
            Observation<String, Double> decision =
                    answer(CHAMPION, ++id, group, random.nextDouble() < share ? 0.9 : 0.1);
            monitor.onPrediction(decision);
            decided.add(decision);
        }
        return decided;
    }

    private Finding finding(String subject) {
        return monitor.evaluate(START).stream()
                .filter(finding -> finding.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }
}
