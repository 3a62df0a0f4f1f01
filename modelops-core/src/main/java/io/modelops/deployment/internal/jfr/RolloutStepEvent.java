package io.modelops.deployment.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A challenger got another share of the requests. */
@Name("io.modelops.RolloutStep")
@Label("Rollout Step")
@Description("A challenger got another share of the requests.")
@Category({"ModelOps", "Deployment"})
@StackTrace(false)
final class RolloutStepEvent extends VersionEvent {
    @Label("Weight")
    double weight;

    @Label("Step")
    @Nullable
    String step;
}
