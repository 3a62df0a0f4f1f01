package io.modelops.monitoring;

import static io.modelops.monitoring.ScriptedMonitor.breach;
import static io.modelops.monitoring.ScriptedMonitor.fine;
import static io.modelops.spi.Observed.MODEL;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.modelops.model.Alert;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.monitoring.MonitorStatus.State;
import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever one plug-in does, the others and whoever calls the host go on. */
@Timeout(30)
class MonitorIsolationTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final ModelVersion CHAMPION = version(7);

    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicLong ticks = new AtomicLong();
    private final List<Alert> sent = new CopyOnWriteArrayList<>();
    private final Map<String, Throwable> failed = new ConcurrentHashMap<>();
    private final ScriptedMonitor healthy = new ScriptedMonitor();
    private @Nullable MonitorHost<String, Double> host;

    @AfterEach
    void release() {
        never.countDown();
        if (host != null) {
            host.close();
        }
    }

    @Test
    void onPrediction_monitorBlocksForEver_othersSeeAllAndAreAlerted() {
        MonitorHost<String, Double> host =
                start(builder().monitor(new Blocking()).monitor(healthy));
        healthy.finds(breach("error"));
        for (int id = 0; id < 100; id++) {
            host.onPrediction(answer(CHAMPION, id, "input", 1.0));
        }
        host.startEvaluation(START);

        soon().until(() -> sent.size() == 1);
        assertThat(healthy.told).hasSize(101);
        assertThat(host.current()).extracting(Reading::monitor).containsExactly("scripted");
    }

    @Test
    void interruptHanging_monitorDoesNotComeBack_isReportedWithWhereItIsAndGetsNothingMore() {
        MonitorHost<String, Double> host =
                start(builder().monitor(new Blocking()).monitor(healthy));
        observe(host, 50);
        soon().until(() -> status(host, "blocking").waiting() == 49);

        host.interruptHanging();
        assertThat(failed).isEmpty();
        ticks.addAndGet(Duration.ofSeconds(31).toNanos());
        host.interruptHanging();
        host.interruptHanging();

        assertThat(failed).containsOnlyKeys("blocking");
        assertThat(failed.get("blocking").getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("blockForEver"));
        MonitorStatus status = status(host, "blocking");
        assertThat(status.state()).isEqualTo(State.HANGING);
        assertThat(status.waiting()).isZero();
        assertThat(status.dropped()).isEqualTo(49);
        assertThat(status.hangs()).isOne();

        observe(host, 10);
        assertThat(status(host, "blocking").dropped()).isEqualTo(59);
        assertThat(status(host, "scripted").state()).isEqualTo(State.ON);
    }

    @Test
    void interruptHanging_monitorComesBack_goesOnUntilItHungThreeTimes() {
        Blocking blocking = new Blocking();
        blocking.heedsInterrupts = true;
        MonitorHost<String, Double> host = start(builder().monitor(blocking));

        for (int hang = 1; hang <= 3; hang++) {
            int expected = hang;
            observe(host, 1);
            soon().until(() -> blocking.entered == expected);
            ticks.addAndGet(Duration.ofSeconds(31).toNanos());
            host.interruptHanging();
            soon().until(() -> status(host, "blocking").state() != State.HANGING);
        }

        assertThat(status(host, "blocking").state()).isEqualTo(State.OFF);
        assertThat(status(host, "blocking").hangs()).isEqualTo(3);
        observe(host, 1);
        host.awaitIdle(LONG);
        assertThat(blocking.entered).isEqualTo(3);
    }

    @Test
    void evaluate_monitorHangsWhileItIsAsked_othersAreAlertedAndItsLateAnswerIsIgnored() {
        CountDownLatch asked = new CountDownLatch(1);
        Monitor<Object, Object> late = new Monitor<>() {
            @Override
            public String name() {
                return "late";
            }

            @Override
            public List<Finding> evaluate(Instant now) {
                asked.countDown();
                blockForEver();
                return List.of(breach("late"));
            }
        };
        MonitorHost<String, Double> host = start(builder().monitor(late).monitor(healthy));
        healthy.finds(breach("error"));

        host.startEvaluation(START);
        soon().until(() -> asked.getCount() == 0 && sent.size() == 1);
        host.startEvaluation(START.plusSeconds(60));
        ticks.addAndGet(Duration.ofSeconds(31).toNanos());
        assertThat(host.evaluate(START.plusSeconds(120))).isEmpty();
        never.countDown();
        host.awaitIdle(LONG);

        soon().until(() -> status(host, "late").state() == State.ON);
        assertThat(sent).extracting(Alert::subject).containsExactly("error");
        assertThat(host.current()).extracting(Reading::monitor).containsOnly("scripted");
    }

    @Test
    void onPrediction_monitorAllocatesWithoutEnd_isSwitchedOffAtOnceAndLetGo() {
        Hoarder hoarder = new Hoarder();
        MonitorHost<String, Double> host = start(builder().monitor(hoarder).monitor(healthy));
        healthy.finds(breach("error"));
        observe(host, 5);

        assertThat(host.evaluate(START)).hasSize(1);
        soon().until(() -> status(host, "hoarder").state() == State.OFF);
        assertThat(failed.get("hoarder")).isInstanceOf(OutOfMemoryError.class);
        assertThat(hoarder.calls).isOne();
        assertThat(healthy.told).hasSize(6);
    }

    @Test
    void onPrediction_monitorAlwaysThrows_isSwitchedOffAndOthersGoOn() {
        Monitor<Object, Object> throwing = new Monitor<>() {
            @Override
            public String name() {
                return "throwing";
            }

            @Override
            public void onPrediction(Observation<Object, Object> observation) {
                throw new IllegalStateException("no");
            }

            @Override
            public List<Finding> evaluate(Instant now) {
                return List.of();
            }
        };
        MonitorHost<String, Double> host = start(builder().monitor(throwing).monitor(healthy));
        observe(host, 50);
        host.awaitIdle(LONG);

        assertThat(status(host, "throwing").state()).isEqualTo(State.OFF);
        assertThat(status(host, "throwing").failures()).isEqualTo(10);
        assertThat(healthy.told).hasSize(51);
    }

    @Test
    void onPrediction_monitorIsSlow_losesWhatDoesNotFitAndNoMore() {
        Blocking blocking = new Blocking();
        MonitorHost<String, Double> host =
                start(builder().monitor(blocking).monitor(healthy).capacity(10));
        for (int id = 0; id < 30; id++) {
            int next = id;
            host.onPrediction(answer(CHAMPION, id, "input", 1.0));
            soon().until(() -> healthy.told.size() == next + 2);
            soon().until(() -> blocking.entered == 1);
        }

        assertThat(status(host, "blocking").waiting()).isEqualTo(10);
        assertThat(status(host, "blocking").dropped()).isEqualTo(19);
        assertThat(status(host, "scripted").dropped()).isZero();
    }

    @Test
    void evaluate_sinkHangs_otherSinksAndTheListenerGetAllAlerts() {
        List<Alert> heard = new CopyOnWriteArrayList<>();
        MonitorHost<String, Double> host = start(MonitorHost.<String, Double>builder(MODEL)
                .policy(everyBreach())
                .ticker(ticks::get)
                .onFailure(failed::put)
                .monitor(healthy)
                .sink(alert -> blockForEver())
                .sink(sent::add)
                .onAlert(heard::add)
                .threadsOfItsOwn());
        for (int round = 0; round < 3; round++) {
            healthy.finds(breach("error " + round));
            host.evaluate(START.plusSeconds(round));
        }
        soon().until(() -> sent.size() == 3 && heard.size() == 3);
        ticks.addAndGet(Duration.ofSeconds(31).toNanos());
        host.interruptHanging();

        assertThat(failed).containsOnlyKeys("alert-sink-1");
        assertThat(status(host, "alert-sink-1"))
                .extracting(MonitorStatus::state, MonitorStatus::waiting)
                .containsExactly(State.HANGING, 2);
        never.countDown();
        soon().until(() -> status(host, "alert-sink-1").waiting() == 0);
        assertThat(status(host, "alert-sink-1").state()).isEqualTo(State.ON);
    }

    @Test
    void interruptHanging_listenerHangs_isReportedButNotInterrupted() {
        CountDownLatch heard = new CountDownLatch(1);
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        MonitorHost<String, Double> host = start(builder().monitor(healthy).onAlert(alert -> {
            heard.countDown();
            try {
                never.await();
                interrupted.add(false);
            } catch (InterruptedException stopped) {
                interrupted.add(true);
            }
        }));
        healthy.finds(breach("error"));
        host.evaluate(START);
        soon().until(() -> heard.getCount() == 0);

        ticks.addAndGet(Duration.ofSeconds(31).toNanos());
        host.interruptHanging();
        host.close();

        assertThat(failed).containsOnlyKeys("alert-listener");
        assertThat(interrupted).isEmpty();
        never.countDown();
        soon().until(() -> interrupted.equals(List.of(false)));
    }

    @Test
    void close_whileAMonitorHeedsInterrupts_endsItsThread() {
        Blocking blocking = new Blocking();
        blocking.heedsInterrupts = true;
        MonitorHost<String, Double> host = start(builder().monitor(blocking));
        observe(host, 1);
        soon().until(() -> blocking.entered == 1);

        host.close();

        soon().until(() -> blocking.left);
    }

    @Test
    void close_whilePluginsHang_returnsAndKeepsWhatWasMeasured() {
        MonitorHost<String, Double> host = start(MonitorHost.<String, Double>builder(MODEL)
                .policy(everyBreach())
                .monitor(new Blocking())
                .monitor(healthy)
                .sink(sent::add)
                .threadsOfItsOwn());
        healthy.finds(breach("error"));
        observe(host, 1);
        host.startEvaluation(START);
        soon().until(() -> sent.size() == 1);

        host.close();
        host.onPrediction(answer(CHAMPION, 99, "input", 1.0));
        assertThat(host.evaluate(START.plusSeconds(1))).isEmpty();

        assertThat(healthy.told).doesNotContain("prediction 99");
        assertThat(host.report(START).alerts()).hasSize(1);
    }

    @Test
    void onPrediction_executorRefuses_losesItAndTriesAgain() {
        boolean[] refusing = {true};
        MonitorHost<String, Double> host = builder()
                .monitor(healthy)
                .executor(task -> {
                    if (refusing[0]) {
                        throw new RejectedExecutionException("full");
                    }
                    task.run();
                })
                .build();

        host.onPrediction(answer(CHAMPION, 1, "input", 1.0));
        refusing[0] = false;
        host.onPrediction(answer(CHAMPION, 2, "input", 1.0));

        assertThat(healthy.told).containsExactly("prediction 2");
        assertThat(status(host, "scripted").dropped()).isOne();
    }

    @Test
    void evaluate_fromWithinAMonitor_doesNotWaitForItself() {
        List<MonitorHost<String, Double>> self = new ArrayList<>();
        Monitor<Object, Object> curious = new Monitor<>() {
            @Override
            public void onPrediction(Observation<Object, Object> observation) {
                self.get(0).evaluate(START);
            }

            @Override
            public List<Finding> evaluate(Instant now) {
                return List.of(fine("mood", 1));
            }
        };
        MonitorHost<String, Double> host = start(builder().monitor(curious).executor(Runnable::run));
        self.add(host);

        observe(host, 1);

        assertThat(host.current()).hasSize(1);
    }

    @Test
    void runAside_workThatHangs_holdsUpNobodyAndIsCountedAndNotInterrupted() {
        CountDownLatch entered = new CountDownLatch(1);
        AtomicLong interrupts = new AtomicLong();
        MonitorHost<String, Double> host = start(builder().monitor(healthy));
        healthy.finds(breach("error"));

        assertThat(host.runAside("store", () -> {
                    entered.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException stopped) {
                        interrupts.incrementAndGet();
                    }
                }))
                .isTrue();
        soon().until(() -> entered.getCount() == 0);
        assertThat(host.runAside("store", () -> {})).isTrue(); // It waits.
        assertThat(host.runAside("store", () -> {})).isFalse(); // There is room for one.
        ticks.addAndGet(Duration.ofSeconds(31).toNanos());
        host.interruptHanging();
        host.startEvaluation(START);

        soon().until(() -> sent.size() == 1);
        assertThat(host.runAside("store", () -> {})).isFalse();
        MonitorStatus status = status(host, "store");
        assertThat(status.state()).isEqualTo(State.HANGING);
        assertThat(status.hangs()).isOne();
        assertThat(status.dropped()).isEqualTo(2);
        assertThat(failed).containsOnlyKeys("store");
        assertThat(interrupts).hasValue(0);
    }

    @Test
    void runAside_workThatThrows_isCountedAndTheNextIsDone() {
        MonitorHost<String, Double> host = start(builder());
        AtomicLong done = new AtomicLong();

        host.runAside("store", () -> {
            throw new OutOfMemoryError("simulated");
        });
        host.awaitIdle(LONG);
        host.runAside("store", done::incrementAndGet);
        host.awaitIdle(LONG);

        assertThat(done).hasValue(1);
        assertThat(failed.get("store")).isInstanceOf(OutOfMemoryError.class);
        assertThat(status(host, "store").state()).isEqualTo(State.ON);
    }

    @Test
    void onPrediction_monitorThatRunsOutOfMemory_isOffAndWhatItHeldIsLetGo() {
        Monitor<Object, Object> greedy = new Monitor<>() {
            @Override
            public String name() {
                return "greedy";
            }

            @Override
            public void onPrediction(Observation<Object, Object> observation) {
                throw new OutOfMemoryError("simulated");
            }

            @Override
            public List<Finding> evaluate(Instant now) {
                return List.of();
            }
        };
        MonitorHost<String, Double> host = start(builder().monitor(greedy).monitor(healthy));

        observe(host, 5);
        host.awaitIdle(LONG);

        assertThat(status(host, "greedy").state()).isEqualTo(State.OFF);
        assertThat(status(host, "greedy").failures()).isOne();
        assertThat(healthy.told).hasSize(6);
    }

    @Test
    void onPrediction_monitorThatQueuesWithoutEnd_fillsItsQueueAndNoMore() {
        List<MonitorHost<String, Double>> self = new CopyOnWriteArrayList<>();
        Monitor<Object, Object> queueing = new Monitor<>() {
            @Override
            public String name() {
                return "queueing";
            }

            @Override
            public void onPrediction(Observation<Object, Object> observation) {
                // Each prediction makes two more.
                self.get(0).onPrediction(answer(CHAMPION, 1, "input", 1.0));
                self.get(0).onPrediction(answer(CHAMPION, 2, "input", 1.0));
            }

            @Override
            public List<Finding> evaluate(Instant now) {
                return List.of(fine("mood", 1));
            }
        };
        MonitorHost<String, Double> host = start(builder().monitor(queueing).capacity(100));
        self.add(host);

        observe(host, 1);

        soon().until(() -> status(host, "queueing").dropped() > 1_000);
        assertThat(status(host, "queueing").waiting()).isLessThanOrEqualTo(100);
        host.startEvaluation(START); // Its turn comes all the same.
        soon().until(() -> host.current().size() == 1);
    }

    @Test
    void hangLimit_notPositive_isRefused() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> builder().hangLimit(Duration.ZERO))
                .withMessageContaining("PT0S");
    }

    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
    }

    private MonitorHost.Builder<String, Double> builder() {
        return MonitorHost.<String, Double>builder(MODEL)
                .policy(everyBreach())
                .sink(sent::add)
                .ticker(ticks::get)
                .onFailure(failed::put)
                .threadsOfItsOwn();
    }

    private static AlertPolicy everyBreach() {
        return AlertPolicy.builder().persistence(1, 1).build();
    }

    private MonitorHost<String, Double> start(MonitorHost.Builder<String, Double> builder) {
        MonitorHost<String, Double> started = builder.build();
        host = started;
        started.onServing(CHAMPION, null);
        started.awaitIdle(LONG);
        return started;
    }

    private static void observe(MonitorHost<String, Double> host, int count) {
        for (int id = 0; id < count; id++) {
            host.onPrediction(answer(CHAMPION, id, "input", 1.0));
        }
    }

    private static MonitorStatus status(MonitorHost<?, ?> host, String name) {
        return host.status().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void blockForEver() {
        boolean released = false;
        while (!released) {
            try {
                never.await();
                released = true;
            } catch (InterruptedException ignored) {
                // It does not care.
            }
        }
    }

    private final class Blocking implements Monitor<Object, Object> {
        private volatile boolean heedsInterrupts;
        private volatile int entered;
        private volatile boolean left;

        @Override
        public String name() {
            return "blocking";
        }

        @Override
        @SuppressWarnings("NonAtomicOperationOnVolatileField") // monitors are called by one thread at a time
        public void onPrediction(Observation<Object, Object> observation) {
            entered++;
            if (!heedsInterrupts) {
                blockForEver();
                return;
            }
            try {
                never.await();
            } catch (InterruptedException stopped) {
                left = true;
            }
        }

        @Override
        public List<Finding> evaluate(Instant now) {
            return List.of();
        }
    }

    /** Wants more than any virtual machine has. */
    private static final class Hoarder implements Monitor<Object, Object> {
        private final List<long[]> hoard = new ArrayList<>();
        private volatile int calls;

        @Override
        public String name() {
            return "hoarder";
        }

        @Override
        public void onServing(ModelVersion version, @Nullable Profile trainedOn) {}

        @Override
        @SuppressWarnings("NonAtomicOperationOnVolatileField") // monitors are called by one thread at a time
        public void onPrediction(Observation<Object, Object> observation) {
            calls++;
            while (true) {
                hoard.add(new long[Integer.MAX_VALUE]);
            }
        }

        @Override
        public List<Finding> evaluate(Instant now) {
            return List.of();
        }
    }
}
