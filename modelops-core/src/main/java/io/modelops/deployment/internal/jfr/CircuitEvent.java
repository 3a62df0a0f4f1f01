package io.modelops.deployment.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** The circuit of a version opened, closed, or is being tried. */
@Name("io.modelops.Circuit")
@Label("Circuit Breaker")
@Description("The circuit of a version opened, closed, or is being tried.")
@Category({"ModelOps", "Deployment"})
@StackTrace(false)
final class CircuitEvent extends VersionEvent {
    @Label("State")
    @Nullable
    String state;

    @Label("Reason")
    @Nullable
    String reason;
}
