package io.modelops.monitoring;

import io.modelops.model.Alert;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A monitor that can't hurt. It is told and asked in a lane of its own. What it throws is counted and reported; it is
 * switched off when one kind of call failed ten times in a row, when it ran out of memory, or when it hung three times.
 */
final class GuardedMonitor<I, O> {
    private static final int MOST_FAILURES = 10;
    private static final int MOST_HANGS = 3;

    /** The kinds of calls, counted apart: a call that does nothing must not hide that another always fails. */
    enum Call {
        SERVING,
        PREDICTION,
        LABEL,
        EVALUATE,
        DETAILS
    }

    private final Map<Call, Integer> failuresInARow = new EnumMap<>(Call.class);
    private final String name;
    private final MonitorAlerts alerts;
    private final Failures failures;
    private final Lane lane;
    private final int capacity;
    private final AtomicReference<@Nullable CompletableFuture<List<Alert>>> asked = new AtomicReference<>();
    private volatile @Nullable Monitor<I, O> monitor;
    private final AtomicInteger hangs = new AtomicInteger();
    private volatile @Nullable MonitoringDetails details;
    private volatile @Nullable MonitorMemory memory;
    private volatile @Nullable MonitorMemory earlier;
    private final AtomicInteger refusedStates = new AtomicInteger();
    private volatile Retained retained = Retained.UNKNOWN;

    /** How much memory the monitor took after the last evaluation. */
    private record Retained(long bytes, Map<String, Long> byFeature) {
        private static final Retained UNKNOWN = new Retained(-1, Map.of());
    }

    /** The version that it knows to serve; used in its lane only. */
    private @Nullable ModelVersion serving;

    GuardedMonitor(
            Monitor<I, O> monitor, String name, MonitorAlerts alerts, Failures failures, Lane lane, int capacity) {
        this.monitor = monitor;
        this.name = name;
        this.alerts = alerts;
        this.failures = failures;
        this.lane = lane;
        this.capacity = capacity;
    }

    String name() {
        return name;
    }

    MonitorAlerts alerts() {
        return alerts;
    }

    /** Tells it of another version, whatever else it could not be told. */
    void serve(ModelVersion version, @Nullable Profile trainedOn, Consumer<GuardedMonitor<I, O>> onAnother) {
        lane.offer(
                new Lane.Task() {
                    @Override
                    public void run() {
                        if (!version.equals(serving)) {
                            onAnother.accept(GuardedMonitor.this);
                            details = null;
                        }
                        serving = version;
                        tellNow(Call.SERVING, told -> told.onServing(version, trainedOn));
                        restore(version);
                    }

                    @Override
                    public boolean isVital() {
                        return true;
                    }
                },
                Long.MAX_VALUE);
    }

    /** Tells it something, unless it is too slow. Of outcomes there are fewer: they find as much room again. */
    void tell(Call call, Consumer<Monitor<I, O>> news) {
        if (monitor == null || lane.isHanging()) {
            lane.countDropped();
        } else {
            lane.offer(() -> tellNow(call, news), call == Call.LABEL ? 2L * capacity : capacity);
        }
    }

    /**
     * Asks it after it was told all that it is to be told before, unless it is being asked already.
     *
     * @param conclude what follows from its findings about the version that it knows to serve
     * @return what followed; nothing if it can't be asked, or does not come back
     */
    CompletableFuture<List<Alert>> ask(Instant now, BiFunction<ModelVersion, List<Finding>, List<Alert>> conclude) {
        CompletableFuture<List<Alert>> answer = new CompletableFuture<>();
        if (monitor == null || lane.isHanging() || !asked.compareAndSet(null, answer)) {
            return CompletableFuture.completedFuture(List.of());
        }
        lane.offer(
                new Lane.Task() {
                    @Override
                    public void run() {
                        List<Alert> raised = List.of();
                        try {
                            List<Finding> findings = askNow(Call.EVALUATE, one -> List.copyOf(one.evaluate(now)));
                            ModelVersion version = serving;
                            // Who asked waits no more for what hung, and what it says late may be true no more.
                            if (version != null && !findings.isEmpty() && !answer.isDone()) {
                                raised = conclude.apply(version, findings);
                            }
                            askForDetails(now);
                            remember();
                            measure();
                        } finally {
                            answered(answer, raised);
                        }
                    }

                    @Override
                    public void dropped() {
                        answered(answer, List.of());
                    }
                },
                Long.MAX_VALUE);
        return answer;
    }

    /** What it showed beyond its findings after the last evaluation. */
    MonitoringDetails details() {
        MonitoringDetails shown = details;
        return shown == null ? MonitoringDetails.none() : shown;
    }

    /** What it and its alerts knew after the last evaluation, or null if there is nothing. */
    @Nullable
    MonitorMemory memory() {
        return memory;
    }

    /** Lets it go on from what was remembered, once the same version serves. */
    void recall(MonitorMemory remembered) {
        earlier = remembered;
    }

    /** Whether this thread is the one that its answer would have to come from. */
    boolean isRunBy(Thread thread) {
        return lane.isRunBy(thread);
    }

    /** Gives it up for as long as it does not come back, if it takes longer than the limit. */
    void interruptOverdue(Duration limit) {
        StackTraceElement[] place = lane.overdue(limit.toNanos(), true);
        if (place == null) {
            return;
        }
        boolean off = hangs.incrementAndGet() >= MOST_HANGS;
        if (off) {
            monitor = null;
        }
        lane.clear();
        CompletableFuture<List<Alert>> waiting = asked.get();
        if (waiting != null) {
            answered(waiting, List.of());
        }
        TimeoutException hanging =
                new TimeoutException("Monitor " + name + " has not come back for " + limit + "; nobody waits for it");
        hanging.setStackTrace(place);
        failures.add(name, hanging, off);
    }

    MonitorStatus status() {
        MonitorStatus.State state = monitor == null
                ? MonitorStatus.State.OFF
                : lane.isHanging() ? MonitorStatus.State.HANGING : MonitorStatus.State.ON;
        Retained size = retained;
        return new MonitorStatus(
                name,
                state,
                lane.waiting(),
                lane.dropped(),
                failures.count(name),
                hangs.get(),
                refusedStates.get(),
                size.bytes(),
                size.byFeature());
    }

    void awaitIdle(long end) throws InterruptedException {
        if (!lane.isHanging()) {
            lane.awaitIdle(end);
        }
    }

    void close() {
        lane.close(true);
    }

    /** What was remembered of it can't be gone on from. */
    void refuse() {
        refusedStates.incrementAndGet();
    }

    private void measure() {
        if (monitor instanceof MemorySource source) {
            try {
                retained = new Retained(source.retainedBytes(), Map.copyOf(source.retainedBytesByFeature()));
            } catch (Throwable thrown) {
                retained = Retained.UNKNOWN;
                failures.add(name, thrown, false);
            }
        }
    }

    private void remember() {
        Monitor<I, O> there = monitor;
        ModelVersion version = serving;
        if (there == null || version == null) {
            return;
        }
        try {
            memory = new MonitorMemory(name, version.ref(), there.state().orElse(null), alerts.memory());
        } catch (Throwable thrown) {
            memory = null;
            failures.add(name, thrown, false);
        }
    }

    private void restore(ModelVersion version) {
        MonitorMemory remembered = earlier;
        Monitor<I, O> there = monitor;
        earlier = null;
        if (remembered == null || there == null) {
            return;
        }
        if (!remembered.version().equals(version.ref())) {
            refuse();
            return;
        }
        alerts.recall(remembered.alerts());
        byte[] state = remembered.state();
        try {
            if (state != null) {
                there.restore(state);
            }
        } catch (Throwable thrown) {
            refuse();
            failures.add(name, thrown, false);
        }
    }

    private void answered(CompletableFuture<List<Alert>> answer, List<Alert> raised) {
        asked.compareAndSet(answer, null);
        answer.complete(raised);
    }

    private void askForDetails(Instant now) {
        if (monitor instanceof DetailSource source) {
            tellNow(Call.DETAILS, asked -> details = source.details(now));
        }
    }

    private void tellNow(Call call, Consumer<Monitor<I, O>> news) {
        askNow(call, told -> {
            news.accept(told);
            return List.of();
        });
    }

    private List<Finding> askNow(Call call, Function<Monitor<I, O>, List<Finding>> question) {
        Monitor<I, O> there = monitor;
        if (there == null) {
            return List.of();
        }
        try {
            List<Finding> answer = question.apply(there);
            failuresInARow.remove(call);
            return answer;
        } catch (Throwable thrown) {
            boolean off =
                    thrown instanceof OutOfMemoryError || failuresInARow.merge(call, 1, Integer::sum) >= MOST_FAILURES;
            if (off) {
                // Nothing else refers to it: what it has heaped up can be freed.
                monitor = null;
            }
            failures.add(name, thrown, off);
            return List.of();
        }
    }
}
