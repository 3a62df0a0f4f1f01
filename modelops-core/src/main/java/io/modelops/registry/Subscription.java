package io.modelops.registry;

/** A listener's place among those who are told of changes. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    /** Takes the listener away. Closing twice does nothing more. */
    @Override
    void close();
}
