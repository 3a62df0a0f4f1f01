package io.modelops.deployment.internal;

import java.util.concurrent.Executor;

/** Where loads run: a bounded number at a time. */
public interface LoadingThreads extends Executor {
    /**
     * One running load is not waited for any more and may never end: another one may run in its place until
     * {@link #recovered}.
     */
    default void abandoned() {}

    /** A load that had been abandoned has ended after all. */
    default void recovered() {}
}
