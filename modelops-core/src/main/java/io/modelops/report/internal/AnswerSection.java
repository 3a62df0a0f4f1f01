package io.modelops.report.internal;

import io.modelops.monitoring.ComparedFeature;
import io.modelops.monitoring.ComparisonReport;
import io.modelops.report.Block;
import io.modelops.report.Paragraph;
import io.modelops.report.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How the answers of a model lie now and lay before, as a section of a page. */
final class AnswerSection {
    private static final int MOST = 8;

    private AnswerSection() {}

    static Optional<Section> of(List<ComparisonReport> answers) {
        List<ComparisonReport> shown = answers.stream()
                .filter(answer -> !answer.features().isEmpty())
                .sorted(Comparator.comparing(answer -> answer.count(ComparedFeature.Status.DRIFTED) == 0))
                .limit(MOST)
                .toList();
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        List<Block> blocks = new ArrayList<>();
        Set<String> rules = new LinkedHashSet<>();
        for (ComparisonReport answer : shown) {
            blocks.add(FeaturePictures.open("What the model answers: " + Shortened.name(answer.title()), answer));
            rules.add(ComparisonPage.rules(answer));
        }
        rules.forEach(rule -> blocks.add(Paragraph.of(rule)));
        return Optional.of(new Section("Predictions", blocks));
    }
}
