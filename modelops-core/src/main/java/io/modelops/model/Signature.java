package io.modelops.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a model takes and gives.
 *
 * @param inputs the inputs, in the model's order
 * @param outputs the outputs, in the model's order
 */
public record Signature(List<TensorSpec> inputs, List<TensorSpec> outputs) {
    /**
     * Copies and keeps the lists.
     *
     * @param inputs the inputs, in the model's order
     * @param outputs the outputs, in the model's order
     */
    public Signature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
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
