package io.modelops.monitoring;

/**
 * What a window keeps of its observations. The summaries of two parts add up to the summary of both, in any order.
 *
 * @param <S> the type of the summary itself
 */
interface WindowSummary<S extends WindowSummary<S>> {
    /** Takes up what another summary holds; the other one stays as it is. */
    void merge(S other);
}
