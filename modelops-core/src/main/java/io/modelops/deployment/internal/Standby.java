package io.modelops.deployment.internal;

import io.modelops.deployment.CircuitBreaker;
import io.modelops.model.ModelVersion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The older version that answers when the champion can't. It is kept loaded and warm, and not retired, until a newer one
 * that did well takes its place. Changed only while versions are exchanged; requests read it without a lock.
 */
public final class Standby<I, O> {
    private final boolean wanted;
    private volatile @Nullable Generation<I, O> kept;

    public Standby(boolean wanted) {
        this.wanted = wanted;
    }

    /** Whether an older version is to be kept at all. */
    boolean isWanted() {
        return wanted;
    }

    /** The version that is kept, if there is one. */
    public @Nullable Generation<I, O> kept() {
        return kept;
    }

    /** Another version became the champion. Returns those that nobody needs any more. */
    List<Generation<I, O>> replaced(Generation<I, O> before, Generation<I, O> champion) {
        List<Generation<I, O>> leaving = new ArrayList<>();
        Generation<I, O> older = kept;
        boolean takesItsPlace = isDoingWell(before) && !before.version().equals(champion.version());
        if (older != null && (takesItsPlace || older.version().equals(champion.version()))) {
            leaving.add(older);
            older = null;
        }
        if (takesItsPlace) {
            older = before;
        } else {
            leaving.add(before);
        }
        kept = older;
        return leaving;
    }

    /** Keeps a version that was loaded to be kept, unless there is a better one meanwhile. */
    boolean keep(Generation<I, O> loaded, ModelVersion champion) {
        if (kept != null || loaded.version().equals(champion)) {
            return false;
        }
        kept = loaded;
        return true;
    }

    /** Gives away what is kept. */
    @Nullable
    Generation<I, O> leave() {
        Generation<I, O> older = kept;
        kept = null;
        return older;
    }

    private static boolean isDoingWell(Generation<?, ?> generation) {
        CircuitBreaker breaker = generation.breaker();
        return breaker == null || breaker.state() == CircuitBreaker.State.CLOSED;
    }
}
