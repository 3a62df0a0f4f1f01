package io.modelops.monitoring;

import static io.modelops.monitoring.Monitors.featureDrift;
import static io.modelops.spi.Observed.MODEL;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.Actor;
import io.modelops.monitoring.ComparedFeature.Status;
import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MonitoringDetailsTest {
    /** A monitor that finds something and throws when it is to show more. */
    private static final class Secretive implements Monitor<Customer, Double>, DetailSource {
        @Override
        public String name() {
            return "secretive";
        }

        @Override
        public List<Finding> evaluate(Instant now) {
            return List.of(ScriptedMonitor.fine("error", 0.1));
        }

        @Override
        public MonitoringDetails details(Instant now) {
            throw new IllegalStateException("not for you");
        }
    }

    private static MonitorHost<Customer, Double> host(Monitor<Customer, Object> drift) {
        MonitorHost<Customer, Double> host = MonitorHost.<Customer, Double>builder(MODEL)
                .monitor(drift)
                .monitor(new Secretive())
                .onFailure((plugin, thrown) -> {})
                .build();
        host.onServing(version(7), Customer.profile());
        return host;
    }

    @Test
    void report_afterAnEvaluation_showsBothSidesOfTheInputs() {
        MonitorHost<Customer, Double> host = host(featureDrift(Customer.FEATURES));
        int id = 0;
        for (Customer customer : Customer.usual(400, 2)) {
            host.onPrediction(answer(version(7), ++id, customer, 1.0));
        }
        host.evaluate(START);

        ComparisonReport inputs = host.report(START).details().inputs();

        assertThat(inputs).isNotNull();
        assertThat(inputs.currentRows()).isEqualTo(400);
        assertThat(inputs.referenceRows()).isEqualTo(Customer.profile().rows());
        assertThat(inputs.features())
                .hasSize(3)
                .allSatisfy(feature -> assertThat(feature.status()).isEqualTo(Status.STABLE));
        assertThat(host.report(START).toHtml()).contains("Ranges as numbers");
    }

    @Test
    void report_monitorThatThrowsOnDetails_keepsItsFindings() {
        MonitorHost<Customer, Double> host = host(featureDrift(Customer.FEATURES));
        host.evaluate(START);

        MonitoringReport report = host.report(START);

        assertThat(report.failures()).containsEntry("secretive", 1L);
        assertThat(report.readings())
                .anySatisfy(reading -> assertThat(reading.monitor()).isEqualTo("secretive"));
    }

    @Test
    void report_anotherVersion_forgetsTheDetailsOfTheEarlierOne() {
        MonitorHost<Customer, Double> host = host(featureDrift(Customer.FEATURES));
        host.onPrediction(answer(version(7), 1, Customer.usual(1, 2).get(0), 1.0));
        host.evaluate(START);
        assertThat(host.report(START).details().inputs()).isNotNull();

        host.onServing(version(8), null);

        assertThat(host.report(START).details().inputs()).isNull();
    }

    @Test
    void report_silences_areTold() {
        MonitorHost<Customer, Double> host = host(featureDrift(Customer.FEATURES));
        host.silence("feature-drift", "*", Instant.now().plusSeconds(600), Actor.by("ana"), "load test");

        assertThat(host.report(START).details().silences())
                .singleElement()
                .extracting(Silence::reason)
                .isEqualTo("load test");
    }
}
