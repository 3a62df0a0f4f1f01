package io.modelops.monitoring.fleet;

import io.modelops.model.Alert;
import io.modelops.monitoring.AlertPolicy;
import io.modelops.spi.Observation;
import io.modelops.spi.SummaryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One process of a fleet, as far as watching goes. */
final class Node {
    static final Duration GRACE = Duration.ofMinutes(2);

    final FleetPublisher<Visits.Visit, Double> publisher;
    final FleetMonitoring monitoring;
    final List<Alert> delivered = new ArrayList<>();

    Node(String name, SummaryStore store) {
        this(name, store, alert -> {});
    }

    Node(String name, SummaryStore store, Consumer<Alert> listener) {
        publisher = FleetPublisher.<Visits.Visit, Double>builder(Summaries.MODEL, store, name)
                .features(Visits.FEATURES)
                .scores(score -> score)
                .build();
        publisher.onServing(Visits.VERSION, Visits.trainedOn());
        monitoring = FleetMonitoring.builder(Summaries.MODEL, store)
                .node(name)
                .grace(GRACE)
                .policy(AlertPolicy.builder().persistence(2, 3).build())
                .references(version -> Optional.of(Visits.trainedOn()))
                .onAlert(alert -> {
                    listener.accept(alert);
                    delivered.add(alert);
                })
                .build();
    }

    /** Serves the predictions of a stretch whose numbers have that remainder. */
    Node serve(int from, int to, int nodes, int remainder) {
        for (int number = from; number < to; number++) {
            if (number % nodes == remainder) {
                Observation<Visits.Visit, Double> prediction = Visits.prediction(number);
                publisher.onPrediction(prediction);
                publisher.onLabel(Visits.labelled(prediction));
            }
        }
        return this;
    }

    static Instant second(long number) {
        return Visits.START.plusSeconds(number);
    }
}
