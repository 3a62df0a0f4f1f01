package io.modelops.registry.internal;

import io.modelops.event.LogEntry;
import io.modelops.model.CorruptionException;
import io.modelops.registry.signing.HeadAnchor;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares the entries of a log with what anchors say of them, while it is read from its beginning. */
public final class AnchorCheck implements Consumer<LogEntry> {
    private final Map<Long, List<HeadAnchor>> anchors;
    private final @Nullable HeadAnchor newest;

    /** @param anchors anchors whose signatures were checked; may be empty */
    public AnchorCheck(List<HeadAnchor> anchors) {
        this.anchors = anchors.stream().collect(Collectors.groupingBy(HeadAnchor::sequence));
        this.newest = anchors.stream()
                .max(Comparator.comparingLong(HeadAnchor::sequence))
                .orElse(null);
    }

    /**
     * Compares an entry.
     *
     * @throws CorruptionException if an anchor says something else of it
     */
    @Override
    public void accept(LogEntry entry) {
        if (entry.sequence() == 1) {
            anchors.values().forEach(some -> some.forEach(anchor -> requireSameRegistry(anchor, entry)));
        }
        for (HeadAnchor anchor : anchors.getOrDefault(entry.sequence(), List.of())) {
            if (!anchor.head().equals(entry.digest())) {
                throw new CorruptionException(
                        "Entry " + entry.sequence() + " of the registry's log is " + entry.digest()
                                + ", but was " + anchor.head() + " when it was anchored at " + anchor.at()
                                + ": the log was rewritten; restore it from a copy.");
            }
        }
    }

    /**
     * Compares the end of the log.
     *
     * @param last the number of its last entry
     * @throws CorruptionException if an anchor is about a later one
     */
    void requireReached(long last) {
        if (newest != null && last < newest.sequence()) {
            throw new CorruptionException(
                    "The registry's log ends with entry " + last + ", but had entry " + newest.sequence()
                            + " when it was anchored at " + newest.at()
                            + ": its end was cut off; restore it from a copy.");
        }
    }

    private static void requireSameRegistry(HeadAnchor anchor, LogEntry first) {
        if (!anchor.registry().equals(first.digest())) {
            throw new CorruptionException(
                    "The registry's log begins with " + first.digest() + ", but began with "
                            + anchor.registry() + " when entry " + anchor.sequence() + " was anchored at " + anchor.at()
                            + ": it was replaced as a whole, or the anchor is of another registry; restore the log from a copy.");
        }
    }
}
