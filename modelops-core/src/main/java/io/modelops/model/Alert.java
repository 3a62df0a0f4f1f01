package io.modelops.model;

import java.time.Instant;

/**
 * Something that a monitor found and that lasted long enough to tell somebody.
 *
 * @param id a unique id, which the lineage of a retrained version names as its cause
 * @param model the model it is about
 * @param version the number of the version that was serving
 * @param monitor the name of the monitor that found it
 * @param subject what exactly it is about, such as a feature or a metric
 * @param severity how much it matters
 * @param value the measured value
 * @param threshold the value it should have stayed below or above
 * @param summary one sentence for people: what changed, by how much, against what
 * @param at when it was raised
 */
public record Alert(
        String id,
        ModelName model,
        int version,
        String monitor,
        String subject,
        Severity severity,
        double value,
        double threshold,
        String summary,
        Instant at) {}
