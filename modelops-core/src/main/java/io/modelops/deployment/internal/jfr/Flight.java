package io.modelops.deployment.internal.jfr;

import io.modelops.model.ModelVersion;
import org.jspecify.annotations.Nullable;

/**
 * Writes to JDK Flight Recorder what deployments do. Where nobody records, or the JDK was put together without the module
 * {@code jdk.jfr}, each method costs a comparison and makes no object that outlives it.
 */
public final class Flight {
    private static final boolean PRESENT =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private Flight() {}

    /** A version begins to be made ready. */
    public static Span loading(ModelVersion version) {
        return PRESENT ? begin(new LoadEvent(), version) : Span.UNRECORDED;
    }

    /** A version begins to answer typical inputs. */
    public static Span warmingUp(ModelVersion version) {
        return PRESENT ? begin(new WarmUpEvent(), version) : Span.UNRECORDED;
    }

    /** A version was replaced and ends its last requests. */
    public static Span draining(ModelVersion version) {
        return PRESENT ? begin(new DrainEvent(), version) : Span.UNRECORDED;
    }

    /** A version begins to answer a request that is measured. */
    public static Span predicting(ModelVersion version) {
        return PRESENT ? begin(new PredictEvent(), version) : Span.UNRECORDED;
    }

    /** A version begins to answer several requests at once. */
    public static Span batching(ModelVersion version, int size) {
        if (!PRESENT) {
            return Span.UNRECORDED;
        }
        BatchEvent event = new BatchEvent();
        event.size = size;
        return begin(event, version);
    }

    /** A version became the champion. */
    public static void swapped(ModelVersion version, @Nullable ModelVersion replaced) {
        if (PRESENT) {
            SwapEvent event = new SwapEvent();
            event.replaced = replaced == null ? 0 : replaced.number();
            begin(event, version).ended(null);
        }
    }

    /** A challenger got another share of the requests, or its trial ended. */
    public static void stepped(ModelVersion challenger, String step, double weight) {
        if (PRESENT) {
            RolloutStepEvent event = new RolloutStepEvent();
            event.step = step;
            event.weight = weight;
            begin(event, challenger).ended(null);
        }
    }

    /** A circuit changed its state. */
    public static void circuit(ModelVersion version, String state, String reason) {
        if (PRESENT) {
            CircuitEvent event = new CircuitEvent();
            event.state = state;
            event.reason = reason;
            begin(event, version).ended(null);
        }
    }

    private static Span begin(VersionEvent event, ModelVersion version) {
        if (!event.isEnabled()) {
            return Span.UNRECORDED;
        }
        event.about(version);
        event.begin();
        return event;
    }
}
