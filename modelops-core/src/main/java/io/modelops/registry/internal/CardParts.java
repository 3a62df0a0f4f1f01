package io.modelops.registry.internal;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.CorruptionException;
import io.modelops.model.ModelVersion;
import io.modelops.model.internal.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What is picked from the history of a model for the card of one version. */
public final class CardParts {
    private CardParts() {}

    /** The aliases that point to a version, in order. */
    public static List<String> aliases(ModelState model, int version) {
        return model.aliases().entrySet().stream()
                .filter(alias -> alias.getValue() == version)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** All aliases that ever pointed to a version. */
    public static Set<String> everAliased(ModelState model, int version) {
        Set<String> aliases = new TreeSet<>();
        for (LogEntry entry : model.history()) {
            if (entry.event() instanceof RegistryEvent.AliasMoved moved
                    && moved.to() != null
                    && moved.to() == version) {
                aliases.add(moved.alias());
            }
        }
        return aliases;
    }

    /** The entries about validations of a version, oldest first. */
    public static List<LogEntry> validations(ModelState model, int version) {
        return model.history().stream()
                .filter(entry ->
                        entry.event() instanceof RegistryEvent.Validated validated && validated.version() == version)
                .toList();
    }

    /** How many golden examples a document holds. */
    public static int countExamples(ModelVersion version, byte[] json) {
        try {
            JsonNode examples = Json.MAPPER.readTree(json);
            if (examples != null && examples.isArray()) {
                return examples.size();
            }
        } catch (JacksonException unreadable) {
            throw notExamples(version, unreadable);
        }
        throw notExamples(version, null);
    }

    private static CorruptionException notExamples(ModelVersion version, @Nullable Throwable cause) {
        String message = "The golden examples of version " + version + " are not a list in JSON: they were attached in "
                + "another form; register them with goldenExamples(…).";
        return cause == null ? new CorruptionException(message) : new CorruptionException(message, cause);
    }
}
