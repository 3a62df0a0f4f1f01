package io.modelops.monitoring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps the news of an evaluation back until all monitors were asked, so that what one causes does not change what the next
 * one finds where all of it happens on one thread. A monitor that answers later than that has its news delivered at once.
 */
final class EvaluationRound {
    private record Kept(int monitor, List<Notice> notices) {}

    private final List<Kept> kept = new ArrayList<>();
    private boolean over;

    /** Whether the news was kept; if not, the caller delivers it. */
    synchronized boolean keep(int monitor, List<Notice> notices) {
        return !over && kept.add(new Kept(monitor, notices));
    }

    /** Keeps nothing any more and gives what was kept, in the order of the monitors. */
    synchronized List<Notice> release() {
        over = true;
        return kept.stream()
                .sorted(Comparator.comparingInt(Kept::monitor))
                .flatMap(one -> one.notices().stream())
                .toList();
    }
}
