package io.modelops.monitoring;

import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;

/**
 * What a window keeps of its observations. The summaries of two parts add up to the summary of both, in any order.
 *
 * @param <S> the type of the summary itself
 */
interface WindowSummary<S extends WindowSummary<S>> {
    /** Takes up what another summary holds; the other one stays as it is. */
    void merge(S other);

    /** Writes what it holds, for a summary of the same kind to read after a restart. */
    void write(SketchWriter writer);

    /** Reads what another summary wrote, into this one, which holds nothing. */
    void read(SketchReader reader);

    /** About how many bytes it takes. */
    long bytes();
}
