package io.modelops.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a version came from.
 *
 * @param codeRevision the revision of the training code, such as {@code git:9f2c1d7}, or null if not told
 * @param dataDigests the digests of the training data, empty if not told
 * @param parent the version it was derived from, such as {@code churn:6}, or null
 * @param cause what made somebody or something train it, such as an alert's id, or null
 */
public record Lineage(
        @Nullable String codeRevision,
        List<Digest> dataDigests,
        ModelRef.@Nullable Numbered parent,
        @Nullable String cause) {
    /** Nothing is known. */
    public static final Lineage UNKNOWN = new Lineage(null, List.of(), null, null);

    /**
     * Copies and keeps the parts.
     *
     * @param codeRevision the revision of the training code, or null
     * @param dataDigests the digests of the training data
     * @param parent the version it was derived from, or null
     * @param cause what made somebody or something train it, or null
     */
    public Lineage {
        dataDigests = List.copyOf(dataDigests);
    }
}
