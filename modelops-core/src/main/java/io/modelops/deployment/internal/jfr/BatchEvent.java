package io.modelops.deployment.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Several requests were answered by one call of the engine. Off unless enabled. */
@Name("io.modelops.Batch")
@Label("Batch")
@Description("Several requests were answered by one call of the engine. Off unless enabled.")
@Category({"ModelOps", "Deployment"})
@StackTrace(false)
@Enabled(false)
final class BatchEvent extends VersionEvent {
    @Label("Size")
    int size;
}
