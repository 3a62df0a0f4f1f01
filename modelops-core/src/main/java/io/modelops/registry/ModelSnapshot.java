package io.modelops.registry;

import io.modelops.model.ModelName;
import io.modelops.model.ModelVersion;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A model as it was at a time: what the entries of the log add up to that are dated at that time or before.
 *
 * @param model the name of the model
 * @param at the time
 * @param versions the versions there were, archived ones included, oldest first
 * @param aliases the numbers of versions by alias, in order of name
 * @param archived the numbers of the versions that were put aside
 * @param tags the tags of each version that had any, by number
 */
public record ModelSnapshot(
        ModelName model,
        Instant at,
        List<ModelVersion> versions,
        Map<String, Integer> aliases,
        Set<Integer> archived,
        Map<Integer, Map<String, String>> tags) {
    /**
     * Copies and keeps the parts.
     *
     * @param model the name of the model
     * @param at the time
     * @param versions the versions there were, oldest first
     * @param aliases the numbers of versions by alias
     * @param archived the numbers of the versions that were put aside
     * @param tags the tags of each version that had any, by number
     */
    public ModelSnapshot {
        versions = List.copyOf(versions);
        aliases = Collections.unmodifiableMap(new TreeMap<>(aliases));
        archived = Set.copyOf(archived);
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    /**
     * The version that an alias pointed to.
     *
     * @param alias the alias, such as {@code champion}
     * @return the version, or empty if the alias did not exist then
     */
    public Optional<ModelVersion> alias(String alias) {
        Integer number = aliases.get(alias);
        return versions.stream()
                .filter(version -> number != null && version.number() == number)
                .findFirst();
    }
}
