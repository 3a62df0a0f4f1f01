package io.modelops.spi;

import java.time.Instant;
import java.util.List;

/**
 * Watches a deployment and says from time to time how it is. It belongs to one deployment and is called by one thread at
 * a time.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public interface Monitor<I, O> extends Observer<I, O> {
    /**
     * Judges what was observed so far.
     *
     * @param now the time by the deployment's clock
     * @return what it found, good news included; empty if it has nothing new to say
     */
    List<Finding> evaluate(Instant now);
}
