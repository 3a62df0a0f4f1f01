package io.modelops.deployment.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A version was replaced, and closed after its last request. */
@Name("io.modelops.Drain")
@Label("Model Drain")
@Description("A version was replaced, and closed after its last request.")
@Category({"ModelOps", "Deployment"})
@StackTrace(false)
final class DrainEvent extends VersionEvent {}
