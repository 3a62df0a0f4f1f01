package io.modelops.model;

/**
 * One feature that a model was trained on, as people know it.
 *
 * @param name the name of the feature
 * @param kind what its values mean
 */
public record FeatureSpec(String name, FeatureKind kind) {
    /**
     * Checks and keeps a specification.
     *
     * @param name the name of the feature
     * @param kind what its values mean
     * @throws InvalidInputException if the name is blank
     */
    public FeatureSpec {
        if (name.isBlank()) {
            throw new InvalidInputException("A feature needs a name: give the one that monitors and people use.");
        }
    }

    /**
     * Describes a feature that monitors can read.
     *
     * @param feature the feature
     * @return its name and kind
     */
    public static FeatureSpec of(Feature<?> feature) {
        return new FeatureSpec(
                feature.name(), feature instanceof Feature.Numeric<?> ? FeatureKind.NUMERIC : FeatureKind.CATEGORICAL);
    }

    @Override
    public String toString() {
        return name + " " + kind;
    }
}
