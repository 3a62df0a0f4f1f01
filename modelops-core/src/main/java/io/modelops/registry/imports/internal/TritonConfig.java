package io.modelops.registry.imports.internal;

import io.modelops.model.DataType;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code config.pbtxt} says, as far as it means something outside of Triton.
 *
 * @param message all of it
 * @param maxBatchSize the greatest batch, 0 if the model has no batch dimension of Triton's
 */
record TritonConfig(TextMessage message, long maxBatchSize) {
    /** The file's name in a model's directory. */
    static final String NAME = "config.pbtxt";

    private static final Set<String> READ = Set.of(
            "name", "platform", "backend", "max_batch_size", "input", "output", "default_model_filename", "parameters");

    static TritonConfig parse(String label, String text) throws RefusedException {
        TextMessage message = TextFormat.parse(label, text);
        String batch = message.text("max_batch_size");
        if (batch != null && !batch.matches("-?[0-9]{1,9}")) {
            throw new RefusedException(label, "its max_batch_size is no number");
        }
        return new TritonConfig(message, batch == null ? 0 : Long.parseLong(batch));
    }

    static TritonConfig empty() {
        return new TritonConfig(new TextMessage(), 0);
    }

    /** What runs the model, in the words of backends; empty if it is not said. */
    String backend() {
        String backend = message.text("backend");
        String platform = message.text("platform");
        if (backend != null && !backend.isEmpty()) {
            return backend;
        }
        return switch (platform == null ? "" : platform) {
            case "onnxruntime_onnx" -> "onnxruntime";
            case "pytorch_libtorch" -> "pytorch";
            case "tensorflow_savedmodel", "tensorflow_graphdef" -> "tensorflow";
            case "tensorrt_plan" -> "tensorrt";
            default -> platform == null ? "" : platform;
        };
    }

    /** Whether it says inputs or outputs. */
    boolean saysTensors() {
        return !message.messages("input").isEmpty()
                || !message.messages("output").isEmpty();
    }

    /**
     * Inputs and outputs. Where Triton adds the batch dimension itself, it is added here, too.
     *
     * @throws InvalidInputException if they can't be said in the terms of a signature
     */
    Signature signature() {
        return new Signature(specs("input"), specs("output"));
    }

    /** What else it says in single values, by the names of parameters. */
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        put(settings, "triton.platform", message.text("platform"));
        put(settings, "triton.backend", message.text("backend"));
        put(settings, "triton.max_batch_size", message.text("max_batch_size"));
        for (TextMessage batching : message.messages("dynamic_batching")) {
            put(settings, "triton.max_queue_delay_microseconds", batching.text("max_queue_delay_microseconds"));
            List<String> sizes = batching.texts("preferred_batch_size");
            put(settings, "triton.preferred_batch_size", sizes.isEmpty() ? null : String.join(",", sizes));
        }
        for (TextMessage parameter : message.messages("parameters")) {
            for (TextMessage value : parameter.messages("value")) {
                put(settings, "triton.parameter." + parameter.text("key"), value.text("string_value"));
            }
        }
        return settings;
    }

    /** The fields that mean nothing outside of Triton. */
    Set<String> others() {
        Set<String> others = new TreeSet<>(message.names());
        others.removeAll(READ);
        return others;
    }

    private static void put(Map<String, String> settings, String name, @Nullable String value) {
        if (value != null) {
            settings.put(name, value);
        }
    }

    private List<TensorSpec> specs(String field) {
        List<TensorSpec> specs = new ArrayList<>();
        for (TextMessage tensor : message.messages(field)) {
            String name = tensor.text("name");
            if (name == null) {
                throw new InvalidInputException("an " + field + " has no name");
            }
            List<Long> shape = new ArrayList<>();
            if (maxBatchSize > 0) {
                shape.add(-1L);
            }
            for (String size : dimensions(tensor)) {
                if (!size.matches("-?[0-9]{1,18}")) {
                    throw new InvalidInputException("the dims of " + Quoted.of(name) + " are not numbers");
                }
                shape.add(Long.parseLong(size));
            }
            specs.add(new TensorSpec(name, type(name, tensor.text("data_type")), shape));
        }
        return specs;
    }

    /** What the model sees, where Triton reshapes what clients send. */
    private static List<String> dimensions(TextMessage tensor) {
        List<TextMessage> reshape = tensor.messages("reshape");
        return reshape.isEmpty() ? tensor.texts("dims") : reshape.get(0).texts("shape");
    }

    private static DataType type(String name, @Nullable String type) {
        return switch (type == null ? "" : type) {
            case "TYPE_BOOL" -> DataType.BOOL;
            case "TYPE_UINT8" -> DataType.UINT8;
            case "TYPE_INT8" -> DataType.INT8;
            case "TYPE_INT32" -> DataType.INT32;
            case "TYPE_INT64" -> DataType.INT64;
            case "TYPE_FP16" -> DataType.FLOAT16;
            case "TYPE_FP32" -> DataType.FLOAT32;
            case "TYPE_FP64" -> DataType.FLOAT64;
            case "TYPE_STRING" -> DataType.STRING;
            case "TYPE_BF16" -> DataType.BFLOAT16;
            default ->
                throw new InvalidInputException(Quoted.of(name) + " has type " + Quoted.of(String.valueOf(type))
                        + ", which signatures do not know");
        };
    }
}
