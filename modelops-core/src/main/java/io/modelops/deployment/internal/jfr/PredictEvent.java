package io.modelops.deployment.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One measured prediction; of fast models one in 64 is measured. Off unless enabled. */
@Name("io.modelops.Predict")
@Label("Prediction")
@Description("One measured prediction; of fast models one in 64 is measured. Off unless enabled.")
@Category({"ModelOps", "Deployment"})
@StackTrace(false)
@Enabled(false)
final class PredictEvent extends VersionEvent {}
