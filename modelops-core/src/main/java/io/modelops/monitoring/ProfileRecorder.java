package io.modelops.monitoring;

import io.modelops.model.Feature;
import io.modelops.model.FeatureProfile;
import io.modelops.model.Features;
import io.modelops.model.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts traffic on the threads that predict, in the bins and categories of a reference, and gives a {@link Profile} of
 * it at any time. Counting a row takes no lock, allocates nothing but what the features themselves allocate, and touches
 * memory of the calling thread only: each thread that is running has counts of its own, which are added when somebody asks.
 *
 * <p>Features that the reference does not have, or has as another kind, are left out. A feature that throws counts as a
 * value of another type. Counts are exact; if ever all stripes should be held at once, the row is skipped and counted in
 * {@link #skipped()}, because a prediction doesn't wait.
 *
 * <p>Safe for use by several threads.
 *
 * @param <I> the type of the inputs
 */
public final class ProfileRecorder<I> {
    private static final int THREADS = 256;
    private static final long PATIENCE = Duration.ofSeconds(1).toNanos();

    private final List<RecordedColumn<I>> columns;
    private final NumericColumn<I>[] numeric;
    private final CategoricalColumn<I>[] categorical;
    private final int cells;
    private final AtomicReferenceArray<@Nullable Stripe> stripes;

    /** The stripe that a thread used last, by the lowest bits of its id; a wrong one costs a second try. */
    private final byte[] homes = new byte[THREADS];

    private final LongAdder skipped = new LongAdder();
    private final LongSupplier ticker;

    private ProfileRecorder(List<RecordedColumn<I>> columns, int cells, int stripes, LongSupplier ticker) {
        this.columns = columns;
        this.numeric = numericOf(columns);
        this.categorical = categoricalOf(columns);
        this.cells = cells;
        this.stripes = new AtomicReferenceArray<>(stripes);
        this.ticker = ticker;
        for (int thread = 0; thread < THREADS; thread++) {
            homes[thread] = (byte) (thread % stripes);
        }
    }

    /**
     * Makes a recorder for traffic, with up to four stripes for each processor, 16 to 64 in all, made as threads need them.
     *
     * @param features the features to read
     * @param reference whose bins, categories and ranges count, such as the training profile
     * @param <I> the type of the inputs
     * @return a recorder that has seen nothing
     * @throws IllegalArgumentException if the reference's edges are not in order or a category is listed twice
     */
    public static <I> ProfileRecorder<I> of(Features<I> features, Profile reference) {
        int processors = Runtime.getRuntime().availableProcessors();
        return of(features, reference, Math.max(16, Math.min(64, 4 * processors)), System::nanoTime);
    }

    static <I> ProfileRecorder<I> of(Features<I> features, Profile reference, int stripes, LongSupplier ticker) {
        List<RecordedColumn<I>> columns = new ArrayList<>();
        int next = Stripe.FIRST;
        for (Feature<I> feature : features.all()) {
            Optional<FeatureProfile> known = reference.find(feature.name());
            RecordedColumn<I> column = null;
            if (feature instanceof Feature.Numeric<I> number
                    && known.orElse(null) instanceof FeatureProfile.Numeric bins) {
                column = new NumericColumn<>(number, bins, columns.size(), next);
            } else if (feature instanceof Feature.Categorical<I> category
                    && known.orElse(null) instanceof FeatureProfile.Categorical bins) {
                column = new CategoricalColumn<>(category, bins, columns.size(), next);
            }
            if (column != null) {
                columns.add(column);
                next += column.cells();
            }
        }
        return new ProfileRecorder<>(List.copyOf(columns), next, stripes, ticker);
    }

    /**
     * Counts a row.
     *
     * @param input the row
     */
    public void record(I input) {
        Stripe stripe = hold();
        if (stripe == null) {
            skipped.increment();
            return;
        }
        try {
            add(input, stripe);
        } finally {
            stripe.release();
        }
    }

    /** Counts a row of a data set: what a feature throws comes out. */
    void recordStrictly(I input) {
        Stripe stripe = hold();
        if (stripe == null) {
            throw new IllegalStateException("a recorder of one thread is used by several");
        }
        try {
            for (RecordedColumn<I> column : columns) {
                column.add(input, stripe);
            }
            stripe.addRow();
        } finally {
            stripe.release();
        }
    }

    /**
     * Summarises what was counted since the recorder was made or last drained. Waits for rows that are being counted,
     * at most a second for each thread; a thread that takes longer, because a feature hangs, is left out this time.
     *
     * @return one part per feature that the reference has, in the order of the features
     */
    public Profile snapshot() {
        return collect(false);
    }

    /**
     * Summarises what was counted since the recorder was made or last drained, and starts anew. Each row is in exactly one
     * of the profiles that are drained one after the other.
     *
     * @return one part per feature that the reference has, in the order of the features
     */
    public Profile drain() {
        return collect(true);
    }

    /**
     * How many rows were not counted because all stripes were held.
     *
     * @return the number of rows, 0 or more
     */
    public long skipped() {
        return skipped.sum();
    }

    /**
     * How much memory the counts take. Grows with the number of threads that count at the same time, up to a bound.
     *
     * @return the bytes, without bins and categories, which are shared
     */
    public long bytes() {
        long bytes = 0;
        for (int index = 0; index < stripes.length(); index++) {
            Stripe stripe = stripes.get(index);
            bytes += stripe == null ? 0 : stripe.bytes();
        }
        return bytes;
    }

    private void add(I input, Stripe stripe) {
        for (NumericColumn<I> column : numeric) {
            try {
                column.add(input, stripe);
            } catch (RuntimeException unreadable) {
                column.addMismatch(stripe);
            }
        }
        for (CategoricalColumn<I> column : categorical) {
            try {
                column.add(input, stripe);
            } catch (RuntimeException unreadable) {
                column.addMismatch(stripe);
            }
        }
        stripe.addRow();
    }

    private @Nullable Stripe hold() {
        int thread = (int) Thread.currentThread().getId() & THREADS - 1;
        int home = homes[thread];
        Stripe stripe = stripes.get(home);
        return stripe != null && stripe.hold() ? stripe : another(thread, home);
    }

    private @Nullable Stripe another(int thread, int home) {
        int count = stripes.length();
        for (int step = 0; step < count; step++) {
            int index = (home + step) % count;
            Stripe stripe = stripes.get(index);
            if (stripe == null) {
                // Made by the thread that will use it, so that it lies apart from those of other threads.
                Stripe made = new Stripe(columns, cells);
                stripe = stripes.compareAndSet(index, null, made) ? made : stripes.get(index);
            }
            if (stripe != null && stripe.hold()) {
                homes[thread] = (byte) index;
                return stripe;
            }
        }
        return null;
    }

    private Profile collect(boolean clear) {
        List<Profile> parts = new ArrayList<>();
        for (int index = 0; index < stripes.length(); index++) {
            Stripe stripe = stripes.get(index);
            if (stripe != null && holdPatiently(stripe)) {
                try {
                    parts.add(profile(stripe));
                    if (clear) {
                        stripe.clear();
                    }
                } finally {
                    stripe.release();
                }
            }
        }
        return parts.stream().reduce(Profile::merge).orElseGet(() -> profile(new Stripe(columns, cells)));
    }

    private boolean holdPatiently(Stripe stripe) {
        long began = ticker.getAsLong();
        while (!stripe.hold()) {
            if (ticker.getAsLong() - began > PATIENCE) {
                return false;
            }
            LockSupport.parkNanos(10_000);
        }
        return true;
    }

    private Profile profile(Stripe stripe) {
        List<FeatureProfile> parts = new ArrayList<>(columns.size());
        columns.forEach(column -> parts.add(column.profile(stripe)));
        return new Profile(stripe.rows(), parts);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of columns, for a loop that allocates nothing
    private static <I> NumericColumn<I>[] numericOf(List<RecordedColumn<I>> columns) {
        return columns.stream().filter(NumericColumn.class::isInstance).toArray(NumericColumn[]::new);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // as above
    private static <I> CategoricalColumn<I>[] categoricalOf(List<RecordedColumn<I>> columns) {
        return columns.stream().filter(CategoricalColumn.class::isInstance).toArray(CategoricalColumn[]::new);
    }
}
