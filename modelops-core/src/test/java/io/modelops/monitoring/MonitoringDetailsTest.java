package io.modelops.monitoring;

import static io.modelops.monitoring.Monitors.featureDrift;
import static io.modelops.monitoring.Monitors.predictionDrift;
import static io.modelops.spi.Observed.MODEL;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.Actor;
import io.modelops.monitoring.ComparedFeature.Status;
import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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

    @Test
    void report_inputs_areMeasuredAndJudgedAsTheFindingsAre() {
        MonitorHost<Customer, Double> host = host(featureDrift(Customer.FEATURES)
                .effect(EffectSize.KOLMOGOROV_SMIRNOV)
                .threshold(0.05));
        int id = 0;
        for (Customer customer : Customer.usual(400, 3)) {
            host.onPrediction(answer(version(7), ++id, customer, 1.0));
        }
        host.evaluate(START);

        MonitoringReport report = host.report(START);
        ComparisonReport inputs = Objects.requireNonNull(report.details().inputs());

        assertThat(inputs.measure()).isEqualTo(EffectSize.KOLMOGOROV_SMIRNOV);
        assertThat(inputs.threshold()).isEqualTo(0.05);
        assertThat(inputs.reference()).isEqualTo("training data");
        assertThat(report.readings().stream()
                        .filter(reading -> reading.monitor().equals("feature-drift"))
                        .map(Reading::finding))
                .hasSize(3)
                .allSatisfy(finding -> {
                    ComparedFeature shown = inputs.features().stream()
                            .filter(feature -> feature.name().equals(finding.subject()))
                            .findFirst()
                            .orElseThrow();
                    assertThat(shown.effect()).isCloseTo(finding.value(), within(1e-12));
                    assertThat(shown.status() == Status.DRIFTED).isEqualTo(finding.status() == Finding.Status.BREACHED);
                });
    }

    @Test
    void report_predictionDrift_showsTheAnswersBesideTheirReference() {
        MonitorHost<Customer, Double> host = MonitorHost.<Customer, Double>builder(MODEL)
                .monitor(predictionDrift((Double answer) -> answer)
                        .learnFrom(200)
                        .window(200))
                .build();
        host.onServing(version(7), null);
        Customer anyone = Customer.usual(1, 2).get(0);
        for (int id = 1; id <= 200; id++) {
            host.onPrediction(answer(version(7), id, anyone, id / 200.0));
        }
        host.evaluate(START);
        assertThat(host.report(START).details().answers()).isEmpty();
        for (int id = 201; id <= 400; id++) {
            host.onPrediction(answer(version(7), id, anyone, 0.5 + (id - 200) / 400.0));
        }
        host.evaluate(START);

        MonitoringReport report = host.report(START);

        assertThat(report.details().answers()).singleElement().satisfies(answers -> {
            assertThat(answers.reference()).isEqualTo("first 200 answers");
            assertThat(answers.features()).singleElement().satisfies(shown -> {
                assertThat(shown.name()).isEqualTo("prediction");
                assertThat(shown.status()).isEqualTo(Status.DRIFTED);
                assertThat(shown.effect())
                        .isEqualTo(report.readings().get(0).finding().value());
            });
        });
        assertThat(report.toHtml()).contains("What the model answers: prediction");
    }

    @Test
    void report_versions_areTheOnesThatServedInOrder() {
        MonitorHost<Customer, Double> host = host(featureDrift(Customer.FEATURES));
        host.onServing(version(7), null);
        host.onServing(version(8), null);
        host.onServing(version(7), null);

        assertThat(host.report(START).details().versions())
                .extracting(served -> served.version().number())
                .containsExactly(7, 8, 7);
    }

    @Test
    void add_moreVersionsThanAreKept_forgetsTheEarliest() {
        ServedVersions served = new ServedVersions();
        for (int number = 1; number <= 500; number++) {
            served.add(START, version(number).ref());
        }

        assertThat(served.all()).hasSize(200);
        assertThat(served.all().get(199).version().number()).isEqualTo(500);
    }
}
