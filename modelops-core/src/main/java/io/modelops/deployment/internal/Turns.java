package io.modelops.deployment.internal;

import io.modelops.model.ModelName;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets so many calls of models run at once, over all models of a deployer. While more want to, models take turns, whatever
 * number of workers each has: one that is flooded with requests takes no more of the processors than its share. Safe for
 * use by several threads.
 */
public final class Turns {
    private final ReentrantLock lock = new ReentrantLock();
    /** Who waits, by model; the model whose turn it is comes first. */
    private final Map<ModelName, Queue<Waiting>> waiting = new LinkedHashMap<>();

    private int free;

    /** @param atOnce 1 or more */
    public Turns(int atOnce) {
        free = atOnce;
    }

    private static final class Waiting {
        private final Condition turn;
        private boolean come;

        private Waiting(Condition turn) {
            this.turn = turn;
        }
    }

    /** The turns of one model. */
    public final class Share {
        private final ModelName model;

        private Share(ModelName model) {
            this.model = model;
        }

        /** Waits for a turn. Whoever returns from here calls {@link #leave}. */
        void enter() {
            Turns.this.enter(model);
        }

        /** Gives the turn to the next model. */
        void leave() {
            Turns.this.leave();
        }
    }

    /** The turns of a model. */
    public Share of(ModelName model) {
        return new Share(model);
    }

    /** Waits for a turn of a model. Whoever returns from here calls {@link #leave}. */
    void enter(ModelName model) {
        lock.lock();
        try {
            if (free > 0 && waiting.isEmpty()) {
                free--;
                return;
            }
            Waiting me = new Waiting(lock.newCondition());
            waiting.computeIfAbsent(model, first -> new ArrayDeque<>()).add(me);
            while (!me.come) {
                me.turn.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives the turn to the next model. */
    void leave() {
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                free++;
                return;
            }
            Map.Entry<ModelName, Queue<Waiting>> next =
                    waiting.entrySet().iterator().next();
            ModelName model = next.getKey();
            Queue<Waiting> queue = next.getValue();
            Waiting first = queue.remove();
            waiting.remove(model);
            if (!queue.isEmpty()) {
                waiting.put(model, queue); // at the end
            }
            first.come = true;
            first.turn.signal();
        } finally {
            lock.unlock();
        }
    }

    /** How many wait. */
    int waiting() {
        lock.lock();
        try {
            return waiting.values().stream().mapToInt(Queue::size).sum();
        } finally {
            lock.unlock();
        }
    }
}
