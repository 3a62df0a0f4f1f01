package io.modelops.deployment.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A version answered typical inputs before it served. */
@Name("io.modelops.WarmUp")
@Label("Model Warm-Up")
@Description("A version answered typical inputs before it served.")
@Category({"ModelOps", "Deployment"})
@StackTrace(false)
final class WarmUpEvent extends VersionEvent {}
