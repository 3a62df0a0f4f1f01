package io.modelops.monitoring.sink;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A monitor raised an alert, or something became of one. */
@Name("io.modelops.Alert")
@Label("Alert")
@Description("A monitor raised an alert, or something became of one.")
@Category({"ModelOps", "Monitoring"})
@StackTrace(false)
final class AlertEvent extends Event {
    @Label("What Happened")
    @Nullable
    String what;

    @Label("Alert Id")
    @Nullable
    String id;

    @Label("Model")
    @Nullable
    String model;

    @Label("Version")
    int version;

    @Label("Monitor")
    @Nullable
    String monitor;

    @Label("Subject")
    @Nullable
    String subject;

    @Label("Severity")
    @Nullable
    String severity;

    @Label("Value")
    double value;

    @Label("Threshold")
    double threshold;

    @Label("Summary")
    @Nullable
    String summary;

    @Label("By")
    @Nullable
    String by;

    @Label("Note")
    @Nullable
    String note;
}
