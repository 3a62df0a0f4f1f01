package io.modelops.deployment.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.modelops.deployment.Batching;
import io.modelops.model.ModelName;
import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final ModelName FLOODED = ModelName.of("flooded");
    private static final ModelName QUIET = ModelName.of("quiet");

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void enter_floodedModelAndAQuietOne_takeTurns() {
        Turns turns = new Turns(1);
        turns.enter(QUIET);
        Queue<ModelName> order = new ConcurrentLinkedQueue<>();
        int waiting = 0;
        for (ModelName model : List.of(FLOODED, FLOODED, FLOODED, FLOODED, QUIET, QUIET)) {
            threads.execute(() -> {
                turns.enter(model);
                order.add(model);
                turns.leave();
            });
            int expected = ++waiting;
            await().until(() -> turns.waiting() == expected);
        }

        turns.leave();

        await().until(() -> order.size() == 6);
        assertThat(order).containsExactly(FLOODED, QUIET, FLOODED, QUIET, FLOODED, FLOODED);
    }

    @Test
    void enter_afterAllHaveLeft_isFree() {
        Turns turns = new Turns(2);
        for (int round = 0; round < 3; round++) {
            turns.enter(QUIET);
            turns.enter(FLOODED);
            turns.leave();
            turns.leave();
        }

        assertThat(turns.waiting()).isZero();
    }

    @Test
    void deploy_inferencesAtOnce_runsNoMoreAndAnswersAll() throws Exception {
        Turns turns = new Turns(2);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Workers<Integer, Integer> first = workers(turns, FLOODED, running, most);
        Workers<Integer, Integer> second = workers(turns, QUIET, running, most);
        try {
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int input = 0; input < 200; input++) {
                int asked = input;
                calls.add(() -> (asked % 4 == 0 ? second : first).answer(asked, 5));
            }

            List<Future<Integer>> answers = threads.invokeAll(calls);

            for (int input = 0; input < 200; input++) {
                assertThat(answers.get(input).get()).isEqualTo(input + 1);
            }
            assertThat(most.get()).isBetween(1, 2);
            assertThat(turns.waiting()).isZero();
        } finally {
            first.close();
            second.close();
        }
    }

    private static Workers<Integer, Integer> workers(
            Turns turns, ModelName model, AtomicInteger running, AtomicInteger most) throws Exception {
        LoadedModel<Integer, Integer> loaded = () -> new Inference<>() {
            @Override
            public Integer predict(Integer input) {
                return input + 1;
            }

            @Override
            public List<Integer> predictAll(List<Integer> inputs) throws Exception {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                try {
                    Thread.yield();
                    return Inference.super.predictAll(inputs);
                } finally {
                    running.decrementAndGet();
                }
            }
        };
        return Workers.start(
                loaded,
                model + ":1",
                4,
                new Queueing(1_000, Batching.upTo(4).paddedTo(2, 4), System::nanoTime, turns.of(model)),
                Thread::new);
    }
}
