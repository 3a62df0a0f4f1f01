package io.modelops.monitoring;

import io.modelops.statistics.GroupFairness.Counts;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
        boolean isKnown = groups.containsKey(group) || groups.size() < MOST_GROUPS || group.equals(favoured);
        groups.merge(isKnown ? group : OTHERS, counts, Counts::plus);
    }

    @Override
    public void merge(GroupCounts other) {
        other.decided.forEach((group, counts) -> add(decided, group, counts));
        other.labelled.forEach((group, counts) -> add(labelled, group, counts));
    }

    void write(SketchWriter writer) {
        for (Map<String, Counts> groups : List.of(decided, labelled)) {
            MonitorState.all(writer, new TreeMap<>(groups).entrySet(), groups.size(), group -> {
                Counts counts = group.getValue();
                writer.text(group.getKey())
                        .count(counts.truePositives())
                        .count(counts.falsePositives())
                        .count(counts.falseNegatives())
                        .count(counts.trueNegatives());
            });
        }
    }

    static GroupCounts read(SketchReader reader, String favoured) {
        GroupCounts read = new GroupCounts(favoured);
        for (Map<String, Counts> groups : List.of(read.decided, read.labelled)) {
            MonitorState.all(
                    reader,
                    MOST_GROUPS + 2,
                    () -> groups.put(
                            reader.text(), new Counts(count(reader), count(reader), count(reader), count(reader))));
        }
        return read;
    }

    private static long count(SketchReader reader) {
        long count = reader.count();
        MonitorState.require(count >= 0 && count <= 1L << 48, "it counts " + count);
        return count;
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
