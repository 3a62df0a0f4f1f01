package io.modelops.monitoring;

import io.modelops.model.FeatureProfile;
import io.modelops.model.Features;
import io.modelops.model.Profile;
import io.modelops.statistics.sketch.SketchKind;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The two sides of a comparison, counted in the same bins: some values in the current window, and their reference. Bins
 * are those of a profile, or are learnt from the first values; those are then counted like the others. Not thread-safe.
 *
 * @param <T> what the features read
 */
final class Sides<T> {
    private record Arrived<T>(Instant at, @Nullable Object input, T value, boolean current) {}

    private static final int LEARN_BINS_FROM = 500;
    private static final int FORM = 1;

    private final Features<T> features;
    private final Window window;
    private final Reference reference;

    private List<DriftColumn<T>> columns = List.of();
    private final List<Arrived<T>> early = new ArrayList<>();
    private boolean learning;
    private @Nullable Windowed<PairedCounts> current;
    private @Nullable TableCounts fixed;
    private long collected;
    private boolean collecting;
    private long judged;

    Sides(Features<T> features, Window window, Reference reference) {
        this.features = features;
        this.window = window;
        this.reference = reference;
    }

    /** Forgets everything. */
    void begin(@Nullable Profile trainedOn) {
        columns = List.of();
        early.clear();
        current = null;
        fixed = null;
        collected = 0;
        judged = 0;
        collecting = reference instanceof Reference.First || reference instanceof Reference.Period;
        learning = false;
        Profile known = reference instanceof Reference.Given given ? given.profile() : trainedOn;
        List<DriftColumn<T>> described = known == null ? List.of() : DriftColumn.of(features, known);
        if (reference instanceof Reference.Training || reference instanceof Reference.Given) {
            fixed = TableCounts.known(described);
            cut(described);
        } else if (!described.isEmpty() && described.size() == features.all().size()) {
            cut(described);
        } else {
            learning = true;
        }
    }

    /** Adds a value to the side that is judged, or to a reference that is collected first. */
    void add(Instant at, @Nullable Object input, T value) {
        add(new Arrived<>(at, input, value, true));
    }

    /** Adds a value of the champion that a challenger is compared with. */
    void addChampions(Instant at, @Nullable Object input, T value) {
        if (reference instanceof Reference.Champion) {
            add(new Arrived<>(at, input, value, false));
        }
    }

    /** Ends what is over by now. */
    void advance(Instant now) {
        if (collecting && reference instanceof Reference.Period period && !now.isBefore(period.to())) {
            finishCollecting();
        }
        if (current != null) {
            current.advance(now);
        }
    }

    /** Whether there is a window to judge that was not asked about before. */
    boolean hasNews() {
        long windows = current == null ? 0 : current.windows();
        boolean isNew = windows > judged || (window.shape() instanceof Window.ByCount byCount && !byCount.complete());
        judged = windows;
        return isNew;
    }

    /** The features that are compared; none as long as bins are learnt. */
    List<DriftColumn<T>> columns() {
        return columns;
    }

    /** What is judged, or empty if there is no window yet. */
    Optional<TableCounts> current() {
        return window().map(PairedCounts::own);
    }

    /** What it is compared with, or empty if that is not there yet. */
    Optional<TableCounts> reference() {
        if (collecting) {
            return Optional.empty();
        }
        if (reference instanceof Reference.WindowsBefore) {
            return current == null ? Optional.empty() : current.before().map(PairedCounts::own);
        }
        return reference instanceof Reference.Champion
                ? window().map(PairedCounts::champions)
                : Optional.ofNullable(fixed);
    }

    /** How many values were seen on the way to a reference. */
    long collected() {
        return learning ? early.size() : collected;
    }

    /** Why there is no reference, in words. */
    String whyNot(String values) {
        if (reference instanceof Reference.Training || reference instanceof Reference.Given) {
            return "no reference; register the version with a profile of its training data";
        }
        if (reference instanceof Reference.First first) {
            return collected() + " of the " + first.observations() + " " + values + " that make the reference";
        }
        if (reference instanceof Reference.Period period) {
            return collected() + " " + values + " so far in the period that makes the reference, " + period.from()
                    + " to " + period.to();
        }
        return reference instanceof Reference.Champion
                ? "too few " + values + " of the champion to compare with"
                : "the windows that make the reference are not full yet";
    }

    /** How many observations were left out because of their time. */
    long leftOut() {
        return current == null ? 0 : current.late() + current.untimed();
    }

    /** About how much memory the counts take at most, in bytes. */
    long bytes() {
        long panes = current == null ? 0 : newPane().bytes() * current.panes();
        return panes + (fixed == null ? 0 : fixed.bytes());
    }

    /**
     * The reference as far as it was collected from traffic, with its bins, to go on from after a restart; empty if the
     * reference is of another kind or its bins are not learnt yet. Windows fill anew.
     */
    Optional<byte[]> state() {
        TableCounts counted = fixed;
        boolean ofTraffic = reference instanceof Reference.First || reference instanceof Reference.Period;
        if (!ofTraffic || learning || counted == null || collected == 0) {
            return Optional.empty();
        }
        List<FeatureProfile> parts = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            parts.add(counted.column(column).asProfile(columns.get(column).profile()));
        }
        return Optional.of(new SketchWriter(SketchKind.MONITOR)
                .count(FORM)
                .text(reference.toString())
                .count(collecting ? 1 : 0)
                .bytes(new Profile(collected, parts).toBytes())
                .toBytes());
    }

    /**
     * Goes on from such a reference. One of another form, for another setting or for other features is ignored.
     *
     * @throws RuntimeException if it can't be read
     */
    void restore(byte[] state) {
        SketchReader reader = new SketchReader(SketchKind.MONITOR, state);
        if (reader.count() != FORM || !reader.text().equals(reference.toString())) {
            return;
        }
        boolean unfinished = reader.count() > 0;
        Profile known = Profile.ofBytes(reader.bytes());
        reader.end();
        List<DriftColumn<T>> described = DriftColumn.of(GuardedFeatures.of(features), known);
        if (known.rows() > 0
                && !described.isEmpty()
                && described.size() == known.features().size()) {
            learning = false;
            early.clear();
            collecting = unfinished;
            cut(described);
            fixed = TableCounts.known(described);
            collected = known.rows();
        }
    }

    private void add(Arrived<T> arrived) {
        if (!wanted(arrived)) {
            return;
        }
        if (learning) {
            early.add(arrived);
            if (early.size() >= learnFrom()) {
                learn();
            }
        } else {
            count(arrived);
        }
    }

    /** Before a period that is the reference nothing counts; with its first observation afterwards it is complete. */
    private boolean wanted(Arrived<T> arrived) {
        if (collecting && reference instanceof Reference.Period period) {
            if (arrived.at().isBefore(period.from())) {
                return false;
            }
            if (!arrived.at().isBefore(period.to())) {
                finishCollecting();
            }
        }
        return true;
    }

    private void finishCollecting() {
        if (learning) {
            learn();
        }
        collecting = false;
    }

    private int learnFrom() {
        return reference instanceof Reference.First first
                ? Math.min(first.observations(), 2 * LEARN_BINS_FROM)
                : LEARN_BINS_FROM;
    }

    private void learn() {
        Features<T> readable = GuardedFeatures.of(features);
        Profile learnt =
                Profiler.of(readable).profile(early.stream().map(Arrived::value).toList());
        learning = false;
        cut(DriftColumn.of(readable, learnt));
        early.forEach(this::count);
        early.clear();
    }

    private void cut(List<DriftColumn<T>> described) {
        columns = described;
        int before = reference instanceof Reference.WindowsBefore earlier ? earlier.windows() : 0;
        current = Windowed.of(window, before, this::newPane);
        if (collecting) {
            fixed = TableCounts.empty(columns);
        }
    }

    private void count(Arrived<T> arrived) {
        if (collecting && fixed != null) {
            fixed.add(columns, arrived.value());
            collected++;
            collecting = !(reference instanceof Reference.First first) || collected < first.observations();
            return;
        }
        if (current == null) {
            return;
        }
        PairedCounts pane = arrived.current()
                ? current.take(arrived.at(), arrived.input())
                : current.join(arrived.at(), arrived.input());
        TableCounts side = pane == null ? null : arrived.current() ? pane.own() : pane.champions();
        if (side != null) {
            side.add(columns, arrived.value());
        }
    }

    private Optional<PairedCounts> window() {
        return current == null ? Optional.empty() : current.current();
    }

    private PairedCounts newPane() {
        return new PairedCounts(columns, reference instanceof Reference.Champion);
    }
}
