package io.modelops.registry.imports.internal;

import java.io.IOException;

/** One kind of source. */
@FunctionalInterface
public interface Layout {
    /**
     * Reads the source and hands each version it holds to an intake. What it refuses itself it throws.
     *
     * @param intake takes the versions
     * @throws RefusedException if the source as a whole is not taken
     * @throws IOException if it can't be read
     */
    void read(Intake intake) throws IOException;
}
