package io.modelops.registry;

import io.modelops.model.FeatureSpec;
import io.modelops.model.Manifest;
import io.modelops.model.ModelVersion;
import io.modelops.model.TensorSpec;
import io.modelops.registry.internal.DifferenceTable;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What is not the same in two versions. Only what differs is listed, in order of name; shown as text it is a small table.
 *
 * @param before the first version
 * @param after the second version
 * @param metrics metrics of other values
 * @param parameters parameters of other values
 * @param tags tags of other values
 * @param inputs inputs of another type or shape
 * @param outputs outputs of another type or shape
 * @param features features of another kind
 * @param files files of other content
 * @param lineage other origins: {@code code revision}, {@code data}, {@code parent}, {@code cause}
 * @param description other words: {@code format}, {@code owner}, {@code text}, {@code intended use}
 */
public record VersionDifference(
        ModelVersion before,
        ModelVersion after,
        List<Difference<Double>> metrics,
        List<Difference<String>> parameters,
        List<Difference<String>> tags,
        List<Difference<TensorSpec>> inputs,
        List<Difference<TensorSpec>> outputs,
        List<Difference<FeatureSpec>> features,
        List<Difference<Manifest.File>> files,
        List<Difference<String>> lineage,
        List<Difference<String>> description) {
    /**
     * Copies and keeps the parts.
     *
     * @param before the first version
     * @param after the second version
     * @param metrics metrics of other values
     * @param parameters parameters of other values
     * @param tags tags of other values
     * @param inputs inputs of another type or shape
     * @param outputs outputs of another type or shape
     * @param features features of another kind
     * @param files files of other content
     * @param lineage other origins
     * @param description other words
     */
    public VersionDifference {
        metrics = List.copyOf(metrics);
        parameters = List.copyOf(parameters);
        tags = List.copyOf(tags);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        features = List.copyOf(features);
        files = List.copyOf(files);
        lineage = List.copyOf(lineage);
        description = List.copyOf(description);
    }

    /**
     * By how much a metric has grown.
     *
     * @param metric the metric
     * @return the second value minus the first one, 0 if they are the same; empty if one of the versions lacks it
     */
    public OptionalDouble delta(String metric) {
        Double first = before.metrics().get(metric);
        Double second = after.metrics().get(metric);
        return first == null || second == null ? OptionalDouble.empty() : OptionalDouble.of(second - first);
    }

    /**
     * Whether nothing differs.
     *
     * @return true if all lists are empty
     */
    public boolean isEmpty() {
        return Stream.of(metrics, parameters, tags, inputs, outputs, features, files, lineage, description)
                .allMatch(List::isEmpty);
    }

    /**
     * A small table: one line for each difference, with what it is, before, after, and the growth of a metric.
     *
     * @return several lines; the wording may change between versions of the library
     */
    @Override
    public String toString() {
        return DifferenceTable.of(this);
    }
}
