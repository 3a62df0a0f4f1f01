package io.modelops.monitoring;

import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.labelled;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.calibrate.CalibrateRun;
import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionId;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import io.modelops.spi.Observed;
import io.modelops.spi.Role;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes in, a monitor takes no more memory than it says that it does, and that is bounded. */
class RetainedMemoryTest {
    private static final ModelVersion VERSION = version(1, Map.of("meanAbsoluteError", 0.2));
    private static final double[] ODD = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, Double.MAX_VALUE, Double.MIN_VALUE, 1e300
    };
    private static final long BYTES_OF_A_GROUP = 400;
    private static final String LONG = "x".repeat(3_000);

    static Stream<Arguments> monitors() {
        return BuiltInMonitors.all().entrySet().stream()
                .map(monitor -> Arguments.of(monitor.getKey(), monitor.getValue()));
    }

    @Tag("calibrate")
    @ParameterizedTest(name = "{0}")
    @MethodSource("monitors")
    void retainedBytes_afterOddInputs_isBoundedAndGrowsNoMore(
            String name, Supplier<Monitor<Customer, Double>> monitor) {
        assertBounded(name, monitor.get(), CalibrateRun.of(10_000, 1_000_000));
    }

    @Test
    void retainedBytes_ofOneFeatureAfterAMillionOddInputs_isBounded() {
        assertBounded("feature drift", Monitors.featureDrift(Customer.FEATURES), 1_000_000);
    }

    @Test
    void status_afterAnEvaluation_tellsTheMemoryOfEachMonitorAndFeature() {
        MonitorHost.Builder<Customer, Double> builder = MonitorHost.builder(Observed.MODEL);
        BuiltInMonitors.all().values().forEach(monitor -> builder.monitor(monitor.get()));
        MonitorHost<Customer, Double> host = builder.build();
        host.onServing(VERSION, Customer.profile());
        for (int id = 0; id < 1_000; id++) {
            Observation<Customer, Double> odd = odd(id);
            host.onPrediction(odd);
            host.onLabel(labelled(odd, 1.0));
        }
        assertThat(host.status().get(0).retainedBytes()).isEqualTo(-1);
        host.evaluate(START.plusSeconds(1_000));

        assertThat(host.status())
                .filteredOn(status -> !status.name().startsWith("alert-"))
                .allSatisfy(status -> assertThat(status.retainedBytes()).isBetween(0L, 1L << 20));
        assertThat(host.status())
                .filteredOn(status -> status.name().equals("feature-drift"))
                .singleElement()
                .satisfies(status -> {
                    assertThat(status.retainedBytesByFeature()).containsOnlyKeys("spend", "visits", "plan");
                    assertThat(status.retainedBytesByFeature().values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum())
                            .isCloseTo(status.retainedBytes(), org.assertj.core.api.Assertions.withinPercentage(20));
                });
    }

    private static void assertBounded(String name, Monitor<? super Customer, ? super Double> raw, int inputs) {
        @SuppressWarnings("unchecked") // a monitor only reads observations
        Monitor<Customer, Double> monitor = (Monitor<Customer, Double>) raw;
        monitor.onServing(VERSION, Customer.profile());
        long half = 0;
        for (int id = 0; id < inputs; id++) {
            Observation<Customer, Double> odd = odd(id);
            monitor.onPrediction(odd);
            monitor.onLabel(labelled(odd, (double) (id % 2)));
            if (id % (inputs / 4) == 0) {
                monitor.evaluate(odd.at());
            }
            half = id == inputs / 2 ? ((MemorySource) monitor).retainedBytes() : half;
        }
        long whole = ((MemorySource) monitor).retainedBytes();

        // Fairness keeps a hundred periods, those that lap over a little more, of fifty groups and two, with and
        // without outcomes.
        boolean byGroup = name.startsWith("fairness");
        long groups = (LabelledPeriods.KEPT + 4L) * 2 * (GroupCounts.MOST_GROUPS + 2) * BYTES_OF_A_GROUP;
        assertThat(whole).as("%s", name).isBetween(0L, byGroup ? groups : 600_000L);
        // Windows are not always as full; what counts time grows up to its limit.
        long limit = name.equals("throughput") ? 24L * 4_032 : byGroup ? groups : half + half / 4 + 10_000;
        assertThat(whole).as("%s after half of it took %s", name, half).isLessThanOrEqualTo(limit);
        assertThat(monitor.state().map(state -> state.length).orElse(0)).isLessThanOrEqualTo(MonitorState.LARGEST);
    }

    /** Each in a category of its own, many of them long. */
    private static Observation<Customer, Double> odd(int id) {
        double number = id % 3 == 0 ? ODD[id % ODD.length] : id;
        String plan = id % 11 == 0 ? null : id % 50 == 1 ? LONG + id : "plan " + id;
        double score = id % 7 == 0 ? ODD[id % ODD.length] : (id % 100) / 100.0;
        return new Observation<>(
                new PredictionId(1, id),
                START.plusMillis(id * 100L),
                VERSION,
                Role.CHAMPION,
                new Customer(number, id % 5 == 0 ? Double.NaN : -number, plan),
                score,
                null,
                id % 13 == 0 ? Long.MAX_VALUE : id);
    }
}
