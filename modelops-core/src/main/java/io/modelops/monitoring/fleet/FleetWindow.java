package io.modelops.monitoring.fleet;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelRef;
import io.modelops.model.Profile;
import io.modelops.spi.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What all nodes of a fleet saw during a window, added up.
 *
 * @param from when the window begins
 * @param to when it ends
 * @param traffic one summary for each version and role, by version and role
 * @param nodes how far each node is that reported, or that was expected to because it did shortly before
 * @param late how many observations came too late to belong to any window
 * @param damaged how many reports were left out because they could not be read
 * @param unmerged how many profiles of inputs were left out because they have other features or bins than most
 */
public record FleetWindow(
        Instant from,
        Instant to,
        List<TrafficSummary> traffic,
        SortedMap<String, NodeState> nodes,
        long late,
        int damaged,
        int unmerged) {
    /** How far a node is with a window. */
    public enum NodeState {
        /** All that it saw is here. */
        COMPLETE,
        /** Some of what it saw is here: the window is not over for it, or it died. */
        PARTIAL,
        /** Nothing is here, although it reported shortly before. */
        MISSING
    }

    private record Key(ModelRef.Numbered version, Role role) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.<Key>comparingInt(key -> key.version.number()).thenComparing(Key::role);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private static final Profile NO_INPUTS = new Profile(0, List.of());

    /**
     * Copies and keeps the parts.
     *
     * @param from when the window begins
     * @param to when it ends
     * @param traffic one summary for each version and role
     * @param nodes how far each node is
     * @param late how many observations came too late
     * @param damaged how many reports were left out
     * @param unmerged how many profiles were left out
     */
    public FleetWindow {
        traffic = List.copyOf(traffic);
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    }

    /** @param expected the nodes that are waited for */
    static FleetWindow of(Instant from, Instant to, Collection<NodeReport> reports, Set<String> expected, int damaged) {
        SortedMap<String, NodeState> nodes = new TreeMap<>();
        expected.forEach(node -> nodes.put(node, NodeState.MISSING));
        Map<Key, List<TrafficSummary>> parts = new TreeMap<>();
        long late = 0;
        for (NodeReport report : reports) {
            // A node that was started anew has several reports, and the first may lack what it saw just before it died.
            NodeState state = report.complete() ? NodeState.COMPLETE : NodeState.PARTIAL;
            nodes.merge(
                    report.node(),
                    state,
                    (one, other) -> one == NodeState.PARTIAL || other == NodeState.PARTIAL ? NodeState.PARTIAL : state);
            late += report.late();
            for (TrafficSummary summary : report.traffic()) {
                parts.computeIfAbsent(new Key(summary.version(), summary.role()), key -> new ArrayList<>())
                        .add(summary);
            }
        }
        List<TrafficSummary> traffic = new ArrayList<>();
        int unmerged = 0;
        for (List<TrafficSummary> summaries : parts.values()) {
            TrafficSummary all = summaries.get(0).withInputs(NO_INPUTS);
            Profile inputs = NO_INPUTS;
            for (int part = 0; part < summaries.size(); part++) {
                TrafficSummary summary = summaries.get(part);
                try {
                    inputs = inputs.merge(summary.inputs());
                } catch (InvalidInputException otherBins) {
                    unmerged++;
                }
                all = part == 0 ? all : all.mergeBut(summary, NO_INPUTS);
            }
            traffic.add(all.withInputs(inputs));
        }
        return new FleetWindow(from, to, traffic, nodes, late, damaged, unmerged);
    }

    /**
     * Whether all that was seen is in the summaries, as far as anybody knows.
     *
     * @return true if no node is missing or partial
     */
    public boolean isComplete() {
        return nodes.values().stream().allMatch(state -> state == NodeState.COMPLETE);
    }

    /**
     * The nodes that are that far.
     *
     * @param state how far
     * @return their names in order
     */
    public List<String> nodes(NodeState state) {
        return nodes.keySet().stream().filter(node -> nodes.get(node) == state).toList();
    }

    /**
     * What a version did in one capacity.
     *
     * @param version the version
     * @param role the capacity
     * @return its summary, or empty if it did nothing
     */
    public Optional<TrafficSummary> find(ModelRef.Numbered version, Role role) {
        return traffic.stream()
                .filter(summary -> summary.version().equals(version) && summary.role() == role)
                .findFirst();
    }

    /**
     * What the champion did; of several that were champions in turn, the one with the most predictions.
     *
     * @return its summary, or empty if no champion answered
     */
    public Optional<TrafficSummary> champion() {
        return traffic.stream()
                .filter(summary -> summary.role() == Role.CHAMPION)
                .max(Comparator.comparingLong(TrafficSummary::predictions)
                        .thenComparingInt(summary -> summary.version().number()));
    }

    /**
     * Adds the next windows, for a summary of a longer time. A node is complete if it is so in both, and as far as it is in
     * one if the other does not know it.
     *
     * @param other another window
     * @return both, from the earlier begin to the later end
     */
    public FleetWindow merge(FleetWindow other) {
        Collection<NodeReport> parts = List.of(asReport(), other.asReport());
        FleetWindow both = of(
                from.isBefore(other.from) ? from : other.from,
                to.isAfter(other.to) ? to : other.to,
                parts,
                Set.of(),
                damaged + other.damaged);
        SortedMap<String, NodeState> states = new TreeMap<>(nodes);
        other.nodes.forEach(
                (node, state) -> states.merge(node, state, (one, two) -> one == two ? one : NodeState.PARTIAL));
        return new FleetWindow(
                both.from,
                both.to,
                both.traffic,
                states,
                both.late,
                both.damaged,
                both.unmerged + unmerged + other.unmerged);
    }

    private NodeReport asReport() {
        return new NodeReport("", from, to, true, false, late, traffic);
    }
}
