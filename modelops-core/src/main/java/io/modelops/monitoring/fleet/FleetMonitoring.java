package io.modelops.monitoring.fleet;

import io.modelops.model.Alert;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelName;
import io.modelops.model.ModelRef;
import io.modelops.model.Profile;
import io.modelops.monitoring.AlertDecisions;
import io.modelops.monitoring.AlertMemory;
import io.modelops.monitoring.AlertPolicy;
import io.modelops.monitoring.Reading;
import io.modelops.spi.Finding;
import io.modelops.spi.StoredSummary;
import io.modelops.spi.SummaryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers for all nodes that serve a model, on any of them, from what their {@link FleetPublisher}s have left in the side
 * channel of the registry's store.
 *
 * <p>{@link #evaluate} judges the windows that are over. Every node may do so: the first one's verdict on a window is kept in
 * the side channel and counts for all, so a fleet raises an alert once. It is delivered by the node that judged; if that one
 * dies before it has, or its receiver throws, another one delivers it after the grace time, so an alert is delivered at least
 * once. Safe for use by several threads and processes.
 */
public final class FleetMonitoring {
    /** How long a window lasts unless told. */
    static final Duration DEFAULT_WINDOW = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(FleetMonitoring.class);
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String FLEET = "fleet";
    private static final String DELIVERED = "delivered";
    private static final String ATTEMPT = "attempt-";
    private static final int MOST_ATTEMPTS = 5;
    /** For how many windows a silent node is waited for. */
    private static final int EXPECTED_WINDOWS = 3;
    /** How many windows back verdicts are made up for and alerts delivered. */
    private static final int CATCH_UP_WINDOWS = 36;

    private final SummaryStore store;
    private final FleetTopics topics;
    private final String node;
    private final Duration grace;
    private final Duration retention;
    private final Duration silentAfter;
    private final AlertPolicy policy;
    private final List<FleetCheck> checks;
    private final Function<? super ModelRef.Numbered, Optional<Profile>> references;
    private final Consumer<? super Alert> listener;

    private FleetMonitoring(Builder builder) {
        store = builder.store;
        topics = new FleetTopics(builder.model, builder.window);
        node = builder.node;
        grace = builder.grace;
        retention = builder.retention;
        silentAfter = builder.silentAfter == null ? topics.window().multipliedBy(6) : builder.silentAfter;
        policy = builder.policy;
        checks = builder.checks == null ? FleetChecks.defaults() : List.copyOf(builder.checks);
        references = builder.references;
        listener = builder.listener;
    }

    /**
     * Starts with windows of ten minutes, a grace time of a minute, the default alert policy and {@link
     * FleetChecks#defaults()}.
     *
     * @param model the model that is watched
     * @param store the side channel of the registry's store
     * @return a builder, not safe for use by several threads
     */
    public static Builder builder(ModelName model, SummaryStore store) {
        return new Builder(model, store);
    }

    /**
     * What all nodes saw, window by window.
     *
     * @param from any time in the first window
     * @param to the windows that begin before this time
     * @return the windows in which somebody reported or was expected to, oldest first; the last ones may still grow
     * @throws io.modelops.model.StoreException if the side channel can't be read
     */
    public List<FleetWindow> windows(Instant from, Instant to) {
        Instant first = topics.windowOf(from);
        Instant read = first.minus(topics.window().multipliedBy(EXPECTED_WINDOWS));
        SummaryStore.Reading reading = store.read(topics.traffic(), read, to);
        TreeMap<Instant, List<NodeReport>> reports = new TreeMap<>();
        TreeMap<Instant, Integer> unreadable = new TreeMap<>();
        for (StoredSummary summary : reading.summaries()) {
            Optional<NodeReport> report = NodeReport.ofBytes(summary.data());
            if (report.isPresent()) {
                reports.computeIfAbsent(summary.window(), absent -> new ArrayList<>())
                        .add(report.get());
            } else {
                unreadable.merge(summary.window(), 1, Integer::sum);
            }
        }
        List<FleetWindow> windows = new ArrayList<>();
        for (Instant window = first; window.isBefore(to); window = window.plus(topics.window())) {
            Set<String> expected = expected(reports, window);
            List<NodeReport> there = reports.getOrDefault(window, List.of());
            if (!there.isEmpty() || !expected.isEmpty() || unreadable.containsKey(window)) {
                // Which window a torn entry belonged to is not told; it is shown with the first one.
                int damaged = unreadable.getOrDefault(window, 0) + (windows.isEmpty() ? reading.damaged() : 0);
                windows.add(FleetWindow.of(window, window.plus(topics.window()), there, expected, damaged));
            }
        }
        return windows;
    }

    /**
     * What all nodes saw in a time, added up.
     *
     * @param from any time in the first window
     * @param to the windows that begin before this time
     * @return all of it as one window, or empty if nobody reported
     * @throws io.modelops.model.StoreException if the side channel can't be read
     */
    public Optional<FleetWindow> between(Instant from, Instant to) {
        return windows(from, to).stream().reduce(FleetWindow::merge);
    }

    /**
     * What the fleet agreed on.
     *
     * @param from the first begin of a window that is wanted
     * @param to the first begin that is not wanted any more
     * @return the verdicts, oldest first
     * @throws io.modelops.model.StoreException if the side channel can't be read
     */
    public List<FleetVerdict> verdicts(Instant from, Instant to) {
        return store.read(topics.verdicts(), from, to).summaries().stream()
                .flatMap(entry -> FleetVerdict.ofBytes(entry.data()).stream())
                .toList();
    }

    /**
     * How things stand: the findings of the latest window that was judged.
     *
     * @return the findings by check; empty if no window was judged yet
     * @throws io.modelops.model.StoreException if the side channel can't be read
     */
    public List<Reading> current() {
        return latestVerdict().map(FleetVerdict::findings).orElse(List.of());
    }

    /**
     * Judges the windows that are over and were not judged by another node, and delivers what nobody has delivered. A window
     * is judged when all nodes have reported it for good, or the grace time after its end; windows without any report are
     * passed over.
     *
     * @param now the time
     * @return the alerts that this call delivered, in order
     * @throws io.modelops.model.StoreException if the side channel can't be read or written
     */
    public synchronized List<Alert> evaluate(Instant now) {
        List<Alert> delivered = new ArrayList<>();
        Instant earliest = topics.windowOf(now).minus(topics.window().multipliedBy(CATCH_UP_WINDOWS));
        FleetVerdict latest = latestVerdict().orElse(null);
        Instant next = latest == null || latest.to().isBefore(earliest) ? earliest : latest.to();
        for (FleetWindow window : windows(next, topics.windowOf(now))) {
            if (!window.isComplete() && now.isBefore(window.to().plus(grace))) {
                break; // Verdicts follow each other, because the alert policy looks back.
            }
            FleetVerdict verdict = judge(window, latest, now);
            if (store.putIfAbsent(entry(topics.verdicts(), FLEET, window.from(), verdict.toBytes()))) {
                delivered.addAll(deliver(verdict));
                latest = verdict;
            } else {
                latest = othersVerdict(window, verdict);
            }
        }
        delivered.addAll(deliverForOthers(earliest, now));
        SummaryStore.Limits limits = new SummaryStore.Limits(now.minus(retention), Integer.MAX_VALUE, Long.MAX_VALUE);
        store.trim(topics.verdicts(), limits);
        store.trim(topics.deliveries(), limits);
        return List.copyOf(delivered);
    }

    /**
     * Which alerts of the fleet last, by its latest verdict. Whoever took one up can resolve it when it is not among them any
     * more.
     *
     * @param now the time
     * @return the ids of the alerts that last; empty if nobody has judged a window for {@link Builder#silentAfter}, because
     *     all nodes that could are gone
     * @throws io.modelops.model.StoreException if the side channel can't be read
     */
    public Optional<Set<String>> lasting(Instant now) {
        return latestVerdict()
                .filter(verdict -> verdict.to().plus(silentAfter).isAfter(now))
                .map(verdict -> verdict.memory().stream()
                        .filter(AlertMemory::open)
                        .map(AlertMemory::alertId)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * For how long a fleet may be silent until {@link #lasting} says nothing any more.
     *
     * @return the duration
     */
    public Duration silentAfter() {
        return silentAfter;
    }

    private FleetVerdict judge(FleetWindow window, @Nullable FleetVerdict before, Instant now) {
        TrafficSummary champion = window.champion().orElse(null);
        ModelRef.Numbered version = champion == null ? null : champion.version();
        Profile trainedOn = version == null ? null : reference(version);
        AlertDecisions decisions = new AlertDecisions(policy, before == null ? List.of() : before.memory());
        if (before != null && before.version() != null && !Objects.equals(before.version(), version)) {
            decisions.forgetBreaches();
        }
        List<Reading> findings = new ArrayList<>();
        List<Alert> alerts = new ArrayList<>();
        for (FleetCheck check : checks) {
            for (Finding finding : judge(check, window, champion, trainedOn)) {
                findings.add(new Reading(check.name(), window.to(), finding));
                if (decisions.take(check.name(), finding, window.to())) {
                    Alert alert = alert(check.name(), version, finding, window, alerts.size() + 1);
                    decisions.raisedAs(check.name(), finding.subject(), alert.id());
                    alerts.add(alert);
                }
            }
        }
        return new FleetVerdict(
                window.from(), window.to(), now, node, version, window.nodes(), findings, alerts, decisions.memory());
    }

    private List<Finding> judge(
            FleetCheck check, FleetWindow window, @Nullable TrafficSummary champion, @Nullable Profile trainedOn) {
        try {
            return check.judge(window, champion, trainedOn);
        } catch (RuntimeException failure) {
            LOG.warn("Check {} threw and was left out of the window {}", check.name(), window.from(), failure);
            return List.of();
        }
    }

    /** The same window gives the same id wherever it is judged. */
    private Alert alert(
            String check, ModelRef.@Nullable Numbered version, Finding finding, FleetWindow window, int number) {
        return new Alert(
                topics.model() + "-fleet-" + ID_TIME.format(window.from()) + "-" + number,
                topics.model(),
                version == null ? 0 : version.number(),
                check,
                finding.subject(),
                finding.severity(),
                finding.value(),
                finding.threshold(),
                finding.summary(),
                window.to());
    }

    private FleetVerdict othersVerdict(FleetWindow window, FleetVerdict own) {
        return verdicts(window.from(), window.from().plusMillis(1)).stream()
                .findFirst()
                .orElseGet(() -> {
                    // A power cut has torn it. Somebody may have delivered what it said; better twice than never.
                    store.put(entry(topics.verdicts(), FLEET, window.from(), own.toBytes()));
                    return own;
                });
    }

    private List<Alert> deliverForOthers(Instant earliest, Instant now) {
        List<Alert> delivered = new ArrayList<>();
        for (FleetVerdict verdict : verdicts(earliest, now)) {
            long slot = Duration.between(verdict.at(), now).toMillis() / grace.toMillis();
            if (verdict.alerts().isEmpty() || slot < 1 || !isWorthAnAttempt(verdict)) {
                continue;
            }
            // One node in each grace time.
            if (store.putIfAbsent(entry(topics.deliveries(), ATTEMPT + slot, verdict.from(), new byte[0]))) {
                delivered.addAll(deliver(verdict));
            }
        }
        return delivered;
    }

    private boolean isWorthAnAttempt(FleetVerdict verdict) {
        List<StoredSummary> attempts = store.read(
                        topics.deliveries(), verdict.from(), verdict.from().plusMillis(1))
                .summaries();
        return attempts.size() < MOST_ATTEMPTS
                && attempts.stream().noneMatch(entry -> entry.node().equals(DELIVERED));
    }

    private List<Alert> deliver(FleetVerdict verdict) {
        if (verdict.alerts().isEmpty()) {
            return List.of();
        }
        try {
            verdict.alerts().forEach(listener);
        } catch (RuntimeException failure) {
            LOG.warn("Alerts of model {} could not be delivered by this node", topics.model(), failure);
            return List.of();
        }
        store.put(entry(topics.deliveries(), DELIVERED, verdict.from(), new byte[0]));
        return verdict.alerts();
    }

    private Optional<FleetVerdict> latestVerdict() {
        return store.latest(topics.verdicts(), FLEET).flatMap(entry -> FleetVerdict.ofBytes(entry.data()));
    }

    private @Nullable Profile reference(ModelRef.Numbered version) {
        try {
            return references.apply(version).orElse(null);
        } catch (RuntimeException unreadable) {
            LOG.warn("The training profile of {} can't be read ({})", version, unreadable.toString());
            return null;
        }
    }

    /** Who reported in one of the windows before and did not say that it leaves. */
    private Set<String> expected(NavigableMap<Instant, List<NodeReport>> reports, Instant window) {
        Set<String> expected = new TreeSet<>();
        for (List<NodeReport> earlier : reports.subMap(
                        window.minus(topics.window().multipliedBy(EXPECTED_WINDOWS)), window)
                .values()) {
            earlier.stream().map(NodeReport::node).forEach(expected::add);
            earlier.stream().filter(NodeReport::leaving).map(NodeReport::node).forEach(expected::remove);
        }
        return expected;
    }

    private static StoredSummary entry(String topic, String node, Instant window, byte[] bytes) {
        return new StoredSummary(topic, node, window, bytes);
    }

    /** Collects what a fleet is watched with. */
    public static final class Builder {
        private final ModelName model;
        private final SummaryStore store;
        private String node = "";
        private Duration window = DEFAULT_WINDOW;
        private Duration grace = Duration.ofMinutes(1);
        private Duration retention = Duration.ofDays(7);
        private @Nullable Duration silentAfter;
        private AlertPolicy policy = AlertPolicy.ofDefaults();
        private @Nullable List<FleetCheck> checks;
        private Function<? super ModelRef.Numbered, Optional<Profile>> references = version -> Optional.empty();
        private Consumer<? super Alert> listener = alert -> {};

        private Builder(ModelName model, SummaryStore store) {
            this.model = model;
            this.store = store;
        }

        /**
         * Sets the name of this node, which its verdicts show.
         *
         * @param name the name
         * @return this builder
         */
        public Builder node(String name) {
            node = name;
            return this;
        }

        /**
         * Sets how long a window lasts; ten minutes unless told. It has to be what the publishers of the fleet have.
         *
         * @param length whole milliseconds, at most seven days
         * @return this builder
         */
        public Builder window(Duration length) {
            window = length;
            return this;
        }

        /**
         * Sets how long after its end a window waits for nodes that have not reported it for good, and how long an alert
         * waits for the node that has to deliver it; a minute unless told. It should be longer than the allowed lateness of
         * the publishers and the time between two calls of {@code publish}.
         *
         * @param duration the time, a millisecond or more
         * @return this builder
         * @throws InvalidInputException if it is shorter
         */
        public Builder grace(Duration duration) {
            if (duration.compareTo(Duration.ofMillis(1)) < 0) {
                throw new InvalidInputException("Grace time " + duration + " is not allowed: expected 1 ms or more.");
            }
            grace = duration;
            return this;
        }

        /**
         * Sets how long verdicts are kept; seven days unless told.
         *
         * @param age how old windows may be
         * @return this builder
         */
        public Builder keep(Duration age) {
            retention = age;
            return this;
        }

        /**
         * Sets after which time without a verdict the fleet counts as silent, and its alerts are not known to last any more;
         * six windows unless told.
         *
         * @param duration the time after the end of the latest window that was judged, above zero
         * @return this builder
         * @throws InvalidInputException if it is not above zero
         */
        public Builder silentAfter(Duration duration) {
            if (duration.isZero() || duration.isNegative()) {
                throw new InvalidInputException(
                        "Silence of " + duration + " is not allowed: expected a time above zero.");
            }
            silentAfter = duration;
            return this;
        }

        /**
         * Sets when findings become alerts. All nodes should have the same policy.
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder policy(AlertPolicy policy) {
            this.policy = policy;
            return this;
        }

        /**
         * Sets what windows are judged by, instead of the defaults. All nodes should have the same checks.
         *
         * @param checks the checks
         * @return this builder
         */
        public Builder checks(List<FleetCheck> checks) {
            this.checks = checks;
            return this;
        }

        /**
         * Sets where the training profiles of versions come from; from nowhere unless told.
         *
         * @param profiles finds the profile of a version
         * @return this builder
         */
        public Builder references(Function<? super ModelRef.Numbered, Optional<Profile>> profiles) {
            references = profiles;
            return this;
        }

        /**
         * Sets who gets the alerts that this node delivers, on the thread that evaluates. If it throws, another node tries.
         *
         * @param listener takes an alert
         * @return this builder
         */
        public Builder onAlert(Consumer<? super Alert> listener) {
            this.listener = listener;
            return this;
        }

        /**
         * Builds it.
         *
         * @return what watches the fleet
         * @throws InvalidInputException if the window's length is out of its range
         */
        public FleetMonitoring build() {
            return new FleetMonitoring(this);
        }
    }
}
