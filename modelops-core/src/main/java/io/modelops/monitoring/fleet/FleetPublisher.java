package io.modelops.monitoring.fleet;

import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelName;
import io.modelops.model.ModelOpsException;
import io.modelops.model.ModelVersion;
import io.modelops.model.NumericView;
import io.modelops.model.Profile;
import io.modelops.model.Quoted;
import io.modelops.monitoring.ProfileRecorder;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Observation;
import io.modelops.spi.Observer;
import io.modelops.spi.Role;
import io.modelops.spi.StoredSummary;
import io.modelops.spi.SummaryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what one process sees of a model, in windows of time, and publishes it through the side channel of the registry's
 * store. A window is published again and again while it lasts, so that a process that dies loses only what it saw since,
 * and for good once it is over by the allowed lateness.
 *
 * <p>Inputs are counted in the bins of the version's training profile; without one, all but the inputs are. At most 16
 * versions and capacities are counted in a window, and at most 16 windows wait for a store that can't be written; what is
 * beyond is left out and counted in {@link #dropped()}. Publishing never throws what the store throws. Safe for use by
 * several threads.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public final class FleetPublisher<I, O> implements Observer<I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(FleetPublisher.class);
    private static final Pattern NODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final int MOST_TALLIES = 16;
    private static final int MOST_WINDOWS = 16;

    private record Key(ModelVersion version, Role role) {}

    private final SummaryStore store;
    private final FleetTopics topics;
    private final String node;
    private final String entry;
    private final Duration lateness;
    private final Duration retention;
    private final int mostEntries;
    private final long mostBytes;
    private final Features<I> features;
    private final @Nullable NumericView<? super O> view;
    private final Function<? super ModelVersion, Optional<Profile>> references;

    /** Guards what follows. Only counting happens under it. */
    private final Object counting = new Object();

    private final TreeMap<Instant, Map<Key, Tally<I>>> windows = new TreeMap<>();
    private final Map<ModelVersion, Optional<Profile>> known = new LinkedHashMap<>();
    private Instant closedBefore = Instant.EPOCH;
    private long late;
    private long dropped;
    private long failures;

    private FleetPublisher(Builder<I, O> builder) {
        store = builder.store;
        topics = new FleetTopics(builder.model, builder.window);
        node = builder.node;
        // A node that is started anew adds to what it published before, instead of replacing it.
        entry = node + "/" + UUID.randomUUID();
        lateness = builder.lateness;
        retention = builder.retention;
        mostEntries = builder.mostEntries;
        mostBytes = builder.mostBytes;
        features = builder.features;
        view = builder.view;
        references = builder.references;
    }

    /**
     * Starts a publisher with windows of ten minutes, an allowed lateness of ten seconds, and a retention of seven days,
     * 20,000 reports and 256 MiB.
     *
     * @param model the model that is watched
     * @param store the side channel of the registry's store
     * @param node the name of this process, which no other one has: a letter or a digit, then at most 99 letters, digits,
     *     dots, underscores and hyphens
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return a builder, not safe for use by several threads
     * @throws InvalidInputException if the name has another form
     */
    public static <I, O> Builder<I, O> builder(ModelName model, SummaryStore store, String node) {
        if (!NODE.matcher(node).matches()) {
            throw new InvalidInputException("Node " + Quoted.of(node) + " is not allowed: expected a letter or a digit,"
                    + " then at most 99 letters, digits, '.', '_' and '-', such as \"pod-1\".");
        }
        return new Builder<>(model, store, node);
    }

    @Override
    public String name() {
        return "fleet-publisher";
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        synchronized (counting) {
            if (trainedOn != null) {
                remember(version, Optional.of(trainedOn));
            }
        }
    }

    @Override
    public void onPrediction(Observation<I, O> observation) {
        O output = observation.output();
        double score = output == null ? Double.NaN : number(output);
        Tally<I> tally = tally(observation.at(), observation.version(), observation.role());
        if (tally == null) {
            return;
        }
        tally.record(observation.input()); // Runs code of the application, so outside of the lock.
        synchronized (counting) {
            if (output == null) {
                tally.addError();
            } else {
                tally.addAnswer(observation.latencyNanos());
                if (view != null) {
                    tally.addScore(score);
                }
            }
        }
    }

    @Override
    public void onLabel(LabelledObservation<I, O> labelled) {
        Observation<I, O> prediction = labelled.prediction();
        O output = prediction.output();
        double answer = output == null ? Double.NaN : number(output);
        double outcome = number(labelled.label());
        Tally<I> tally = tally(labelled.labelledAt(), prediction.version(), prediction.role());
        if (tally != null) {
            synchronized (counting) {
                tally.addLabel(answer, outcome);
            }
        }
    }

    /**
     * Publishes what was counted so far, for good the windows that are over. To be called from time to time, several times
     * in a window.
     *
     * @param now the time
     */
    public void publish(Instant now) {
        publish(now, false);
    }

    /**
     * Publishes everything for good and says that this node is not to be waited for in later windows.
     *
     * @param now the time
     */
    public void leave(Instant now) {
        publish(now, true);
    }

    /**
     * How many observations came so late that their window had been published for good. They are counted nowhere else.
     *
     * @return the number since the start, 0 or more
     */
    public long late() {
        synchronized (counting) {
            return late;
        }
    }

    /**
     * How many observations and windows were left out because there was no room for them.
     *
     * @return the number since the start, 0 or more
     */
    public long dropped() {
        synchronized (counting) {
            return dropped;
        }
    }

    /**
     * How often a report could not be published.
     *
     * @return the number since the start, 0 or more
     */
    public long failures() {
        synchronized (counting) {
            return failures;
        }
    }

    private synchronized void publish(Instant now, boolean leaving) {
        for (NodeReport report : reports(now, leaving)) {
            boolean published = put(report);
            synchronized (counting) {
                failures += published ? 0 : 1;
                if (published && report.complete()) {
                    windows.remove(report.from());
                }
            }
        }
        try {
            store.trim(topics.traffic(), new SummaryStore.Limits(now.minus(retention), mostEntries, mostBytes));
        } catch (ModelOpsException failure) {
            LOG.warn("Old summaries of model {} could not be removed ({})", topics.model(), failure.toString());
        }
    }

    private List<NodeReport> reports(Instant now, boolean leaving) {
        synchronized (counting) {
            Instant present = topics.windowOf(now);
            if (!present.isBefore(closedBefore)) {
                windows.computeIfAbsent(present, absent -> new LinkedHashMap<>()); // Also silence is a sign of life.
            }
            List<NodeReport> reports = new ArrayList<>();
            windows.forEach((from, tallies) -> {
                Instant to = from.plus(topics.window());
                boolean complete = leaving || !now.isBefore(to.plus(lateness));
                if (complete && to.isAfter(closedBefore)) {
                    closedBefore = to;
                }
                reports.add(new NodeReport(
                        node,
                        from,
                        to,
                        complete,
                        leaving,
                        late,
                        tallies.values().stream().map(Tally::summary).toList()));
            });
            return reports;
        }
    }

    private boolean put(NodeReport report) {
        try {
            byte[] bytes = report.toBytes();
            if (bytes.length > StoredSummary.LARGEST) {
                LOG.warn(
                        "The summary of model {} for {} has {} bytes, at most {} are allowed: published without inputs",
                        topics.model(),
                        report.from(),
                        bytes.length,
                        StoredSummary.LARGEST);
                bytes = report.withoutInputs().toBytes();
            }
            store.put(new StoredSummary(topics.traffic(), entry, report.from(), bytes));
            return true;
        } catch (RuntimeException failure) {
            LOG.warn(
                    "The summary of model {} for {} could not be published and is tried again ({})",
                    topics.model(),
                    report.from(),
                    failure.toString());
            return false;
        }
    }

    private @Nullable Tally<I> tally(Instant at, ModelVersion version, Role role) {
        Profile reference = reference(version);
        synchronized (counting) {
            Instant window = topics.windowOf(at);
            if (window.isBefore(closedBefore)) {
                late++;
                return null;
            }
            Map<Key, Tally<I>> tallies = windows.computeIfAbsent(window, absent -> new LinkedHashMap<>());
            if (windows.size() > MOST_WINDOWS) {
                dropped++;
                windows.pollFirstEntry();
            }
            Key key = new Key(version, role);
            Tally<I> tally = tallies.get(key);
            if (tally == null && tallies.size() < MOST_TALLIES) {
                tally = new Tally<>(version.ref(), role, recorder(reference));
                tallies.put(key, tally);
            }
            dropped += tally == null ? 1 : 0;
            return tally;
        }
    }

    private @Nullable ProfileRecorder<I> recorder(@Nullable Profile reference) {
        if (reference == null || features.isEmpty()) {
            return null;
        }
        try {
            return ProfileRecorder.of(features, reference);
        } catch (IllegalArgumentException unusable) {
            LOG.warn("Inputs of model {} are not summarised ({})", topics.model(), unusable.toString());
            return null;
        }
    }

    private @Nullable Profile reference(ModelVersion version) {
        synchronized (counting) {
            Optional<Profile> found = known.get(version);
            if (found != null) {
                return found.orElse(null);
            }
        }
        Optional<Profile> found; // Outside the lock: it may be read from a disk.
        try {
            found = references.apply(version);
        } catch (RuntimeException unreadable) {
            LOG.warn("The training profile of {} can't be read ({})", version.ref(), unreadable.toString());
            found = Optional.empty();
        }
        synchronized (counting) {
            remember(version, found);
        }
        return found.orElse(null);
    }

    private void remember(ModelVersion version, Optional<Profile> reference) {
        known.put(version, reference);
        if (known.size() > MOST_TALLIES) {
            known.remove(known.keySet().iterator().next());
        }
    }

    private double number(O output) {
        try {
            return view == null ? Double.NaN : view.of(output);
        } catch (RuntimeException unreadable) {
            return Double.NaN;
        }
    }

    /**
     * Collects what a publisher is made from.
     *
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     */
    public static final class Builder<I, O> {
        private final ModelName model;
        private final SummaryStore store;
        private final String node;
        private Duration window = FleetMonitoring.DEFAULT_WINDOW;
        private Duration lateness = Duration.ofSeconds(10);
        private Duration retention = Duration.ofDays(7);
        private int mostEntries = 20_000;
        private long mostBytes = 256L << 20;
        private Features<I> features = Features.<I>builder().build();
        private @Nullable NumericView<? super O> view;
        private Function<? super ModelVersion, Optional<Profile>> references = version -> Optional.empty();

        private Builder(ModelName model, SummaryStore store, String node) {
            this.model = model;
            this.store = store;
            this.node = node;
        }

        /**
         * Sets how long a window lasts; ten minutes unless told. All nodes of a fleet need the same length.
         *
         * @param length whole milliseconds, at most seven days
         * @return this builder
         */
        public Builder<I, O> window(Duration length) {
            window = length;
            return this;
        }

        /**
         * Sets how long after its end a window waits for observations that are still on their way; ten seconds unless told.
         *
         * @param duration the time, zero or more
         * @return this builder
         * @throws InvalidInputException if it is negative
         */
        public Builder<I, O> allowedLateness(Duration duration) {
            if (duration.isNegative()) {
                throw new InvalidInputException(
                        "Allowed lateness " + duration + " is not allowed: expected zero or more.");
            }
            lateness = duration;
            return this;
        }

        /**
         * Sets what is kept of a model in the side channel, by all nodes together; seven days, 20,000 reports and 256 MiB
         * unless told.
         *
         * @param age how old windows may be
         * @param reports how many reports there may be, 1 or more
         * @param bytes how many bytes they may have, 1 or more
         * @return this builder
         * @throws InvalidInputException if a number is less than 1 or the age is negative
         */
        public Builder<I, O> keep(Duration age, int reports, long bytes) {
            if (age.isNegative() || reports < 1 || bytes < 1) {
                throw new InvalidInputException("Keeping " + reports + " reports of " + bytes + " bytes for " + age
                        + " is not allowed: expected one or more of each.");
            }
            retention = age;
            mostEntries = reports;
            mostBytes = bytes;
            return this;
        }

        /**
         * Sets which features of the inputs are summarised; none unless told.
         *
         * @param features the features
         * @return this builder
         */
        public Builder<I, O> features(Features<I> features) {
            this.features = features;
            return this;
        }

        /**
         * Sets how answers and outcomes are read as numbers; not at all unless told.
         *
         * @param view reads a number
         * @return this builder
         */
        public Builder<I, O> scores(NumericView<? super O> view) {
            this.view = view;
            return this;
        }

        /**
         * Sets where the training profiles of versions come from that are not the champion, whose profile is told; from
         * nowhere unless told.
         *
         * @param profiles finds the profile of a version
         * @return this builder
         */
        public Builder<I, O> references(Function<? super ModelVersion, Optional<Profile>> profiles) {
            references = profiles;
            return this;
        }

        /**
         * Builds the publisher.
         *
         * @return the publisher
         * @throws InvalidInputException if the window's length is out of its range
         */
        public FleetPublisher<I, O> build() {
            return new FleetPublisher<>(this);
        }
    }
}
