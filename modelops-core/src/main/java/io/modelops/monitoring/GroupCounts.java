package io.modelops.monitoring;

import io.modelops.statistics.GroupFairness.Counts;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The decisions of a period by group, and those of them whose outcomes have come. */
final class GroupCounts implements LabelledPeriods.Counts<GroupCounts> {
    /** Further groups are counted together. */
    static final int MOST_GROUPS = 50;

    static final String OTHERS = "(others)";

    private static final Counts NONE = new Counts(0, 0, 0, 0);

    private final String favoured;
    private final Map<String, Counts> decided = new HashMap<>();
    private final Map<String, Counts> labelled = new HashMap<>();

    GroupCounts(String favoured) {
        this.favoured = favoured;
    }

    /** Counts a decision as if it came true: its share of positives is all that is taken from it. */
    void add(String group, boolean positive) {
        add(decided, group, positive ? new Counts(1, 0, 0, 0) : new Counts(0, 0, 0, 1));
    }

    void label(String group, boolean positive, boolean outcome) {
        add(
                labelled,
                group,
                new Counts(
                        positive && outcome ? 1 : 0,
                        positive && !outcome ? 1 : 0,
                        !positive && outcome ? 1 : 0,
                        !positive && !outcome ? 1 : 0));
    }

    private void add(Map<String, Counts> groups, String group, Counts counts) {
        String kept = group.equals(favoured) ? group : KeptText.of(group);
        boolean isKnown = groups.containsKey(kept) || groups.size() < MOST_GROUPS || group.equals(favoured);
        groups.merge(isKnown ? kept : OTHERS, counts, Counts::plus);
    }

    @Override
    public void merge(GroupCounts other) {
        other.decided.forEach((group, counts) -> add(decided, group, counts));
        other.labelled.forEach((group, counts) -> add(labelled, group, counts));
    }

    void write(SketchWriter writer) {
        for (Map<String, Counts> groups : List.of(decided, labelled)) {
            MonitorState.all(writer, groups.entrySet(), groups.size(), group -> {
                Counts counts = group.getValue();
                writer.text(group.getKey())
                        .count(counts.truePositives())
                        .count(counts.falsePositives())
                        .count(counts.falseNegatives())
                        .count(counts.trueNegatives());
            });
        }
    }

    void read(SketchReader reader) {
        for (Map<String, Counts> groups : List.of(decided, labelled)) {
            int size = reader.size(5);
            MonitorState.require(size <= MOST_GROUPS + 2, "it has counted too many groups");
            for (int left = size; left > 0; left--) {
                groups.put(reader.text(), counts(reader));
            }
        }
    }

    private static Counts counts(SketchReader reader) {
        long truePositives = reader.count();
        long falsePositives = reader.count();
        long falseNegatives = reader.count();
        return new Counts(truePositives, falsePositives, falseNegatives, reader.count());
    }

    @Override
    public long bytes() {
        return Stream.of(decided, labelled)
                .flatMap(groups -> groups.keySet().stream())
                .mapToLong(group -> 150 + 2L * group.length())
                .sum();
    }

    /** The groups that decisions were made about, in the order of their names. */
    Set<String> groups() {
        Set<String> groups = new TreeSet<>(decided.keySet());
        groups.addAll(labelled.keySet());
        return groups;
    }

    Counts of(String group, boolean withOutcomes) {
        return (withOutcomes ? labelled : decided).getOrDefault(group, NONE);
    }
}
