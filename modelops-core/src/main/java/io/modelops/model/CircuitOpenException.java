package io.modelops.model;

import java.io.Serial;

/** A request that was not given to a version because too many of its latest calls had failed or were too slow. */
public final class CircuitOpenException extends ModelOpsException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was wrong, where, what was expected and what to do
     */
    public CircuitOpenException(String message) {
        super(message);
    }
}
