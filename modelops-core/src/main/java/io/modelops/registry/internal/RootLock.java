package io.modelops.registry.internal;

import java.io.Closeable;

/**
 * A lock of a root directory among the threads, library copies and processes that use it. Shared holds may nest and may
 * be closed by another thread than the one that got them. Shared holds go first: who already has one is never kept
 * waiting by somebody who wants the lock alone.
 */
interface RootLock extends Closeable {
    /**
     * Waits until nobody has the lock alone.
     *
     * @throws io.modelops.model.StoreException if that takes too long or the lock can't be had
     */
    Hold shared();

    /**
     * Waits until nobody else has the lock.
     *
     * @throws io.modelops.model.StoreException if that takes too long or the lock can't be had
     */
    Hold exclusive();

    /** Gives up the use of the lock. Holds that are still open stay valid. */
    @Override
    void close();

    /** The lock while it is held. */
    interface Hold {
        /** Lets go. Doing it twice does nothing more. */
        void release();
    }
}
