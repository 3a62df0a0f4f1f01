package io.modelops.monitoring;

import io.modelops.model.Alert;
import io.modelops.model.ModelName;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.monitoring.GuardedMonitor.Call;
import io.modelops.spi.AlertSink;
import io.modelops.spi.Finding;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import io.modelops.spi.Observer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All monitors of one deployment. It passes on what is observed, asks the monitors from time to time, turns lasting
 * breaches into alerts by its {@link AlertPolicy}, delivers those, and keeps what was measured for charts and reports.
 *
 * <p>A monitor, sink or callback that throws is counted and isolated; a monitor of which one kind of call failed ten times
 * in a row is switched off. Monitors are called under one lock, so they need none of their own; sinks and callbacks are
 * called outside of it. Evaluations should be as far apart as the windows of the monitors take to change, because
 * persistence counts evaluations. Safe for use by several threads.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public final class MonitorHost<I, O> implements Observer<I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(MonitorHost.class);
    private static final int MOST_ALERTS = 1_000;
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ReentrantLock monitoring = new ReentrantLock();
    private final ModelName model;
    private final List<GuardedMonitor<I, O>> monitors = new ArrayList<>();
    private final List<AlertSink> sinks;
    private final Consumer<? super Alert> listener;
    private final Supplier<String> alertIds;
    private final Failures failures;
    private final MonitoringHistory history;
    private volatile @Nullable ModelVersion serving;
    private Instant latestEvaluation = Instant.EPOCH;
    private long raisedAlerts;

    /** Guards what follows, apart from the monitors: who reads results must not wait for a monitor. */
    private final Object results = new Object();

    private final Map<String, List<Reading>> readings = new LinkedHashMap<>();
    private final Map<String, MonitoringDetails> details = new LinkedHashMap<>();
    private final Deque<Alert> alerts = new ArrayDeque<>();

    private MonitorHost(Builder<I, O> builder) {
        model = builder.model;
        sinks = List.copyOf(builder.sinks);
        listener = builder.listener;
        alertIds = builder.alertIds == null ? this::nextAlertId : builder.alertIds;
        failures = new Failures(builder.failureHandler);
        history = new MonitoringHistory(builder.historyPoints);
        Set<String> taken = new HashSet<>();
        for (Monitor<I, O> monitor : builder.monitors) {
            monitors.add(new GuardedMonitor<>(monitor, unique(monitor.name(), taken), builder.policy, failures));
        }
    }

    /**
     * Starts a monitor host without monitors and sinks, with the default alert policy, that keeps 1,000 points of each
     * series and logs what fails.
     *
     * @param model the name of the model that is watched
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return a builder, not safe for use by several threads
     */
    public static <I, O> Builder<I, O> builder(ModelName model) {
        return new Builder<>(model);
    }

    @Override
    public String name() {
        return "monitors";
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        monitoring.lock();
        try {
            if (!version.equals(serving)) {
                monitors.forEach(GuardedMonitor::forgetBreaches);
                synchronized (results) {
                    readings.clear();
                    details.clear();
                }
            }
            serving = version;
            monitors.forEach(guarded -> guarded.tell(Call.SERVING, told -> told.onServing(version, trainedOn)));
        } finally {
            monitoring.unlock();
        }
    }

    @Override
    public void onPrediction(Observation<I, O> observation) {
        monitoring.lock();
        try {
            monitors.forEach(guarded -> guarded.tell(Call.PREDICTION, told -> told.onPrediction(observation)));
        } finally {
            monitoring.unlock();
        }
    }

    @Override
    public void onLabel(LabelledObservation<I, O> labelled) {
        monitoring.lock();
        try {
            monitors.forEach(guarded -> guarded.tell(Call.LABEL, told -> told.onLabel(labelled)));
        } finally {
            monitoring.unlock();
        }
    }

    /**
     * Asks all monitors, and delivers the alerts that follow to the sinks and the alert listener before it returns.
     *
     * @param now the time by the deployment's clock, which cool-downs go by
     * @return the new alerts in the order of the monitors and their findings; none as long as no version serves
     */
    public List<Alert> evaluate(Instant now) {
        List<Alert> raised = new ArrayList<>();
        monitoring.lock();
        try {
            ModelVersion version = serving;
            if (version == null) {
                return List.of();
            }
            latestEvaluation = now;
            for (GuardedMonitor<I, O> guarded : monitors) {
                raised.addAll(evaluate(guarded, version, now));
            }
        } finally {
            monitoring.unlock();
        }
        raised.forEach(this::deliver);
        return List.copyOf(raised);
    }

    /**
     * How things stand: the latest finding of each monitor about each subject, for the version that serves now.
     *
     * @return an immutable snapshot of the last evaluation, by monitor in the order they were added
     */
    public List<Reading> current() {
        synchronized (results) {
            return readings.values().stream().flatMap(List::stream).toList();
        }
    }

    /**
     * The latest 1,000 alerts.
     *
     * @return an immutable snapshot, oldest first
     */
    public List<Alert> alerts() {
        synchronized (results) {
            return List.copyOf(alerts);
        }
    }

    /**
     * What was measured over time.
     *
     * @return the history, which goes on growing up to its limits
     */
    public MonitoringHistory history() {
        return history;
    }

    /**
     * How often monitors, sinks and the alert listener threw.
     *
     * @return counts by name, without those that never did
     */
    public Map<String, Long> failures() {
        return Collections.unmodifiableMap(failures.counts());
    }

    /**
     * Takes a snapshot of everything.
     *
     * @param now the end of the time reported on
     * @return the report
     */
    public MonitoringReport report(Instant now) {
        List<MonitoringHistory.Series> series = history.series();
        Instant from = series.stream()
                .flatMap(one -> one.points().stream().limit(1))
                .map(MonitoringHistory.Point::at)
                .min(Comparator.naturalOrder())
                .orElse(now);
        ModelVersion version = serving;
        return new MonitoringReport(
                model,
                version == null ? null : version.ref(),
                from,
                now,
                current(),
                series,
                alerts(),
                failures(),
                details());
    }

    private MonitoringDetails details() {
        synchronized (results) {
            return details.values().stream().reduce(MonitoringDetails.none(), MonitoringDetails::and);
        }
    }

    private List<Alert> evaluate(GuardedMonitor<I, O> guarded, ModelVersion version, Instant now) {
        List<Finding> findings = guarded.evaluate(now);
        guarded.details(now).ifPresent(shown -> {
            synchronized (results) {
                details.put(guarded.name(), shown);
            }
        });
        List<Alert> raised = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding.status() != Finding.Status.INSUFFICIENT_DATA) {
                history.add(guarded.name(), now, finding);
            }
            if (guarded.state(finding.subject()).take(finding, now)) {
                raised.add(alert(guarded.name(), version, finding, now));
            }
        }
        if (!findings.isEmpty()) {
            synchronized (results) {
                readings.put(
                        guarded.name(),
                        findings.stream()
                                .map(finding -> new Reading(guarded.name(), now, finding))
                                .toList());
                raised.forEach(this::keep);
            }
        }
        return raised;
    }

    private Alert alert(String monitor, ModelVersion version, Finding finding, Instant now) {
        return new Alert(
                alertIds.get(),
                model,
                version.number(),
                monitor,
                finding.subject(),
                finding.severity(),
                finding.value(),
                finding.threshold(),
                finding.summary(),
                now);
    }

    private void keep(Alert alert) {
        alerts.addLast(alert);
        if (alerts.size() > MOST_ALERTS) {
            alerts.removeFirst();
        }
    }

    private void deliver(Alert alert) {
        for (int sink = 0; sink < sinks.size(); sink++) {
            deliver(alert, sinks.get(sink)::send, "alert-sink-" + (sink + 1));
        }
        deliver(alert, listener, "alert-listener");
    }

    private void deliver(Alert alert, Consumer<? super Alert> receiver, String name) {
        try {
            receiver.accept(alert);
        } catch (Throwable thrown) {
            failures.add(name, thrown, false);
        }
    }

    /** The same run gives the same ids, and two runs at different times give different ones. */
    private String nextAlertId() {
        return model + "-" + ID_TIME.format(latestEvaluation) + "-" + ++raisedAlerts;
    }

    private static String unique(String name, Set<String> taken) {
        String unique = name;
        for (int number = 2; !taken.add(unique); number++) {
            unique = name + "-" + number;
        }
        return unique;
    }

    /**
     * Collects what a monitor host is built from.
     *
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     */
    public static final class Builder<I, O> {
        private final ModelName model;
        private final List<Monitor<I, O>> monitors = new ArrayList<>();
        private final List<AlertSink> sinks = new ArrayList<>();
        private AlertPolicy policy = AlertPolicy.ofDefaults();
        private Consumer<? super Alert> listener = alert -> {};
        private BiConsumer<? super String, ? super Throwable> failureHandler =
                (plugin, thrown) -> LOG.warn("{} threw and was isolated.", plugin, thrown);
        private int historyPoints = 1_000;
        private @Nullable Supplier<String> alertIds;

        private Builder(ModelName model) {
            this.model = model;
        }

        /**
         * Adds a monitor, which from now on belongs to this host. Of several with the same name, the later ones get a
         * number behind it.
         *
         * @param monitor the monitor
         * @return this builder
         */
        @SuppressWarnings("unchecked") // a monitor only reads observations, so one of supertypes will do
        public Builder<I, O> monitor(Monitor<? super I, ? super O> monitor) {
            monitors.add((Monitor<I, O>) monitor);
            return this;
        }

        /**
         * Sets when findings become alerts.
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder<I, O> policy(AlertPolicy policy) {
            this.policy = policy;
            return this;
        }

        /**
         * Adds a sink for alerts, in failure counts {@code alert-sink-1} and so on. It is called on the thread that
         * evaluates.
         *
         * @param sink the sink
         * @return this builder
         */
        public Builder<I, O> sink(AlertSink sink) {
            sinks.add(sink);
            return this;
        }

        /**
         * Sets who acts on alerts, in failure counts {@code alert-listener}. It is called after the sinks, on the thread
         * that evaluates, and may call this host back.
         *
         * @param listener the listener
         * @return this builder
         */
        public Builder<I, O> onAlert(Consumer<? super Alert> listener) {
            this.listener = listener;
            return this;
        }

        /**
         * Sets who is told of each exception of a monitor, a sink or the alert listener; the log unless told. It may be
         * called by several threads at once and while the host is locked, and must not call it back.
         *
         * @param handler takes the name of the plug-in and what it threw
         * @return this builder
         */
        public Builder<I, O> onFailure(BiConsumer<? super String, ? super Throwable> handler) {
            failureHandler = handler;
            return this;
        }

        /**
         * Sets how many points of each series are kept; 1,000 unless told.
         *
         * @param points the number of points, 1 or more
         * @return this builder
         * @throws io.modelops.model.InvalidInputException if the number is less than 1
         */
        public Builder<I, O> history(int points) {
            historyPoints = Settings.atLeast(1, "history", points);
            return this;
        }

        /**
         * Sets where the ids of alerts come from; unless told they are made of model, time and a running number.
         *
         * @param ids gives a new unique id each time
         * @return this builder
         */
        public Builder<I, O> alertIds(Supplier<String> ids) {
            alertIds = ids;
            return this;
        }

        /**
         * Builds the host.
         *
         * @return the host
         */
        public MonitorHost<I, O> build() {
            return new MonitorHost<>(this);
        }
    }
}
