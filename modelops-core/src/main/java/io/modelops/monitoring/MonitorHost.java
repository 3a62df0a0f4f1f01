package io.modelops.monitoring;

import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelName;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.monitoring.GuardedMonitor.Call;
import io.modelops.spi.AlertChange;
import io.modelops.spi.AlertChange.Kind;
import io.modelops.spi.AlertSink;
import io.modelops.spi.Finding;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import io.modelops.spi.Observer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All monitors of one deployment. It passes on what is observed, asks the monitors from time to time, turns lasting
 * breaches into alerts by its {@link AlertPolicy}, delivers those, and keeps what was measured for charts and reports.
 *
 * <p>Each monitor, each sink and the alert listener has a bounded queue of its own, and with
 * {@link Builder#threadsOfItsOwn()} a thread of its own, so that one which is slow or hangs delays nobody: neither who
 * observes, nor who evaluates, nor another plug-in. What one throws is counted and isolated. A monitor of which one kind of
 * call failed ten times in a row, or that ran out of memory, is switched off. One that does not come back within the limit
 * is reported and interrupted, gets nothing more until it does, and is switched off the third time.
 *
 * <p>Unless told, all of it happens on the calling thread before the call returns, one call at a time for each monitor.
 * Evaluations should be as far apart as the windows of the monitors take to change, because persistence counts
 * evaluations. Safe for use by several threads.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public final class MonitorHost<I, O> implements Observer<I, O>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MonitorHost.class);
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final ModelName model;
    private final List<GuardedMonitor<I, O>> monitors = new ArrayList<>();
    private final AlertBook book = new AlertBook();
    private final AlertDelivery delivery;
    private final @Nullable Supplier<String> alertIds;
    private final Failures failures;
    private final MonitoringHistory history;
    private final InstantSource clock;
    private final Duration hangLimit;
    private final @Nullable ExecutorService own;
    private final Executor executor;
    private final LongSupplier ticker;
    private final Duration rememberFor;
    private final Map<String, SideWork> aside = new ConcurrentSkipListMap<>();
    private final AtomicReference<@Nullable HostMemory> recalled = new AtomicReference<>();
    private final AtomicLong raisedAlerts = new AtomicLong();
    private volatile @Nullable ModelVersion serving;
    private final ServedVersions served = new ServedVersions();

    private final Map<String, List<Reading>> readings = new LinkedHashMap<>();

    private MonitorHost(Builder<I, O> builder) {
        model = builder.model;
        alertIds = builder.alertIds;
        clock = builder.clock;
        hangLimit = builder.hangLimit;
        failures = new Failures(builder.failureHandler);
        history = new MonitoringHistory(builder.historyPoints);
        own = builder.executor == null ? MonitorThreads.of(model) : null;
        rememberFor = builder.rememberFor;
        ticker = builder.ticker;
        executor = own == null ? Objects.requireNonNull(builder.executor) : own;
        delivery = new AlertDelivery(List.copyOf(builder.sinks), builder.listener, executor, builder.ticker, failures);
        Set<String> taken = new HashSet<>();
        for (Monitor<I, O> monitor : builder.monitors) {
            String name = unique(monitor.name(), taken);
            monitors.add(new GuardedMonitor<>(
                    monitor,
                    name,
                    new MonitorAlerts(name, builder.policy, book),
                    failures,
                    new Lane(executor, builder.ticker),
                    builder.capacity));
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
        synchronized (readings) {
            if (!version.equals(serving)) {
                readings.clear();
            }
            serving = version;
        }
        settleRecalled(version);
        served.add(clock.instant(), version.ref());
        monitors.forEach(guarded -> guarded.serve(
                version,
                trainedOn,
                changed -> changed.alerts()
                        .end(clock.instant(), version.ref() + " serves")
                        .forEach(delivery::deliver)));
    }

    @Override
    public void onPrediction(Observation<I, O> observation) {
        monitors.forEach(guarded -> guarded.tell(Call.PREDICTION, told -> told.onPrediction(observation)));
    }

    @Override
    public void onLabel(LabelledObservation<I, O> labelled) {
        monitors.forEach(guarded -> guarded.tell(Call.LABEL, told -> told.onLabel(labelled)));
    }

    /**
     * Asks all monitors and waits for their answers, at most for the limit within which a monitor has to come back. The
     * alerts that follow are handed to the sinks and the alert listener; where all happens on the calling thread, they have
     * them before this returns.
     *
     * @param now the time by the deployment's clock, which cool-downs go by
     * @return the new alerts in the order of the monitors; none as long as no version serves
     */
    public List<Alert> evaluate(Instant now) {
        List<CompletableFuture<List<Alert>>> answers = begin(now);
        List<Alert> raised = new ArrayList<>();
        long end = System.nanoTime() + hangLimit.toNanos();
        for (int monitor = 0; monitor < answers.size(); monitor++) {
            CompletableFuture<List<Alert>> answer = answers.get(monitor);
            if (answer.isDone() || !monitors.get(monitor).isRunBy(Thread.currentThread())) {
                raised.addAll(await(answer, end));
            }
        }
        return List.copyOf(raised);
    }

    /**
     * Asks all monitors without waiting for their answers, as a heartbeat has to. The alerts that follow are handed to the
     * sinks and the alert listener. A monitor that still answers the last time is left out.
     *
     * @param now the time by the deployment's clock, which cool-downs go by
     */
    public void startEvaluation(Instant now) {
        begin(now);
    }

    /**
     * Looks for plug-ins that have not come back within the limit, reports them, and interrupts them but for the alert
     * listener. Each evaluation does so too; it takes no time worth mentioning.
     */
    public void interruptHanging() {
        monitors.forEach(guarded -> guarded.interruptOverdue(hangLimit));
        delivery.interruptOverdue(hangLimit);
        aside.values().forEach(work -> work.reportOverdue(hangLimit));
    }

    /**
     * Waits until the monitors have taken what they were told, and the sinks what they were sent, before this call. What
     * hangs is not waited for.
     *
     * @param longest how long to wait at most
     */
    public void awaitIdle(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        try {
            for (GuardedMonitor<I, O> guarded : monitors) {
                guarded.awaitIdle(end);
            }
            for (SideWork work : aside.values()) {
                work.awaitIdle(end);
            }
            delivery.awaitDelivered(end);
        } catch (InterruptedException inAHurry) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Takes an alert that was raised elsewhere, such as for a whole fleet, among those of this host, and hands it to the
     * sinks and the alert listener.
     *
     * @param alert the alert
     */
    public void adopt(Alert alert) {
        delivery.deliver(book.adopt(alert));
    }

    /**
     * Says which adopted alerts still last: those that don't are resolved, and those that do are open again if they were
     * resolved. Sinks are told. Alerts of this host's own monitors stay as they are.
     *
     * @param lasting the ids of the alerts that last where they were raised
     * @param why what the history of the others says
     */
    public void settleAdopted(Set<String> lasting, String why) {
        book.settleAdopted(lasting, clock.instant(), why).forEach(delivery::deliver);
    }

    /**
     * Has something done beside the monitors that may hang, such as writing what they know to a store. Of one name one piece
     * is done at a time and one more waits; further ones are counted and left out, and so are all as long as one hangs for
     * longer than the limit, which is counted and reported. It is never interrupted, because that would close a store's
     * files. What it throws is counted and reported.
     *
     * @param name a name, in {@link #status()} and failure counts; a few for each host
     * @param work the work
     * @return whether it is or was done
     */
    public boolean runAside(String name, Runnable work) {
        return aside.computeIfAbsent(name, unknown -> new SideWork(name, executor, ticker, failures))
                .offer(work);
    }

    /**
     * What monitors and alert policy knew after the last evaluation, with alerts, acknowledgements and silences, for a host
     * with the same monitors to go on from after a restart. Of alerts at most 200 are kept, those that last first; states
     * that find no room in {@value io.modelops.spi.StoredSummary#LARGEST} bytes are left out, the largest first.
     *
     * @return bytes for {@link #recall}
     */
    public byte[] memory() {
        Instant now = clock.instant();
        return HostMemory.toBytes(
                monitors.stream()
                        .map(GuardedMonitor::memory)
                        .filter(Objects::nonNull)
                        .toList(),
                book.memory(now),
                now);
    }

    /**
     * Lets the monitors go on from what an earlier host knew, if the first version that serves here is the one that served
     * there. To be called before anything serves. Alerts and silences are there again at once; alerts that no monitor
     * knows of any more are resolved when a version serves. What can't be read, or is older than
     * {@link Builder#rememberFor}, is ignored with a line in the log and counted in {@link #status()}.
     *
     * @param memory what {@link #memory()} of the earlier host returned
     */
    public void recall(byte[] memory) {
        HostMemory known = HostMemory.ofBytes(memory).orElse(null);
        if (known == null || known.isOlderThan(rememberFor, clock.instant())) {
            if (known != null) {
                LOG.warn("What the monitors of {} knew at {} is too old: they go on from nothing", model, known.at());
            }
            monitors.forEach(GuardedMonitor::refuse);
            return;
        }
        for (MonitorMemory remembered : known.monitors()) {
            monitors.stream()
                    .filter(guarded -> guarded.name().equals(remembered.monitor()))
                    .forEach(guarded -> guarded.recall(remembered));
        }
        book.recall(known.alerts());
        recalled.set(known);
    }

    /**
     * How things stand: the latest finding of each monitor about each subject, for the version that serves now.
     *
     * @return an immutable snapshot of the last evaluation, by monitor in the order they were added
     */
    public List<Reading> current() {
        synchronized (readings) {
            return readings.values().stream().flatMap(List::stream).toList();
        }
    }

    /**
     * The latest 1,000 alerts as they were raised.
     *
     * @return an immutable snapshot, oldest first
     */
    public List<Alert> alerts() {
        return book.alerts();
    }

    /**
     * The latest 1,000 alerts with what became of them.
     *
     * @return an immutable snapshot, oldest first
     */
    public List<Incident> incidents() {
        return book.incidents();
    }

    /**
     * Says that somebody looks after an alert: it is not raised again while it lasts. Sinks are told.
     *
     * @param alertId the id of one of the latest 1,000 alerts; nothing changes but its history if it is resolved
     * @param who who does
     * @param note what they want others to know; may be empty
     * @throws io.modelops.model.NotFoundException if there is no such alert
     */
    public void acknowledge(String alertId, Actor who, String note) {
        delivery.deliver(book.acknowledge(alertId, new AlertChange(Kind.ACKNOWLEDGED, clock.instant(), who, note)));
    }

    /**
     * Raises no alerts about something for a while. What lasts when the silence ends is alerted then; alerts that were
     * raised before are still resolved.
     *
     * @param monitor the names of the monitors it is about; {@code *} stands for any number of characters
     * @param subject the subjects it is about; {@code *} stands for any number of characters
     * @param until when it ends
     * @param who who asks for it
     * @param reason why
     * @return the silence
     * @throws io.modelops.model.InvalidInputException if a pattern or the reason is empty, the end is not in the future, or
     *     there are 1,000 silences
     */
    public Silence silence(String monitor, String subject, Instant until, Actor who, String reason) {
        return book.silence(monitor, subject, clock.instant(), until, who, reason);
    }

    /**
     * Ends a silence before its time.
     *
     * @param silenceId its id
     * @return whether there was one
     */
    public boolean endSilence(String silenceId) {
        return book.endSilence(silenceId);
    }

    /**
     * The silences that have not ended.
     *
     * @return an immutable snapshot, oldest first
     */
    public List<Silence> silences() {
        return book.silences(clock.instant());
    }

    /**
     * How the monitors, the sinks, the alert listener and what is done beside them do.
     *
     * @return a snapshot, in this order
     */
    public List<MonitorStatus> status() {
        return Stream.of(
                        monitors.stream().map(GuardedMonitor::status),
                        delivery.status().stream(),
                        aside.values().stream().map(SideWork::status))
                .flatMap(Function.identity())
                .toList();
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
     * How often monitors, sinks and the alert listener threw or hung.
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
        MonitoringDetails details = monitors.stream()
                .map(GuardedMonitor::details)
                .reduce(MonitoringDetails.none(), MonitoringDetails::and)
                .incidents(incidents())
                .silences(silences())
                .versions(served.all());
        return new MonitoringReport(
                model,
                version == null ? null : version.ref(),
                from,
                now,
                current(),
                series,
                alerts(),
                failures(),
                details);
    }

    /**
     * Takes no more observations, gives alerts that wait two seconds to be delivered, and leaves what hangs to itself.
     * What was measured can still be read. Closing twice does nothing more.
     */
    @Override
    public void close() {
        monitors.forEach(GuardedMonitor::close);
        try {
            delivery.awaitDelivered(System.nanoTime() + FAREWELL.toNanos());
        } catch (InterruptedException inAHurry) {
            Thread.currentThread().interrupt();
        }
        delivery.close();
        aside.values().forEach(SideWork::close);
        if (own != null) {
            own.shutdown();
        }
    }

    /** Alerts of before a restart last if the monitor that raised them is there, and watches the same version. */
    private void settleRecalled(ModelVersion version) {
        HostMemory known = recalled.getAndSet(null);
        if (known == null) {
            return;
        }
        boolean same = known.isOf(version.ref());
        if (!same) {
            LOG.info("{} serves, another version than before the restart: its monitors start anew", version.ref());
        }
        Set<String> names = monitors.stream().map(GuardedMonitor::name).collect(Collectors.toSet());
        Map<String, Set<String>> lasting = same ? known.openSubjects(names) : Map.of();
        String why = same ? "not watched any more since a restart" : version.ref() + " serves";
        book.settle(lasting, new AlertChange(Kind.RESOLVED, clock.instant(), Actor.SYSTEM, why))
                .forEach(delivery::deliver);
    }

    private List<CompletableFuture<List<Alert>>> begin(Instant now) {
        interruptHanging();
        if (serving == null) {
            return List.of();
        }
        EvaluationRound round = new EvaluationRound();
        List<CompletableFuture<List<Alert>>> answers = new ArrayList<>();
        for (int index = 0; index < monitors.size(); index++) {
            GuardedMonitor<I, O> guarded = monitors.get(index);
            int place = index;
            answers.add(guarded.ask(now, (version, findings) -> {
                List<Notice> news = conclude(guarded, version, findings, now);
                if (!round.keep(place, news)) {
                    news.forEach(delivery::deliver);
                }
                return news.stream().filter(Notice::isNew).map(Notice::alert).toList();
            }));
        }
        round.release().forEach(delivery::deliver);
        return answers;
    }

    private List<Alert> await(CompletableFuture<List<Alert>> answer, long end) {
        try {
            return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException inAHurry) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException late) {
            interruptHanging();
        }
        return List.of();
    }

    private List<Notice> conclude(
            GuardedMonitor<I, O> guarded, ModelVersion version, List<Finding> findings, Instant now) {
        synchronized (readings) {
            if (!version.equals(serving)) {
                return List.of();
            }
            readings.put(
                    guarded.name(),
                    findings.stream()
                            .map(finding -> new Reading(guarded.name(), now, finding))
                            .toList());
        }
        for (Finding finding : findings) {
            if (finding.status() != Finding.Status.INSUFFICIENT_DATA) {
                history.add(guarded.name(), now, finding);
            }
        }
        return guarded.alerts().take(findings, now, group -> alert(guarded.name(), version, group, now));
    }

    private Alert alert(String monitor, ModelVersion version, AlertGroup group, Instant now) {
        Finding lead = group.lead();
        return new Alert(
                nextAlertId(now),
                model,
                version.number(),
                monitor,
                lead.subject(),
                group.severity(),
                lead.value(),
                lead.threshold(),
                group.summary(),
                now);
    }

    /** Unless told, the same run gives the same ids, and two runs at different times give different ones. */
    private String nextAlertId(Instant now) {
        if (alertIds != null) {
            try {
                return Objects.requireNonNull(alertIds.get(), "An alert needs an id, but the supplier gave none");
            } catch (Throwable thrown) {
                failures.add("alert-ids", thrown, false);
            }
        }
        return model + "-" + ID_TIME.format(now) + "-" + raisedAlerts.incrementAndGet();
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
        private int capacity = 16_384;
        private Duration hangLimit = Duration.ofSeconds(30);
        private Duration rememberFor = Duration.ofDays(7);
        private InstantSource clock = InstantSource.system();
        private LongSupplier ticker = System::nanoTime;
        private @Nullable Supplier<String> alertIds;
        private @Nullable Executor executor = Runnable::run;

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
         * Adds a sink for alerts, in failure counts {@code alert-sink-1} and so on. While it is slow or hangs, 1,000 pieces
         * of news wait for it; further ones are counted and dropped.
         *
         * @param sink the sink
         * @return this builder
         */
        public Builder<I, O> sink(AlertSink sink) {
            sinks.add(sink);
            return this;
        }

        /**
         * Sets who acts on new alerts, in failure counts {@code alert-listener}. It may call this host back. On the calling
         * thread it is called after the sinks; otherwise it does not wait for them.
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
         * called by several threads at once, and must not call the host back.
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
         * Sets what runs monitors, sinks and the alert listener. A plug-in that hangs keeps one of its threads;
         * {@code Runnable::run}, which is the default, makes everything happen on the calling thread, which suits tests and
         * simulations.
         *
         * @param runner the executor; it stays the caller's to shut down
         * @return this builder
         */
        public Builder<I, O> executor(Executor runner) {
            executor = runner;
            return this;
        }

        /**
         * Gives each plug-in a daemon thread of its own while it has something to do, so that none can hold up another or
         * the caller. They end when the host is closed.
         *
         * @return this builder
         */
        public Builder<I, O> threadsOfItsOwn() {
            executor = null;
            return this;
        }

        /**
         * Sets how many observations may wait for each monitor; further predictions are counted and dropped, and for true
         * outcomes there is twice the room.
         *
         * @param observations 1 or more; 16,384 unless told
         * @return this builder
         * @throws io.modelops.model.InvalidInputException if the number is less than 1
         */
        public Builder<I, O> capacity(int observations) {
            capacity = Settings.atLeast(1, "capacity", observations);
            return this;
        }

        /**
         * Sets within which time a monitor, a sink or the alert listener has to come back from a call. Looked at on every
         * heartbeat and evaluation.
         *
         * @param longest a positive duration; 30 seconds unless told
         * @return this builder
         * @throws io.modelops.model.InvalidInputException if it is not positive or longer than a day
         */
        public Builder<I, O> hangLimit(Duration longest) {
            if (longest.isZero() || longest.isNegative() || longest.compareTo(Duration.ofDays(1)) > 0) {
                throw new InvalidInputException("Monitor setting hangLimit " + longest
                        + " is not allowed: expected a positive duration of at most a day.");
            }
            hangLimit = longest;
            return this;
        }

        /**
         * Sets how old what was known before a restart may be to be gone on from; older windows say little of today.
         *
         * @param longest a positive duration; 7 days unless told
         * @return this builder
         * @throws io.modelops.model.InvalidInputException if it is not positive
         */
        public Builder<I, O> rememberFor(Duration longest) {
            if (longest.isZero() || longest.isNegative()) {
                throw new InvalidInputException(
                        "Monitor setting rememberFor " + longest + " is not allowed: expected a positive duration.");
            }
            rememberFor = longest;
            return this;
        }

        /**
         * Sets the clock that acknowledgements and silences are dated by.
         *
         * @param source the clock; the system's unless told
         * @return this builder
         */
        public Builder<I, O> clock(InstantSource source) {
            clock = source;
            return this;
        }

        /**
         * Sets the ticker by which it is measured how long calls take.
         *
         * @param nanos gives nanoseconds from some origin; {@link System#nanoTime()} unless told
         * @return this builder
         */
        public Builder<I, O> ticker(LongSupplier nanos) {
            ticker = nanos;
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
