package io.modelops.deployment.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A version became the champion. */
@Name("io.modelops.Swap")
@Label("Model Swap")
@Description("A version became the champion.")
@Category({"ModelOps", "Deployment"})
@StackTrace(false)
final class SwapEvent extends VersionEvent {
    @Label("Replaced Version")
    int replaced;
}
