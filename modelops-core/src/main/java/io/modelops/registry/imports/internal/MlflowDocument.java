package io.modelops.registry.imports.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a file {@code MLmodel} says.
 *
 * @param flavors the ways to load it, by name
 * @param texts all top-level values that are single texts, by key
 * @param metadata what the one who logged it added
 * @param signature inputs and outputs, or null if it has none
 * @param inputExample the file with an example, or null
 * @param others the top-level keys that were not read
 */
record MlflowDocument(
        Map<String, Map<String, Object>> flavors,
        Map<String, String> texts,
        Map<String, Object> metadata,
        @Nullable MlflowSignature signature,
        @Nullable String inputExample,
        Set<String> others) {
    /** The file's name in a model's directory. */
    static final String NAME = "MLmodel";

    private static final Set<String> READ = Set.of("flavors", "metadata", "signature", "saved_input_example_info");

    /**
     * Reads the file.
     *
     * @throws RefusedException if it is not what MLflow writes
     */
    static MlflowDocument parse(String label, String yaml) throws RefusedException {
        Map<String, Object> document = Yaml.map(label, yaml);
        Map<String, Map<String, Object>> flavors = new LinkedHashMap<>();
        for (Map.Entry<String, Object> flavor : section(document, "flavors").entrySet()) {
            Yaml.mapOf(flavor.getValue()).ifPresent(options -> flavors.put(flavor.getKey(), options));
        }
        if (flavors.isEmpty()) {
            throw new RefusedException(label, "it names no flavor: expected a map \"flavors\", as MLflow writes it");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        Set<String> others = new TreeSet<>();
        for (String key : document.keySet()) {
            String text = Yaml.text(document, key);
            if (text != null) {
                texts.put(key, text);
            } else if (!READ.contains(key) && !(document.get(key) instanceof String)) {
                others.add(key);
            }
        }
        Map<String, Object> signature = section(document, "signature");
        return new MlflowDocument(
                flavors,
                texts,
                section(document, "metadata"),
                signature.isEmpty() ? null : MlflowSignature.parse(label, signature),
                Yaml.text(section(document, "saved_input_example_info"), "artifact_path"),
                others);
    }

    /** The options of a flavor. */
    Optional<Map<String, Object>> flavor(String name) {
        return Optional.ofNullable(flavors.get(name));
    }

    private static Map<String, Object> section(Map<String, Object> document, String key) {
        return Yaml.mapOf(document.get(key)).orElse(Map.of());
    }
}
