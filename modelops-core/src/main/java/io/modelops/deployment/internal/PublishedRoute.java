package io.modelops.deployment.internal;

import io.modelops.deployment.VersionState;
import io.modelops.event.DeploymentEvent;
import io.modelops.model.ModelRef;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The route that the requests of one deployment take: one reference that requests read and that is exchanged with the lock
 * held. The lock is held for the exchange of references only, never while something loads or a listener is told, and never by
 * a request. What has changed becomes the state of the versions before the lock is let go, and is told after that.
 */
public final class PublishedRoute<I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedRoute.class);

    private final ModelRef reference;
    private final ReentrantLock changing = new ReentrantLock();
    private final News news;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private volatile @Nullable Route<I, O> route;
    /** Changed and read with the lock held; the route has it for requests. */
    private @Nullable RouteTable<I, O> table;
    /** Changed and read with the lock held: the champion is another one than those who watch have seen. */
    private boolean championChanged;

    PublishedRoute(ModelRef reference, Consumer<DeploymentEvent> listeners) {
        this.reference = reference;
        this.news = new News(changing, listeners);
    }

    /** The route that requests take; null before the start and once closed. */
    public @Nullable Route<I, O> route() {
        return route;
    }

    News news() {
        return news;
    }

    void lock() {
        changing.lock();
    }

    void unlock() {
        noteRoles();
        boolean changed = championChanged && changing.getHoldCount() == 1;
        if (changed) {
            championChanged = false;
        }
        changing.unlock();
        news.tell();
        if (changed) {
            tellWatchers();
        }
    }

    /** Shows requests another route, beside which the same others answer as before. With the lock held. */
    void show(Route<I, O> next) {
        route = next.beside(table);
    }

    /** As {@link #show}, with another champion, so that those who watch are to look. */
    void showChampion(Route<I, O> next) {
        show(next);
        championChanged = true;
    }

    /** Takes the route away for good, and returns the last one. With the lock held. */
    @Nullable
    Route<I, O> withdraw() {
        Route<I, O> last = route;
        route = null;
        return last;
    }

    /** From now on other versions answer beside the champion, or nobody does. */
    void answerBeside(@Nullable RouteTable<I, O> others) {
        lock();
        try {
            table = others;
            Route<I, O> present = route;
            if (present != null) {
                show(present);
            }
        } finally {
            unlock();
        }
    }

    /** Adds somebody who looks at the route whenever the champion has changed, at each heartbeat, and at the end. */
    void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    void unwatch(Runnable watcher) {
        watchers.remove(watcher);
    }

    boolean isWatched() {
        return !watchers.isEmpty();
    }

    void tellWatchers() {
        for (Runnable watcher : watchers) {
            try {
                watcher.run();
            } catch (RuntimeException | Error failure) {
                LOG.warn("Something that watches the versions of {} threw and was ignored", reference, failure);
            }
        }
    }

    /** What the route says becomes the state of those it names. */
    private void noteRoles() {
        Route<I, O> present = route;
        if (present != null) {
            noteRole(present.champion(), VersionState.ACTIVE);
            Generation<I, O> challenger = present.challenger();
            if (challenger != null) {
                noteRole(challenger, present.isShadowing() ? VersionState.SHADOW : VersionState.CANARY);
            }
        }
    }

    private static void noteRole(Generation<?, ?> generation, VersionState role) {
        if (generation.life().enter(role)) {
            generation.memory().settled();
        }
    }
}
