package io.modelops.deployment.internal;

import io.modelops.deployment.MemoryBudget;
import io.modelops.model.ModelVersion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A deployment, as seen by who needs room in memory. */
public interface Tenant {
    /** Lets go of what is loaded without being needed, and says whether there was any. */
    boolean releaseWarm();

    /** What may go, or null if it must stay: it is pinned, not loaded, on trial, or was loaded too recently. */
    @Nullable
    Idle idle(MemoryBudget budget);

    /** Goes out of memory until the next request, and says whether it did. */
    boolean evict(ModelVersion inFavourOf);

    /**
     * What a tenant could do without.
     *
     * @param since when a request last used it
     * @param bytes what it takes
     */
    record Idle(Instant since, long bytes) {}
}
