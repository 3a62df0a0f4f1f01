package io.modelops.monitoring;

import io.modelops.model.FeatureProfile;
import io.modelops.model.Features;
import io.modelops.model.ModelOpsException;
import io.modelops.model.Profile;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    LeftOut leftOut() {
        return current == null ? LeftOut.NONE : current.leftOut();
    }

    /** About how much memory the counts take, in bytes; values that bins are learnt from belong to the application. */
    long bytes() {
        return 40L * early.size()
                + (current == null ? 0 : current.bytes())
                + (fixed == null ? 0 : fixed.bytes())
                + columns.stream().mapToLong(this::bytesOfNames).sum();
    }

    /** Categories of a given profile belong to whoever gave it. */
    private long bytesOfNames(DriftColumn<T> column) {
        return !isGiven() && column.profile() instanceof FeatureProfile.Categorical learnt
                ? learnt.categories().stream().mapToLong(KeptText::bytes).sum()
                : 0;
    }

    /** The same for each column. */
    Map<String, Long> bytesByColumn() {
        long panes = current == null ? 0 : (long) current.panes() * (reference instanceof Reference.Champion ? 2 : 1);
        long tables = panes + (fixed == null ? 0 : 1);
        Map<String, Long> bytes = new LinkedHashMap<>();
        columns.forEach(column ->
                bytes.merge(column.name(), tables * column.empty().bytes() + bytesOfNames(column), Long::sum));
        return bytes;
    }

    /**
     * The bins, the reference as far as it was collected from traffic, and the windows, to go on from after a restart. If
     * that is too much, windows are left out. Empty as long as bins are learnt, and for a challenger's traffic, which lasts
     * for hours and not for days.
     */
    Optional<byte[]> state() {
        if (learning || current == null || columns.isEmpty() || reference instanceof Reference.Champion) {
            return Optional.empty();
        }
        Optional<byte[]> whole = MonitorState.write("sides", settings(), writer -> write(writer, current));
        return whole.isPresent() || !isCollected()
                ? whole
                : MonitorState.write("sides", settings(), writer -> write(writer, null));
    }

    private void write(SketchWriter writer, @Nullable Windowed<PairedCounts> windows) {
        if (!isGiven()) {
            List<FeatureProfile> bins =
                    columns.stream().map(DriftColumn::profile).toList();
            writer.bytes(new Profile(Math.max(1, bins.get(0).total()), bins).toBytes());
        }
        writer.count(collecting ? 1 : 0).count(collected).count(judged);
        MonitorState.optional(writer, isCollected() ? fixed : null, counted -> counted.write(writer));
        MonitorState.optional(writer, windows, panes -> panes.write(writer));
    }

    private boolean isCollected() {
        return reference instanceof Reference.First || reference instanceof Reference.Period;
    }

    private boolean isGiven() {
        return reference instanceof Reference.Training || reference instanceof Reference.Given;
    }

    /** What the counts depend on; bins that are not given are written beside. */
    private String settings() {
        String side = isGiven()
                ? "given " + columns.stream().map(DriftColumn::name).toList() + " "
                        + columns.stream().map(DriftColumn::bins).toList().hashCode()
                : reference.toString();
        return side + " " + window.shape() + (window.eventTime() == null ? "" : " by event time") + " "
                + window.lateness();
    }

    /**
     * Goes on from such a state.
     *
     * @throws IllegalArgumentException if it can't be read, or is for another setting or for other features
     */
    void restore(byte[] state) {
        SketchReader reader = MonitorState.read(state, "sides", settings());
        List<DriftColumn<T>> described = isGiven() ? columns : columns(reader.bytes());
        boolean unfinished = reader.count() > 0;
        long readCollected = reader.count();
        long readJudged = reader.count();
        TableCounts readFixed = MonitorState.optional(reader, from -> {
            TableCounts counted = TableCounts.empty(described);
            counted.read(from);
            return counted;
        });
        int before = reference instanceof Reference.WindowsBefore earlier ? earlier.windows() : 0;
        Windowed<PairedCounts> windows = Windowed.of(window, before, () -> new PairedCounts(described, false));
        boolean withWindows = reader.count() > 0;
        if (withWindows) {
            windows.read(reader);
        }
        reader.end();
        MonitorState.require(isCollected() == (readFixed != null), "its reference is of another kind");
        learning = false;
        early.clear();
        columns = described;
        current = windows;
        judged = withWindows ? readJudged : 0;
        if (readFixed != null) {
            fixed = readFixed;
            collecting = unfinished;
            collected = readCollected;
        }
    }

    private List<DriftColumn<T>> columns(byte[] profile) {
        Profile known;
        try {
            known = Profile.ofBytes(profile);
        } catch (ModelOpsException damaged) {
            throw new IllegalArgumentException("The state can't be gone on from: its bins can't be read", damaged);
        }
        List<DriftColumn<T>> described = DriftColumn.of(GuardedFeatures.of(features), known);
        MonitorState.require(
                !described.isEmpty() && described.size() == known.features().size(), "it counts other features");
        return described;
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
