package io.modelops.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.event.Event;
import io.modelops.event.EventListener;
import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.ModelVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
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
class SubscriptionTest {
    private static final int THREADS = 8;

    @Parameter
    private Home home;

    @TempDir
    private Path directory;

    private RegistryFixture fixture;
    private ModelRegistry registry;
    private final List<Event> heard = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        fixture = new RegistryFixture(home, directory);
        registry = fixture.registry;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void subscribe_changesFromNowOn_areHeardBeforeTheChangeReturns() {
        ModelVersion first = fixture.register("before");
        registry.subscribe(heard::add);

        LogEntry pointed = registry.point("champion").to(first);
        assertThat(heard).containsExactly(pointed);

        LogEntry approved = registry.approve(first, Actor.by("ana"), "");
        assertThat(heard).containsExactly(pointed, approved);
    }

    @Test
    void subscribe_openedOverALog_doesNotHearWhatIsInIt() {
        fixture.register("before");
        ModelRegistry other = fixture.open();
        other.subscribe(heard::add);

        other.refresh();

        assertThat(heard).isEmpty();
    }

    @Test
    void subscribe_changesOfAnotherRegistry_areHeardAtRefresh() {
        ModelRegistry other = fixture.open();
        other.subscribe(heard::add);
        fixture.register("a");
        fixture.register("b");
        assertThat(heard).isEmpty();

        other.refresh();

        assertThat(heard).containsExactlyElementsOf(registry.history("churn"));
    }

    @Test
    void subscribe_changesOfAnotherRegistryBeforeAChange_areHeardFirst() {
        ModelVersion first = fixture.register("a");
        ModelRegistry other = fixture.open();
        other.subscribe(heard::add);
        registry.approve(first, Actor.by("ana"), "");

        other.approve(first, Actor.by("bob"), "");

        assertThat(heard).extracting(event -> ((LogEntry) event).actor().name()).containsExactly("ana", "bob");
    }

    @Test
    void subscribe_refusedChange_isNotHeard() {
        ModelVersion first = fixture.register("a");
        registry.point("champion").to(first);
        registry.subscribe(heard::add);

        assertThat(fixture.failing(() -> registry.point("champion").to(first))).isNotNull();

        assertThat(heard).isEmpty();
    }

    @Test
    void subscribe_listenerThatThrows_changesNothingForAnybodyElse() {
        registry.subscribe(event -> {
            throw new IllegalStateException("not my day");
        });
        registry.subscribe(event -> {
            throw new AssertionError("nor mine");
        });
        registry.subscribe(heard::add);

        fixture.register("a");
        fixture.register("b");

        assertThat(heard).hasSize(2);
        assertThat(registry.versions("churn")).hasSize(2);
    }

    @Test
    void subscribe_listenerThatChangesTheRegistry_hearsOfThatAfterwards() {
        List<String> calls = new ArrayList<>();
        registry.subscribe(event -> {
            LogEntry entry = (LogEntry) event;
            calls.add("begin " + entry.sequence());
            if (entry.event() instanceof RegistryEvent.Registered registered) {
                registry.approve(registry.get(ref(registered)), Actor.by("robot"), "");
            }
            calls.add("end " + entry.sequence());
        });
        registry.subscribe(heard::add);

        ModelVersion version = fixture.register("a");

        assertThat(calls).containsExactly("begin 1", "end 1", "begin 2", "end 2");
        assertThat(heard).containsExactlyElementsOf(registry.history("churn"));
        assertThat(registry.approvals(version)).hasSize(1);
    }

    @Test
    void close_subscription_endsItAndTwiceIsOnce() {
        EventListener listener = heard::add;
        Subscription one = registry.subscribe(listener);
        registry.subscribe(listener);

        one.close();
        one.close();
        fixture.register("a");

        assertThat(heard).as("told once, through the other subscription").hasSize(1);
    }

    @Test
    void subscribe_changesOfManyThreads_areHeardOnceEachInTheOrderOfTheLog() throws Exception {
        int changes = home == Home.MEMORY ? 100 : 10;
        ModelVersion version = fixture.register("a");
        registry.subscribe(heard::add);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            Callable<Void> work = () -> {
                for (int change = 0; change < changes; change++) {
                    registry.approve(version, Actor.by("ana"), "");
                }
                return null;
            };
            for (Future<Void> done : threads.invokeAll(
                    IntStream.range(0, THREADS).mapToObj(thread -> work).toList())) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(heard)
                .extracting(event -> ((LogEntry) event).sequence())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(2, 1 + THREADS * changes).boxed().toList());
    }

    private static String ref(RegistryEvent.Registered registered) {
        return registered.model() + ":" + registered.version();
    }
}
