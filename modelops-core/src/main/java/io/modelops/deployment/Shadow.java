package io.modelops.deployment;

import io.modelops.deployment.internal.Generation;
import io.modelops.deployment.internal.Observers;
import io.modelops.deployment.internal.Route;
import io.modelops.deployment.internal.RouteTable;
import io.modelops.deployment.internal.SerialQueue;
import io.modelops.model.PredictionId;
import io.modelops.spi.Observation;
import io.modelops.spi.Role;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Gives copies of requests to versions that do not answer them, each on a thread of its own behind a small bounded queue. Copies
 * are dropped first when there is too much to do, and nothing those versions do reaches a caller, or another of them.
 */
final class Shadow<I, O> {
    private static final int CAPACITY = 256;

    private final DeployerParts parts;
    private final Observers<I, O> observers;
    private final Map<Generation<I, O>, SerialQueue<Copy<I, O>>> copies = new ConcurrentHashMap<>();
    private final LongAdder droppedBefore = new LongAdder();

    Shadow(DeployerParts parts, Observers<I, O> observers) {
        this.parts = parts;
        this.observers = observers;
    }

    void copy(Route<I, O> route, PredictionId id, Instant at, I input) {
        RouteTable<I, O> table = route.table();
        if (table != null) {
            for (Generation<I, O> shadow : table.shadows()) {
                offer(new Copy<>(shadow, id, at, input));
            }
        }
        Generation<I, O> copying = route.copiesTo();
        if (copying != null) {
            offer(new Copy<>(copying, id, at, input));
        }
    }

    long dropped() {
        return droppedBefore.sum()
                + copies.values().stream().mapToLong(SerialQueue::dropped).sum();
    }

    /** Notes that a version gets no copies any more. */
    void forget(Generation<I, O> closed) {
        SerialQueue<?> ended = copies.remove(closed);
        if (ended != null) {
            droppedBefore.add(ended.dropped());
        }
    }

    private void offer(Copy<I, O> copy) {
        SerialQueue<Copy<I, O>> queue = copies.get(copy.to());
        if (queue == null) {
            queue = copies.computeIfAbsent(
                    copy.to(), first -> new SerialQueue<>(CAPACITY, parts.shadowing(), this::answer));
        }
        queue.offer(copy);
    }

    private void answer(Copy<I, O> copy) {
        Generation<I, O> copying = copy.to();
        int stripe = copying.lease().acquire();
        if (stripe < 0) {
            // It was closed after this was offered.
            forget(copying);
            return;
        }
        long number = copying.lease().nextNumber(stripe);
        O output = null;
        Throwable thrown = null;
        long began = parts.ticker().getAsLong();
        try {
            output = copying.answer(copy.input(), PredictOptions.USUAL, number);
        } catch (RuntimeException | Error failure) {
            thrown = failure;
        } finally {
            copying.lease().release(stripe);
        }
        long took = parts.ticker().getAsLong() - began;
        observers.onPrediction(new Observation<>(
                copy.id(), copy.at(), copying.version(), Role.SHADOW, copy.input(), output, thrown, took));
    }

    private record Copy<I, O>(Generation<I, O> to, PredictionId id, Instant at, I input) {}
}
