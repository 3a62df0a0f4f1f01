package io.modelops.registry.internal;

import io.modelops.model.FeatureSpec;
import io.modelops.model.Lineage;
import io.modelops.model.Manifest;
import io.modelops.model.ModelDescription;
import io.modelops.model.ModelVersion;
import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import io.modelops.registry.Difference;
import io.modelops.registry.VersionDifference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds what is not the same in two versions. */
public final class Comparison {
    private static final Signature NOTHING = new Signature(List.of(), List.of());

    private Comparison() {}

    /** Compares two versions with the tags they have now. */
    public static VersionDifference of(
            ModelVersion before, Map<String, String> tagsBefore, ModelVersion after, Map<String, String> tagsAfter) {
        ModelDescription first = before.description();
        ModelDescription second = after.description();
        Signature takes = before.signature().orElse(NOTHING);
        Signature nowTakes = after.signature().orElse(NOTHING);
        return new VersionDifference(
                before,
                after,
                between(first.metrics(), second.metrics()),
                between(first.parameters(), second.parameters()),
                between(tagsBefore, tagsAfter),
                between(byName(takes.inputs(), TensorSpec::name), byName(nowTakes.inputs(), TensorSpec::name)),
                between(byName(takes.outputs(), TensorSpec::name), byName(nowTakes.outputs(), TensorSpec::name)),
                between(byName(takes.features(), FeatureSpec::name), byName(nowTakes.features(), FeatureSpec::name)),
                between(
                        byName(first.manifest().files(), Manifest.File::path),
                        byName(second.manifest().files(), Manifest.File::path)),
                between(origins(first.lineage()), origins(second.lineage())),
                between(words(first), words(second)));
    }

    private static <T> List<Difference<T>> between(Map<String, T> before, Map<String, T> after) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        List<Difference<T>> differences = new ArrayList<>();
        for (String name : names) {
            T first = before.get(name);
            T second = after.get(name);
            if (!Objects.equals(first, second)) {
                differences.add(new Difference<>(name, first, second));
            }
        }
        return differences;
    }

    private static <T> Map<String, T> byName(List<T> parts, Function<T, String> name) {
        Map<String, T> named = new LinkedHashMap<>();
        parts.forEach(part -> named.put(name.apply(part), part));
        return named;
    }

    private static Map<String, String> origins(Lineage lineage) {
        Map<String, String> origins = new LinkedHashMap<>();
        put(origins, "code revision", lineage.codeRevision());
        put(origins, "parent", lineage.parent());
        put(origins, "cause", lineage.cause());
        put(
                origins,
                "data",
                lineage.dataDigests().stream().map(Object::toString).collect(Collectors.joining(", ")));
        return origins;
    }

    private static Map<String, String> words(ModelDescription description) {
        Map<String, String> words = new LinkedHashMap<>();
        put(words, "format", description.format());
        put(words, "owner", description.owner());
        put(words, "text", description.text());
        put(words, "intended use", description.intendedUse());
        return words;
    }

    private static void put(Map<String, String> parts, String name, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            parts.put(name, value.toString());
        }
    }
}
