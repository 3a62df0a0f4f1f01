package io.modelops.spi;

import io.modelops.model.Digest;
import java.util.UUID;

/**
 * One entry of the registry's log as a store keeps it.
 *
 * @param sequence its place in the log, from 1 without gaps
 * @param operation the id of the operation that caused it, unique in a log
 * @param payload the entry itself: one line of JSON, at most {@link #LARGEST} bytes of UTF-8, whose fields {@code seq} and
 *     {@code op} repeat the sequence number and the operation
 */
public record LogRecord(long sequence, UUID operation, String payload) {
    /** The greatest allowed size of a payload in bytes of UTF-8. */
    public static final int LARGEST = 65_536;

    /**
     * The identity of the entry, which the next one names as its predecessor.
     *
     * @return the SHA-256 of the payload's UTF-8 bytes
     */
    public Digest digest() {
        return Digest.of(payload);
    }
}
