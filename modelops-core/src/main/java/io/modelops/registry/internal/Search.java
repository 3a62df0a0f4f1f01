package io.modelops.registry.internal;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelName;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.registry.SearchResult;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A search over what is in memory.
 *
 * @param models which models to look at
 * @param conditions what a version has to meet
 * @param order the order of what is found; total, and of parts of a version that never change
 * @param after the version after which to begin, or null
 * @param limit the most versions to find
 */
public record Search(
        Predicate<? super ModelName> models,
        List<Predicate<? super Candidate>> conditions,
        Comparator<? super Candidate> order,
        ModelRef.@Nullable Numbered after,
        int limit) {
    /** Looks through all versions. */
    public SearchResult in(RegistryState state) {
        Candidate begin = after == null ? null : find(state, after);
        List<ModelVersion> found = state.all()
                .filter(model -> models.test(model.name()))
                .flatMap(Candidate::of)
                .filter(candidate -> begin == null || order.compare(candidate, begin) > 0)
                .filter(candidate -> conditions.stream().allMatch(condition -> condition.test(candidate)))
                .sorted(order)
                .limit(limit + 1L)
                .map(Candidate::version)
                .toList();
        if (found.size() <= limit) {
            return new SearchResult(found, null);
        }
        return new SearchResult(found.subList(0, limit), found.get(limit - 1).ref());
    }

    private static Candidate find(RegistryState state, ModelRef.Numbered reference) {
        return state.find(reference.model()).stream()
                .flatMap(Candidate::of)
                .filter(candidate -> candidate.version().number() == reference.number())
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("A search can't go on after " + reference
                        + ", which this registry never had: give what the page before named as next()."));
    }
}
