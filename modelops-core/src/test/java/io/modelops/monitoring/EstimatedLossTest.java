package io.modelops.monitoring;

import static io.modelops.monitoring.PerformanceMonitors.estimatedLoss;
import static io.modelops.spi.Observed.MODEL;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.labelled;
import static io.modelops.spi.Observed.version;
import static io.modelops.statistics.Metrics.meanAbsoluteError;
import static io.modelops.statistics.Metrics.rocAuc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.monitoring.estimation.InputLossEstimation;
import io.modelops.report.HtmlReports;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.spi.Monitor;
import io.modelops.spi.MonitorContract;
import io.modelops.spi.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EstimatedLossTest {
    private static final ModelVersion CHAMPION = version(1);

    record Trip(double length, String city) {}

    private static final Features<Trip> FEATURES = Features.<Trip>builder()
            .numeric("length", Trip::length)
            .categorical("city", Trip::city)
            .build();

    private final SplittableRandom random = new SplittableRandom(3);
    private final EstimatedLoss<Trip, Double> monitor = create().every(300).learnFrom(500);
    private long id;

    @Nested
    class Contract extends MonitorContract<Trip, Double> {
        @Override
        protected Monitor<Trip, Double> create() {
            return EstimatedLossTest.create().every(100).learnFrom(100);
        }

        @Override
        protected Trip input(int index) {
            return new Trip(index % 13, index % 2 == 0 ? "Graz" : "Linz");
        }

        @Override
        protected Double output(int index) {
            return index % 7 / 7.0;
        }

        @Override
        protected List<Trip> extremeInputs() {
            return List.of(
                    new Trip(Double.NaN, null),
                    new Trip(Double.NEGATIVE_INFINITY, ""),
                    new Trip(Double.MAX_VALUE, "x".repeat(10_000)));
        }

        @Override
        protected List<Double> extremeOutputs() {
            return List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, -0.0);
        }
    }

    @Test
    void evaluate_sameRelation_estimatesWhatComesTrue() {
        monitor.onServing(CHAMPION, null);
        label(traffic(500, 0.5), 1);
        List<Observation<Trip, Double>> unlabelled = traffic(300, 0.5);

        Finding estimate = finding("estimated mae");
        assertThat(estimate.status()).isEqualTo(Status.OK);
        assertThat(estimate.value()).isCloseTo(1.197, within(0.15)); // (1 + 2) / 2 * sqrt(2 / pi)
        assertThat(estimate.summary()).contains("without labels", "no concept drift", "or less");

        label(unlabelled, 1);

        assertThat(finding("realised mae").value()).isCloseTo(estimate.value(), within(0.25));
        assertThat(finding("mae against its estimate").status()).isEqualTo(Status.OK);
        assertThat(monitor.periods(meanAbsoluteError()).get(0).labelled()).isEqualTo(300);
    }

    @Test
    void evaluate_moreOfTheDifficultCity_isBreachedWithoutAnyLabel() {
        monitor.onServing(CHAMPION, null);
        label(traffic(500, 0.5), 1);
        traffic(300, 0);

        Finding estimate = finding("estimated mae");
        assertThat(estimate.status()).isEqualTo(Status.BREACHED);
        assertThat(estimate.value()).isGreaterThan(estimate.threshold()).isCloseTo(1.596, within(0.2));
    }

    @Test
    void evaluate_lossGrew_isBreachedByTheTruth() {
        monitor.onServing(CHAMPION, null);
        label(traffic(500, 0.5), 1);
        label(traffic(300, 0.5), 2);

        assertThat(finding("estimated mae").status()).isEqualTo(Status.OK);
        assertThat(finding("mae against its estimate").status()).isEqualTo(Status.BREACHED);
        assertThat(finding("mae against its estimate").value()).isGreaterThan(0.5);
    }

    @Test
    void restore_whatWasLearnt_estimatesTheSame() {
        monitor.onServing(CHAMPION, null);
        label(traffic(500, 0.5), 1);
        EstimatedLoss<Trip, Double> restarted = create();
        restarted.onServing(CHAMPION, null);
        restarted.restore(monitor.state().orElseThrow());

        InputLossEstimation<Trip> learnt = monitor.estimation().orElseThrow();
        InputLossEstimation<Trip> read = restarted.estimation().orElseThrow();
        for (Trip trip : List.of(new Trip(3, "Graz"), new Trip(Double.NaN, null), new Trip(9, "Rome"))) {
            assertThat(read.expectedLoss(trip, 4)).isEqualTo(learnt.expectedLoss(trip, 4));
        }
        assertThat(read.toBytes())
                .hasValueSatisfying(
                        bytes -> assertThat(bytes).isEqualTo(learnt.toBytes().orElseThrow()));
    }

    @Test
    void restore_damagedBytes_isRefusedWhateverIsWrong() {
        monitor.onServing(CHAMPION, null);
        label(traffic(500, 0.5), 1);
        byte[] whole = monitor.estimation().orElseThrow().toBytes().orElseThrow();
        for (int round = 0; round < 10_000; round++) {
            byte[] damaged = random.nextBoolean() ? whole.clone() : new byte[random.nextInt(whole.length)];
            System.arraycopy(whole, 0, damaged, 0, damaged.length);
            if (damaged.length == whole.length) {
                damaged[random.nextInt(120)] = (byte) random.nextInt();
            }
            try {
                double expected = create().read(damaged).expectedLoss(new Trip(3, "Graz"), 4);
                assertThat(expected).isInstanceOf(Double.class);
            } catch (InvalidInputException expected) {
                assertThat(expected).hasMessageContaining("toBytes");
            }
        }
        assertThatThrownBy(() -> create().read(new byte[0])).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void reference_ofTheVersion_isUsedFromTheFirstPrediction() {
        monitor.onServing(CHAMPION, null);
        label(traffic(500, 0.5), 1);
        byte[] stored = monitor.estimation().orElseThrow().toBytes().orElseThrow();
        EstimatedLoss<Trip, Double> given = monitor.reference(version -> Optional.of(monitor.read(stored)));
        given.onServing(CHAMPION, null);
        for (int row = 0; row < 300; row++) {
            given.onPrediction(answer(CHAMPION, row, trip(0.5), 1.0));
        }

        assertThat(given.evaluate(START).get(0).samples()).isEqualTo(300);
        assertThat(given.state()).isEmpty();
    }

    @Test
    void regressor_withoutBinaryForm_keepsNothing() {
        EstimatedLoss<Trip, Double> mean = monitor.regressor((rows, losses) -> row -> 7);
        mean.onServing(CHAMPION, null);
        for (Observation<Trip, Double> prediction : traffic(500, 0.5)) {
            mean.onLabel(labelled(prediction, 0.0));
        }

        assertThat(mean.estimation()).isPresent();
        assertThat(mean.state()).isEmpty();
        assertThatThrownBy(() -> monitor.regressor((rows, losses) -> row -> 7).restore(monitorState()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no binary form");
    }

    @Test
    void estimatedLoss_metricThatIsNoMean_isRefused() {
        assertThatThrownBy(() -> estimatedLoss(rocAuc(), Double::doubleValue, FEATURES))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("mean of row values");
    }

    @Test
    void details_periods_areTheTrendOfBoth() {
        monitor.onServing(CHAMPION, null);
        label(traffic(500, 0.5), 1);
        label(traffic(300, 0.5), 1);
        traffic(300, 0);

        PerformanceTrend trend = monitor.details(START).performance().get(0);

        assertThat(trend.higherIsBetter()).isFalse();
        assertThat(trend.realised()).hasSize(1);
        assertThat(trend.breaches(trend.estimated().get(0))).isFalse();
        assertThat(trend.breaches(trend.estimated().get(1))).isTrue();
        MonitoringReport report = new MonitoringReport(
                        MODEL, null, START, START.plusSeconds(id), List.of(), List.of(), List.of(), Map.of())
                .with(monitor.details(START));
        assertThat(new HtmlReports().html(report))
                .contains("mae, lower is better", "estimated without labels", "measured on labels");
    }

    private static EstimatedLoss<Trip, Double> create() {
        return estimatedLoss(meanAbsoluteError(), Double::doubleValue, FEATURES);
    }

    private byte[] monitorState() {
        monitor.onServing(CHAMPION, null);
        label(traffic(500, 0.5), 1);
        return monitor.state().orElseThrow();
    }

    private Trip trip(double easy) {
        return new Trip(10 * random.nextDouble(), random.nextDouble() < easy ? "Graz" : "Linz");
    }

    private List<Observation<Trip, Double>> traffic(int rows, double easy) {
        List<Observation<Trip, Double>> made = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            Trip trip = trip(easy);
            Observation<Trip, Double> prediction = answer(CHAMPION, ++id, trip, trip.length);
            monitor.onPrediction(prediction);
            made.add(prediction);
        }
        return made;
    }

    /** Errors are normal, of standard deviation 1 in Graz and 2 in Linz. */
    private void label(List<Observation<Trip, Double>> predictions, double noise) {
        for (Observation<Trip, Double> prediction : predictions) {
            double deviation = prediction.input().city.equals("Graz") ? 1 : 2;
            monitor.onLabel(labelled(prediction, prediction.output() + noise * deviation * random.nextGaussian()));
        }
    }

    private Finding finding(String subject) {
        return monitor.evaluate(START).stream()
                .filter(finding -> finding.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }
}
