package io.modelops.registry;

import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page of what a search found.
 *
 * @param versions the versions, in the order that was asked for
 * @param last where the next page begins, or null if there is none: to be given to {@link VersionQuery#after}
 */
public record SearchResult(List<ModelVersion> versions, ModelRef.@Nullable Numbered last) {
    /**
     * Copies and keeps the parts.
     *
     * @param versions the versions, in order
     * @param last where the next page begins, or null
     */
    public SearchResult {
        versions = List.copyOf(versions);
    }

    /**
     * Where the next page begins.
     *
     * @return the last version of this page, or empty if nothing follows it
     */
    public Optional<ModelRef.Numbered> next() {
        return Optional.ofNullable(last);
    }
}
