package io.modelops.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One registered version of a model: immutable, numbered, addressed by the content of its files.
 *
 * @param model the name of the model
 * @param number the number of the version, 1 for the first, without gaps
 * @param description what was said of it when it was registered
 * @param registeredAt when it was registered
 * @param registeredBy who registered it
 */
public record ModelVersion(
        ModelName model, int number, ModelDescription description, Instant registeredAt, Actor registeredBy) {
    /**
     * The reference that always means this version.
     *
     * @return {@code model:number}
     */
    public ModelRef.Numbered ref() {
        return new ModelRef.Numbered(model, number);
    }

    /**
     * What kind of files it has.
     *
     * @return the format, such as {@code onnx}
     */
    public String format() {
        return description.format();
    }

    /**
     * The identity of its files.
     *
     * @return the digest of its manifest
     */
    public Digest digest() {
        return description.manifest().digest();
    }

    /**
     * What it takes and gives.
     *
     * @return the signature, or empty if it was not told
     */
    public Optional<Signature> signature() {
        return Optional.ofNullable(description.signature());
    }

    /**
     * Its measured quality.
     *
     * @return values by metric name
     */
    public Map<String, Double> metrics() {
        return description.metrics();
    }

    /**
     * Where it came from.
     *
     * @return the lineage
     */
    public Lineage lineage() {
        return description.lineage();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelVersion version
                && number == version.number
                && model.equals(version.model)
                && description.equals(version.description);
    }

    @Override
    public int hashCode() {
        return 31 * model.hashCode() + number;
    }

    @Override
    public String toString() {
        return model + ":" + number;
    }
}
