package io.modelops.monitoring.fleet;

import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.monitoring.fleet.FleetWindow.NodeState;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether all nodes say what they see: one that is silent without having left may be dead. */
record FleetAttendance() implements FleetCheck {
    @Override
    public String name() {
        return "fleet-nodes";
    }

    @Override
    public List<Finding> judge(FleetWindow window, @Nullable TrafficSummary champion, @Nullable Profile trainedOn) {
        List<String> missing = window.nodes(NodeState.MISSING);
        int nodes = window.nodes().size();
        boolean breached = !missing.isEmpty();
        return List.of(new Finding(
                "nodes",
                breached ? Status.BREACHED : Status.OK,
                breached ? Severity.WARNING : Severity.INFO,
                missing.size(),
                0,
                nodes,
                breached
                        ? "nodes: " + missing.size() + " of " + nodes + " report nothing any more: "
                                + String.join(", ", missing)
                        : "nodes: all " + nodes + " report"));
    }
}
