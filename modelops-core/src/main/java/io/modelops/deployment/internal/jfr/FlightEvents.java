package io.modelops.deployment.internal.jfr;

import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import org.jspecify.annotations.Nullable;

/** Begins and commits events. Loaded only where there is a Flight Recorder. */
final class FlightEvents {
    Span loading(ModelVersion version) {
        return begin(new LoadEvent(), version);
    }

    Span warmingUp(ModelVersion version) {
        return begin(new WarmUpEvent(), version);
    }

    Span draining(ModelVersion version) {
        return begin(new DrainEvent(), version);
    }

    Span predicting(ModelVersion version) {
        return begin(new PredictEvent(), version);
    }

    Span batching(String version, int size) {
        BatchEvent event = new BatchEvent();
        if (!event.isEnabled()) {
            return Span.UNRECORDED;
        }
        event.size = size;
        event.about(ModelRef.Numbered.parse(version));
        event.begin();
        return event;
    }

    void swapped(ModelVersion version, @Nullable ModelVersion replaced) {
        SwapEvent event = new SwapEvent();
        event.replaced = replaced == null ? 0 : replaced.number();
        begin(event, version).ended(null);
    }

    void stepped(ModelVersion challenger, String step, double weight) {
        RolloutStepEvent event = new RolloutStepEvent();
        event.step = step;
        event.weight = weight;
        begin(event, challenger).ended(null);
    }

    void circuit(ModelVersion version, String state, String reason) {
        CircuitEvent event = new CircuitEvent();
        event.state = state;
        event.reason = reason;
        begin(event, version).ended(null);
    }

    private static Span begin(VersionEvent event, ModelVersion version) {
        if (!event.isEnabled()) {
            return Span.UNRECORDED;
        }
        event.about(version.ref());
        event.begin();
        return event;
    }
}
