package io.modelops.monitoring;

import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A monitor that finds what a test tells it to, and remembers what it was told. */
final class ScriptedMonitor implements Monitor<Object, Object> {
    final List<String> told = new ArrayList<>();
    List<Finding> findings = List.of();

    static Finding breach(String subject) {
        return breach(subject, Severity.WARNING, 2);
    }

    static Finding breach(String subject, Severity severity, double value) {
        return new Finding(subject, Status.BREACHED, severity, value, 1, 100, subject + " is " + value);
    }

    static Finding fine(String subject, double value) {
        return new Finding(subject, Status.OK, Severity.INFO, value, 1, 100, subject + " is " + value);
    }

    static Finding unknown(String subject) {
        return new Finding(
                subject, Status.INSUFFICIENT_DATA, Severity.INFO, Double.NaN, 1, 0, subject + " is not known");
    }

    void finds(Finding... found) {
        findings = List.of(found);
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        told.add("serving " + version.number());
    }

    @Override
    public void onPrediction(Observation<Object, Object> observation) {
        told.add("prediction " + observation.id().sequence());
    }

    @Override
    public void onLabel(LabelledObservation<Object, Object> labelled) {
        told.add("label " + labelled.prediction().id().sequence());
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        return findings;
    }
}
