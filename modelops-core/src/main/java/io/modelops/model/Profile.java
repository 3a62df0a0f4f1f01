package io.modelops.model;

import java.util.List;
import java.util.Optional;

/**
 * The summary of a data set, such as the one a model was trained on: small, without any raw row, and enough to tell later
 * whether live traffic still looks like it.
 *
 * @param rows how many rows were summarised
 * @param features one summary per feature
 */
public record Profile(long rows, List<FeatureProfile> features) {
    /**
     * Copies and keeps the summaries.
     *
     * @param rows how many rows were summarised
     * @param features one summary per feature
     */
    public Profile {
        features = List.copyOf(features);
    }

    /**
     * The summary of one feature.
     *
     * @param name the name of the feature
     * @return its summary, or empty if the profile has none
     */
    public Optional<FeatureProfile> find(String name) {
        return features.stream().filter(feature -> feature.name().equals(name)).findFirst();
    }
}
