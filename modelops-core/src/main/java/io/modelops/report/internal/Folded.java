package io.modelops.report.internal;

import io.modelops.report.Timeline;
import java.util.List;

/**
 * A timeline whose earlier entries are folded away.
 *
 * @param earlier the entries that are folded away, empty if all fit
 * @param latest the entries that are shown
 */
public record Folded(List<Timeline.Entry> earlier, List<Timeline.Entry> latest) {
    private static final int SHOWN = 30;

    /**
     * Folds a timeline.
     *
     * @param timeline the timeline
     * @return its two parts
     */
    public static Folded of(Timeline timeline) {
        List<Timeline.Entry> entries = timeline.entries();
        int fold = Math.max(0, entries.size() - SHOWN);
        return new Folded(entries.subList(0, fold), entries.subList(fold, entries.size()));
    }
}
