package io.modelops.deployment.internal.jfr;

import io.modelops.model.ModelVersion;
import org.jspecify.annotations.Nullable;

/**
 * Writes to JDK Flight Recorder what deployments do. Where nobody records, or the JDK was put together without the module
 * {@code jdk.jfr}, each method costs a comparison and makes no object that outlives it. No event type is named here: the
 * verifier would look for its superclass, which such a JDK does not have.
 */
public final class Flight {
    private static final @Nullable FlightEvents EVENTS =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent() ? new FlightEvents() : null;

    private Flight() {}

    /** A version begins to be made ready. */
    public static Span loading(ModelVersion version) {
        return EVENTS == null ? Span.UNRECORDED : EVENTS.loading(version);
    }

    /** A version begins to answer typical inputs. */
    public static Span warmingUp(ModelVersion version) {
        return EVENTS == null ? Span.UNRECORDED : EVENTS.warmingUp(version);
    }

    /** A version was replaced and ends its last requests. */
    public static Span draining(ModelVersion version) {
        return EVENTS == null ? Span.UNRECORDED : EVENTS.draining(version);
    }

    /** A version begins to answer a request that is measured. */
    public static Span predicting(ModelVersion version) {
        return EVENTS == null ? Span.UNRECORDED : EVENTS.predicting(version);
    }

    /**
     * A version begins to answer several requests at once.
     *
     * @param version such as {@code churn:3}
     */
    public static Span batching(String version, int size) {
        return EVENTS == null ? Span.UNRECORDED : EVENTS.batching(version, size);
    }

    /** A version became the champion. */
    public static void swapped(ModelVersion version, @Nullable ModelVersion replaced) {
        if (EVENTS != null) {
            EVENTS.swapped(version, replaced);
        }
    }

    /** A challenger got another share of the requests, or its trial ended. */
    public static void stepped(ModelVersion challenger, String step, double weight) {
        if (EVENTS != null) {
            EVENTS.stepped(challenger, step, weight);
        }
    }

    /** A circuit changed its state. */
    public static void circuit(ModelVersion version, String state, String reason) {
        if (EVENTS != null) {
            EVENTS.circuit(version, state, reason);
        }
    }
}
