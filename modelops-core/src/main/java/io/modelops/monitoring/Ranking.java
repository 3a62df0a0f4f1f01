package io.modelops.monitoring;

import io.modelops.spi.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The order of findings about features: what breaches first, then by effect times importance. */
final class Ranking {
    private static final int MOST_NAMES = 5;

    private final Map<String, Double> importance;

    Ranking(Map<String, Double> importance) {
        this.importance = importance;
    }

    /**
     * Puts findings in order. The first one, if it is a breach, also names those that follow, so that an alert about it
     * says all that changed.
     */
    List<Finding> rank(List<Finding> findings) {
        List<Finding> ranked = findings.stream()
                .sorted(Comparator.comparing((Finding finding) -> finding.status() != Finding.Status.BREACHED)
                        .thenComparing(Comparator.comparingDouble(this::weight).reversed()))
                .toList();
        List<String> others = ranked.stream()
                .filter(finding -> finding.status() == Finding.Status.BREACHED)
                .skip(1)
                .map(Finding::subject)
                .toList();
        if (others.isEmpty()) {
            return ranked;
        }
        String more = others.size() > MOST_NAMES ? " and " + (others.size() - MOST_NAMES) + " more" : "";
        String names = String.join(", ", others.subList(0, Math.min(MOST_NAMES, others.size())));
        return Findings.addedToFirst(ranked, "; then " + names + more);
    }

    private double weight(Finding finding) {
        return finding.value() * importance.getOrDefault(finding.subject(), 1.0);
    }
}
