package io.modelops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.modelops.event.LogEntry;
import io.modelops.model.Actor;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Home.class)
class LogSubscriptionTest {
    private static final int WRITERS = 4;

    @Parameter
    private Home home;

    @TempDir
    private Path directory;

    private RegistryFixture fixture;
    private ModelRegistry registry;
    private ModelVersion version;
    private final SteppedScheduler scheduler = new SteppedScheduler();
    private final List<Long> taken = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        fixture = new RegistryFixture(home, directory);
        registry = fixture.registry;
        version = fixture.register("a");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void subscribe_fromTheBeginning_deliversWhatIsThereAndWhatComes() {
        approve(registry);
        LogSubscription subscription = registry.subscribe(1, this::take, Delivery.on(scheduler));
        assertThat(taken).as("nothing on the caller's thread").isEmpty();

        scheduler.run();
        assertThat(taken).containsExactly(1L, 2L);
        approve(registry);
        assertThat(taken).as("nothing on the writer's thread").containsExactly(1L, 2L);
        scheduler.run();

        assertThat(taken).containsExactly(1L, 2L, 3L);
        assertThat(subscription.taken()).isEqualTo(3);
        assertThat(subscription.failures()).isZero();
    }

    @Test
    void subscribe_fromWhatIsRemembered_goesOnThere() {
        approve(registry);
        LogSubscription subscription = registry.subscribe(1, this::take, Delivery.on(scheduler));
        scheduler.run();
        subscription.close();
        approve(registry);
        approve(registry);

        ModelRegistry restarted = fixture.open();
        restarted.subscribe(subscription.taken() + 1, this::take, Delivery.on(scheduler));
        scheduler.run();

        assertThat(taken).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void subscribe_subscriberThatThrows_getsTheSameEntryAgainAfterGrowingPauses() {
        List<Long> asked = new ArrayList<>();
        AtomicInteger refusals = new AtomicInteger(3);
        LogSubscription subscription = registry.subscribe(
                1,
                entry -> {
                    asked.add(entry.sequence());
                    if (refusals.getAndDecrement() > 0) {
                        throw new IOException("not reachable");
                    }
                    take(entry);
                },
                Delivery.on(scheduler).pausing(Duration.ofSeconds(1), Duration.ofSeconds(3)));
        scheduler.run();
        approve(registry);
        scheduler.run();
        assertThat(asked).as("a new entry does not end the pause").containsExactly(1L);
        assertThat(subscription.failures()).isEqualTo(1);
        assertThat(subscription.failure())
                .hasValueSatisfying(why -> assertThat(why).hasMessage("not reachable"));

        scheduler.pass(Duration.ofMillis(999));
        assertThat(asked).hasSize(1);
        scheduler.pass(Duration.ofMillis(1));
        assertThat(asked).hasSize(2);
        scheduler.pass(Duration.ofMillis(1_999));
        assertThat(asked).hasSize(2);
        scheduler.pass(Duration.ofMillis(1));
        assertThat(asked).hasSize(3);
        assertThat(subscription.taken()).isZero();
        scheduler.pass(Duration.ofSeconds(3));

        assertThat(asked).containsExactly(1L, 1L, 1L, 1L, 2L);
        assertThat(taken).containsExactly(1L, 2L);
        assertThat(subscription.failures()).isZero();
        assertThat(subscription.failure()).isEmpty();
    }

    @Test
    void subscribe_subscriberThatThrowsAnError_isAskedAgain() {
        AtomicInteger calls = new AtomicInteger();
        registry.subscribe(
                1,
                entry -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new AssertionError("once");
                    }
                },
                Delivery.on(scheduler));

        scheduler.pass(Duration.ofSeconds(1));

        assertThat(calls).hasValue(2);
    }

    @Test
    void subscribe_commitsOfAnotherProcess_areDeliveredWithTheNextPoll() {
        registry.subscribe(2, this::take, Delivery.on(scheduler).pollingEach(Duration.ofSeconds(5)));
        ModelRegistry other = fixture.open();
        approve(other);
        approve(other);

        scheduler.pass(Duration.ofMillis(4_999));
        assertThat(taken).isEmpty();
        scheduler.pass(Duration.ofMillis(1));

        assertThat(taken).containsExactly(2L, 3L);
    }

    @Test
    void subscribe_slowSubscriber_holdsUpNoCommit() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        LogSubscription subscription = registry.subscribe(1, entry -> {
            begun.countDown();
            go.await();
            take(entry);
        });
        begun.await();

        approve(registry);
        approve(registry);
        assertThat(taken).isEmpty();
        go.countDown();

        await().until(() -> subscription.taken() == 3);
        assertThat(taken).containsExactly(1L, 2L, 3L);
    }

    @Test
    void subscribe_oneThatFails_doesNotHoldUpAnother() {
        registry.subscribe(
                1,
                entry -> {
                    throw new IllegalStateException("always");
                },
                Delivery.on(scheduler));
        registry.subscribe(1, this::take, Delivery.on(scheduler));

        scheduler.run();

        assertThat(taken).containsExactly(1L);
    }

    @Test
    void close_subscription_endsDelivery() {
        LogSubscription subscription = registry.subscribe(1, this::take, Delivery.on(scheduler));
        subscription.close();
        subscription.close();
        approve(registry);

        scheduler.pass(Duration.ofMinutes(1));

        assertThat(taken).isEmpty();
        assertThat(subscription.isClosed()).isTrue();
    }

    @Test
    void close_fromWithinTheSubscriber_isTheLastCall() {
        List<LogSubscription> own = new ArrayList<>();
        own.add(registry.subscribe(
                1,
                entry -> {
                    take(entry);
                    own.get(0).close();
                },
                Delivery.on(scheduler)));
        approve(registry);

        scheduler.pass(Duration.ofMinutes(1));

        assertThat(taken).containsExactly(1L);
    }

    @Test
    void close_registry_endsDelivery() {
        ModelRegistry other = fixture.open();
        LogSubscription stepped = other.subscribe(1, this::take, Delivery.on(scheduler));
        LogSubscription ownThread = other.subscribe(2, this::take);

        other.close();
        scheduler.pass(Duration.ofMinutes(1));

        assertThat(stepped.isClosed()).isTrue();
        assertThat(ownThread.isClosed()).isTrue();
        assertThat(taken).isEmpty();
    }

    @Test
    void subscribe_executorThatIsShutDown_endsTheSubscriptionAndNoCommitFails() {
        LogSubscription subscription = registry.subscribe(1, this::take, Delivery.on(scheduler));
        scheduler.run();
        scheduler.shutdown();

        approve(registry);

        assertThat(subscription.isClosed()).isTrue();
        assertThat(registry.approvals(version)).hasSize(1);
    }

    @Test
    void subscribe_placeThatTheLogDoesNotHave_throws() {
        assertThatThrownBy(() -> registry.subscribe(0, this::take)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> registry.subscribe(3, this::take))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("another log, or it was cut");
        approve(fixture.open());
        assertThat(registry.subscribe(3, this::take, Delivery.on(scheduler)).taken())
                .as("what others wrote counts, too")
                .isEqualTo(2);
    }

    @Test
    void delivery_impossibleTimes_throw() {
        Delivery delivery = Delivery.on(scheduler);

        assertThatThrownBy(() -> delivery.pollingEach(Duration.ZERO)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> delivery.pausing(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void subscribe_amongManyWritersWithRestarts_deliversEachEntryOnceInOrder() throws Exception {
        int changes = home == Home.MEMORY ? 300 : 15;
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
        AtomicLong remembered = new AtomicLong();
        long last = 1L + WRITERS * changes;
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                ModelRegistry own = writer % 2 == 0 ? registry : fixture.open();
                writers.add(threads.submit(() -> {
                    for (int change = 0; change < changes; change++) {
                        approve(own);
                    }
                }));
            }
            List<Long> late = new CopyOnWriteArrayList<>();
            Future<?> subscribers = threads.submit(() -> {
                while (remembered.get() < last) {
                    long stop = remembered.get() + 7;
                    Delivery often = Delivery.on(Executors.newSingleThreadScheduledExecutor())
                            .pollingEach(Duration.ofMillis(5));
                    LogSubscription some = registry.subscribe(
                            remembered.get() + 1,
                            entry -> {
                                if (entry.sequence() <= stop) {
                                    take(entry);
                                    remembered.set(entry.sequence());
                                }
                            },
                            often);
                    try {
                        await().pollInterval(Duration.ofMillis(1))
                                .until(() -> remembered.get() == Math.min(stop, last));
                    } finally {
                        some.close();
                        often.executor().shutdown();
                    }
                }
            });
            try (LogSubscription whole = registry.subscribe(1, entry -> late.add(entry.sequence()))) {
                for (Future<?> writer : writers) {
                    writer.get();
                }
                subscribers.get();
                await().until(() -> whole.taken() == last);
            }
            assertThat(late).isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
        } finally {
            threads.shutdown();
        }

        assertThat(taken).isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
    }

    private void take(LogEntry entry) {
        taken.add(entry.sequence());
    }

    private void approve(ModelRegistry by) {
        by.approve(version, Actor.by("ana"), "");
    }
}
