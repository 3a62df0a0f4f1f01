package io.modelops.deployment.internal;

import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Answers a number with its tenfold, notes the batches it sees, and can't answer numbers below zero. A zero waits for the
 * gate.
 */
final class RecordingModel implements LoadedModel<Integer, Integer> {
    final Queue<List<Integer>> batches = new ConcurrentLinkedQueue<>();
    final Map<Thread, Queue<Integer>> sizesByThread = new ConcurrentHashMap<>();
    final Semaphore waiting = new Semaphore(0);
    final CountDownLatch gate = new CountDownLatch(1);

    @Override
    public Inference<Integer, Integer> newInference() {
        return new Inference<>() {
            @Override
            public Integer predict(Integer input) throws Exception {
                return predictAll(List.of(input)).get(0);
            }

            @Override
            public List<Integer> predictAll(List<Integer> inputs) throws Exception {
                batches.add(List.copyOf(inputs));
                sizesByThread
                        .computeIfAbsent(Thread.currentThread(), thread -> new ConcurrentLinkedQueue<>())
                        .add(inputs.size());
                if (inputs.contains(0)) {
                    waiting.release();
                    gate.await();
                }
                if (inputs.stream().anyMatch(input -> input < 0)) {
                    throw new IllegalArgumentException("below zero");
                }
                return inputs.stream().map(input -> input * 10).toList();
            }
        };
    }

    /** Waits until so many workers wait for the gate. */
    void awaitWaiting(int workers) throws InterruptedException {
        if (!waiting.tryAcquire(workers, 30, TimeUnit.SECONDS)) {
            throw new AssertionError("not all workers are waiting");
        }
    }
}
