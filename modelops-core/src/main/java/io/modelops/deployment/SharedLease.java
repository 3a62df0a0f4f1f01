package io.modelops.deployment;

import io.modelops.deployment.internal.VersionLease;
import java.util.concurrent.atomic.AtomicInteger;

/** One lease on a version for all inputs of one request. */
final class SharedLease {
    private final VersionLease lease;
    private final int stripe;
    private final AtomicInteger users;

    SharedLease(VersionLease lease, int stripe, int users) {
        this.lease = lease;
        this.stripe = stripe;
        this.users = new AtomicInteger(users);
    }

    /** Lets go for one of them. */
    void release() {
        if (users.decrementAndGet() == 0) {
            lease.release(stripe);
        }
    }
}
