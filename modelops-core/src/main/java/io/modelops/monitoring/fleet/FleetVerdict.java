package io.modelops.monitoring.fleet;

import io.modelops.model.Alert;
import io.modelops.model.ModelRef;
import io.modelops.model.internal.Json;
import io.modelops.monitoring.AlertMemory;
import io.modelops.monitoring.Reading;
import io.modelops.monitoring.fleet.FleetWindow.NodeState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What a fleet agreed on about a window: of all nodes that judged it, the first one's opinion counts.
 *
 * @param from when the window begins
 * @param to when it ends
 * @param at when it was judged
 * @param by the node that judged it
 * @param version the champion that was judged, or null if none answered
 * @param nodes how far each node was then
 * @param findings what was found, by check
 * @param alerts what was to be alerted
 * @param memory what the alert policy remembers after this window
 */
public record FleetVerdict(
        Instant from,
        Instant to,
        Instant at,
        String by,
        ModelRef.@Nullable Numbered version,
        SortedMap<String, NodeState> nodes,
        List<Reading> findings,
        List<Alert> alerts,
        List<AlertMemory> memory) {
    /**
     * Copies and keeps the parts.
     *
     * @param from when the window begins
     * @param to when it ends
     * @param at when it was judged
     * @param by the node that judged it
     * @param version the champion that was judged
     * @param nodes how far each node was then
     * @param findings what was found
     * @param alerts what was to be alerted
     * @param memory what the alert policy remembers
     */
    public FleetVerdict {
        findings = List.copyOf(findings);
        alerts = List.copyOf(alerts);
        memory = List.copyOf(memory);
    }

    byte[] toBytes() {
        return Json.MAPPER.writeValueAsBytes(this);
    }

    /** Reads what {@link #toBytes} wrote; empty if it is anything else. */
    static Optional<FleetVerdict> ofBytes(byte[] bytes) {
        try {
            return Optional.ofNullable(Json.MAPPER.readValue(bytes, FleetVerdict.class))
                    .filter(FleetVerdict::isWhole);
        } catch (JacksonException notWrittenByUs) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("ConstantValue") // what was read may lack anything
    private boolean isWhole() {
        return from != null && to != null && at != null && by != null && nodes != null;
    }
}
