package io.modelops.monitoring;

import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import java.util.List;
import java.util.stream.Stream;

/** The forms that findings of the monitors here mostly have. */
final class Findings {
    private Findings() {}

    /** A breach is a {@code WARNING}. */
    static Finding judged(
            String subject, boolean breached, double value, double threshold, long samples, String summary) {
        return new Finding(
                subject,
                breached ? Finding.Status.BREACHED : Finding.Status.OK,
                breached ? Severity.WARNING : Severity.INFO,
                value,
                threshold,
                samples,
                summary);
    }

    /** Too little is known to judge; the summary says of what. */
    static Finding insufficient(String subject, double threshold, long samples, String why) {
        return new Finding(
                subject,
                Finding.Status.INSUFFICIENT_DATA,
                Severity.INFO,
                Double.NaN,
                threshold,
                samples,
                subject + ": " + why);
    }

    /** Findings of which the first, which an alert begins with, says something more. */
    static List<Finding> addedToFirst(List<Finding> findings, String more) {
        Finding first = findings.get(0);
        Finding told = new Finding(
                first.subject(),
                first.status(),
                first.severity(),
                first.value(),
                first.threshold(),
                first.samples(),
                first.summary() + more);
        return Stream.concat(Stream.of(told), findings.stream().skip(1)).toList();
    }
}
