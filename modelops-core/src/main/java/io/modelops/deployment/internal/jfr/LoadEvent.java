package io.modelops.deployment.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A version was verified, loaded and warmed up. */
@Name("io.modelops.Load")
@Label("Model Load")
@Description("A version was verified, loaded and warmed up.")
@Category({"ModelOps", "Deployment"})
@StackTrace(false)
final class LoadEvent extends VersionEvent {}
