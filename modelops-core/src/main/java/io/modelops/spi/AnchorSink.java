package io.modelops.spi;

/**
 * Keeps signed statements about the head of a registry's log in a place of its own, out of reach of whoever can write the
 * registry. Implementations are safe for use by several threads.
 */
@FunctionalInterface
public interface AnchorSink {
    /**
     * Keeps one statement. When this returns, it is kept for good.
     *
     * @param anchor one line of printable ASCII without its end, at most 2,000 characters
     * @throws io.modelops.model.StoreException if it could not be kept
     */
    void keep(String anchor);
}
