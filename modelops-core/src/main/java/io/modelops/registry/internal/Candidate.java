package io.modelops.registry.internal;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.ModelVersion;
import io.modelops.registry.Standing;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A version that a search looks at, with what has been said of it since. */
public record Candidate(ModelState model, ModelVersion version, Standing standing) {
    /** All versions of a model, of any standing, each once also while it is being deleted. */
    static Stream<Candidate> of(ModelState model) {
        Map<Integer, Candidate> candidates = new TreeMap<>();
        for (ModelVersion version : model.versions()) {
            Standing standing = model.isArchived(version.number()) ? Standing.ARCHIVED : Standing.ACTIVE;
            candidates.put(version.number(), new Candidate(model, version, standing));
        }
        for (ModelVersion version : model.deleted()) {
            candidates.putIfAbsent(version.number(), new Candidate(model, version, Standing.DELETED));
        }
        return candidates.values().stream();
    }

    /** The place of its registration in the log. */
    public long sequence() {
        return model.sequence(version.number());
    }

    /** The value of a metric, NaN if it has none. */
    public double metric(String name) {
        return version.metrics().getOrDefault(name, Double.NaN);
    }

    /** Whether a word, in its plain form, occurs in what people have said of it. */
    public boolean says(String plainWord) {
        return Stream.concat(
                        Stream.of(
                                version.model().value(),
                                version.description().text(),
                                version.description().intendedUse()),
                        model.comments(version.number()).stream().map(Candidate::comment))
                .anyMatch(text -> plain(text).contains(plainWord));
    }

    /** Text as it is compared: without regard to case and to how an accent is written. */
    public static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    private static String comment(LogEntry entry) {
        return entry.event() instanceof RegistryEvent.Commented commented ? commented.text() : "";
    }
}
