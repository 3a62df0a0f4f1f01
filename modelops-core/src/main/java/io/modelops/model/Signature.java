package io.modelops.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a model takes and gives.
 *
 * @param inputs the inputs, in the model's order
 * @param outputs the outputs, in the model's order
 * @param features the features behind the inputs with the kind of each, in order; empty if not told
 */
public record Signature(List<TensorSpec> inputs, List<TensorSpec> outputs, List<FeatureSpec> features) {
    /**
     * Copies and keeps the lists.
     *
     * @param inputs the inputs, in the model's order
     * @param outputs the outputs, in the model's order
     * @param features the features behind the inputs, in order
     * @throws InvalidInputException if two features have the same name
     */
    public Signature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        features = features == null ? List.of() : List.copyOf(features); // entries without features lack the part
        Set<String> seen = new HashSet<>();
        for (FeatureSpec feature : features) {
            if (!seen.add(feature.name())) {
                throw new InvalidInputException("The signature names feature " + Quoted.of(feature.name())
                        + " twice: expected each feature once.");
            }
        }
    }

    /**
     * A signature that does not tell the features behind its inputs.
     *
     * @param inputs the inputs, in the model's order
     * @param outputs the outputs, in the model's order
     */
    public Signature(List<TensorSpec> inputs, List<TensorSpec> outputs) {
        this(inputs, outputs, List.of());
    }

    /**
     * A signature with one input and one output, the usual case.
     *
     * @param input the input
     * @param output the output
     * @return the signature
     */
    public static Signature of(TensorSpec input, TensorSpec output) {
        return new Signature(List.of(input), List.of(output));
    }

    /**
     * Tells the features behind the inputs.
     *
     * @param specs the features with the kind of each, in order
     * @return a signature with them, instead of those it had
     * @throws InvalidInputException if two have the same name
     */
    public Signature withFeatures(List<FeatureSpec> specs) {
        return new Signature(inputs, outputs, specs);
    }

    /**
     * Tells the features behind the inputs: those that monitors read.
     *
     * @param features the features
     * @return a signature with them, instead of those it had
     */
    public Signature withFeatures(Features<?> features) {
        List<FeatureSpec> specs = new ArrayList<>();
        for (Feature<?> feature : features.all()) {
            specs.add(FeatureSpec.of(feature));
        }
        return withFeatures(specs);
    }

    /**
     * What keeps a model with this signature from standing in for one with another: an input that callers do not send or
     * send in another form, or an output they read that is missing or different.
     *
     * @param current the signature that callers rely on today
     * @return one sentence for each difference that would break a caller; empty if none
     */
    public List<String> incompatibilitiesWith(Signature current) {
        List<String> differences = new ArrayList<>();
        for (TensorSpec input : inputs) {
            Optional<TensorSpec> sent = named(current.inputs, input.name());
            if (sent.isEmpty()) {
                differences.add("input " + input + " is new: callers do not send it");
            } else if (!input.accepts(sent.get())) {
                differences.add("input " + input + " does not accept what callers send, " + sent.get());
            }
        }
        for (TensorSpec expected : current.outputs) {
            Optional<TensorSpec> given = named(outputs, expected.name());
            if (given.isEmpty()) {
                differences.add("output " + expected + " is gone: callers read it");
            } else if (!expected.accepts(given.get())) {
                differences.add("output " + given.get() + " is not what callers read, " + expected);
            }
        }
        return differences;
    }

    private static Optional<TensorSpec> named(List<TensorSpec> tensors, String name) {
        return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
    }
}
