package io.modelops.deployment.internal;

import io.modelops.event.DeploymentEvent;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What one deployment has to say, in the order in which it happened: noted where it happens, under whatever lock that is,
 * and told where no lock is held, by one thread at a time.
 */
final class News {
    private final Queue<DeploymentEvent> line = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final ReentrantLock changing;
    private final Consumer<DeploymentEvent> listeners;

    /** @param changing while a thread holds it, it tells nothing */
    News(ReentrantLock changing, Consumer<DeploymentEvent> listeners) {
        this.changing = changing;
        this.listeners = listeners;
    }

    /** Puts an event at the end of the line. Whoever does so calls {@link #tell()} afterwards. */
    void note(DeploymentEvent event) {
        line.add(event);
    }

    /** Puts an event at the end of the line and tells it, at the latest when this thread unlocks. */
    void tell(DeploymentEvent event) {
        note(event);
        tell();
    }

    /** Tells what is in the line, unless another thread is doing so. A listener may want the lock, so not while it is held. */
    void tell() {
        if (changing.isHeldByCurrentThread() || calls.getAndIncrement() > 0) {
            return;
        }
        int served = 1;
        do {
            for (DeploymentEvent event = line.poll(); event != null; event = line.poll()) {
                listeners.accept(event);
            }
            served = calls.addAndGet(-served);
        } while (served > 0);
    }
}
