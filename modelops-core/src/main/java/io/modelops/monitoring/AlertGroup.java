package io.modelops.monitoring;

import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Findings of one evaluation that make one alert. */
record AlertGroup(List<Finding> findings) {
    private static final int MOST_NAMES = 5;
    private static final int LONGEST_NAME = 60;

    /** The most severe first, then what is farthest beyond its threshold; as the monitor ranked them otherwise. */
    static List<AlertGroup> of(List<Finding> findings, boolean grouped) {
        if (!grouped || findings.size() < 2) {
            return findings.stream()
                    .map(finding -> new AlertGroup(List.of(finding)))
                    .toList();
        }
        List<Finding> ranked = new ArrayList<>(findings);
        ranked.sort(Comparator.comparing(Finding::severity)
                .thenComparingDouble(AlertGroup::excess)
                .reversed());
        return List.of(new AlertGroup(List.copyOf(ranked)));
    }

    Finding lead() {
        return findings.get(0);
    }

    Severity severity() {
        return lead().severity();
    }

    List<String> subjects() {
        return findings.stream().map(Finding::subject).toList();
    }

    String summary() {
        int more = findings.size() - 1;
        if (more == 0) {
            return lead().summary();
        }
        String names = findings.stream()
                .skip(1)
                .limit(MOST_NAMES)
                .map(finding -> shortened(finding.subject()))
                .collect(Collectors.joining(", "));
        return lead().summary() + " (" + more + " more: " + names + (more > MOST_NAMES ? ", …" : "") + ")";
    }

    /** How many thresholds a value is away from its threshold; 0 where there is none to compare with. */
    private static double excess(Finding finding) {
        double excess = Math.abs(finding.value() - finding.threshold()) / Math.abs(finding.threshold());
        return Double.isNaN(excess) ? 0 : excess;
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
    }
}
