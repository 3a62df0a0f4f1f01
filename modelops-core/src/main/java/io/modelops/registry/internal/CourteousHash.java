package io.modelops.registry.internal;

import io.modelops.model.Digest;
import java.security.MessageDigest;

/** Hashes in small steps: it takes a processor for a long time, and whoever answers requests should not wait for it. */
final class CourteousHash {
    private static final int STEP = 1 << 15;

    private final MessageDigest computation = Digest.algorithm();

    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it
    void add(byte[] bytes, int offset, int length) {
        for (int done = 0; done < length; done += STEP) {
            computation.update(bytes, offset + done, Math.min(STEP, length - done));
            Thread.yield();
        }
    }

    /** The digest of all that was added. Called once. */
    Digest digest() {
        return Digest.finish(computation);
    }
}
