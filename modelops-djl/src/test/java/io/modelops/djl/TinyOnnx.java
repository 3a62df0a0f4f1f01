package io.modelops.djl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes small ONNX models by hand, so that tests and examples need no Python. The models are valid ONNX (IR version 8,
 * operator set 13) and are read by the real engine.
 */
public final class TinyOnnx {
    private static final int FLOAT = 1;

    private TinyOnnx() {}

    /**
     * A logistic regression: {@code sigmoid(x · weights + bias)}, from {@code x}, rows of as many numbers as there are
     * weights, to {@code probability}, rows of one.
     *
     * @param weights one weight for each feature
     * @param bias the intercept
     * @return the content of the file
     */
    public static byte[] logisticRegression(float[] weights, float bias) {
        return model(graph(
                weights.length,
                1,
                List.of(
                        node("MatMul", List.of("x", "weights"), "product"),
                        node("Add", List.of("product", "bias"), "logit"),
                        node("Sigmoid", List.of("logit"), "probability")),
                List.of(tensor("weights", weights, weights.length, 1), tensor("bias", new float[] {bias}, 1)),
                "probability"));
    }

    /**
     * A linear model with several outputs: {@code x · weights}, from {@code x} to {@code y}.
     *
     * @param weights the weights, a row for each feature and a column for each output
     * @return the content of the file
     */
    public static byte[] linear(float[][] weights) {
        return model(graph(
                weights.length,
                weights[0].length,
                List.of(node("MatMul", List.of("x", "weights"), "y")),
                List.of(matrix("weights", weights)),
                "y"));
    }

    /**
     * A network of layers, each a product with weights of which what is below 0 counts as 0: from {@code x} to {@code y}.
     *
     * @param layers the weights of each layer, a row for each of its inputs and a column for each of its outputs
     * @return the content of the file
     */
    public static byte[] network(List<float[][]> layers) {
        List<byte[]> nodes = new ArrayList<>();
        List<byte[]> weights = new ArrayList<>();
        String input = "x";
        for (int layer = 0; layer < layers.size(); layer++) {
            String output = layer == layers.size() - 1 ? "y" : "layer" + layer;
            weights.add(matrix("weights" + layer, layers.get(layer)));
            nodes.add(node("MatMul", List.of(input, "weights" + layer), "product" + layer));
            nodes.add(node("Relu", List.of("product" + layer), output));
            input = output;
        }
        int outputs = layers.get(layers.size() - 1)[0].length;
        return model(graph(layers.get(0).length, outputs, nodes, weights, "y"));
    }

    /**
     * A linear model of one output whose weights lie in another file.
     *
     * @param features how many weights there are
     * @param location where the model says that they are
     * @param place where in the model the reference stands
     * @return the content of the file
     */
    static byte[] withExternalData(int features, String location, Place place) {
        byte[] external = externalTensor("weights", features, location);
        byte[] inner = tensor("weights", new float[features], features, 1);
        byte[] product = node("MatMul", List.of("x", "weights"), "y");
        return switch (place) {
            case INITIALIZER -> model(graph(features, 1, List.of(product), List.of(external), "y"));
            case ATTRIBUTE -> model(graph(features, 1, List.of(product, nodeWith(5, external)), List.of(inner), "y"));
            case ATTRIBUTES -> model(graph(features, 1, List.of(product, nodeWith(10, external)), List.of(inner), "y"));
            case NESTED_GRAPH ->
                model(graph(
                        features,
                        1,
                        List.of(product, nodeWith(6, graph(features, 1, List.of(), List.of(external), "y"))),
                        List.of(inner),
                        "y"));
            case SPARSE_TENSOR ->
                model(graph(
                        features,
                        1,
                        List.of(
                                product,
                                nodeWith(22, message().bytes(1, external).toByteArray())),
                        List.of(inner),
                        "y"));
            case FUNCTION ->
                message()
                        .raw(model(graph(features, 1, List.of(product), List.of(inner), "y")))
                        .bytes(25, message().bytes(7, nodeWith(5, external)).toByteArray())
                        .toByteArray();
            case TRAINING ->
                message()
                        .raw(model(graph(features, 1, List.of(product), List.of(inner), "y")))
                        .bytes(
                                20,
                                message()
                                        .bytes(1, graph(features, 1, List.of(), List.of(external), "y"))
                                        .toByteArray())
                        .toByteArray();
        };
    }

    /** Where a reference to external data can stand. */
    enum Place {
        INITIALIZER,
        ATTRIBUTE,
        ATTRIBUTES,
        NESTED_GRAPH,
        SPARSE_TENSOR,
        FUNCTION,
        TRAINING
    }

    /**
     * The bytes of 32-bit floats as ONNX keeps them.
     *
     * @param values the numbers
     * @return four bytes for each, the lowest first
     */
    static byte[] raw(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    /**
     * Writes a model to a file.
     *
     * @param model the content
     * @param file where to
     * @return the file
     */
    public static Path write(byte[] model, Path file) {
        try {
            return Files.write(file, model);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte[] model(byte[] graph) {
        byte[] operatorSet = message().text(1, "").number(2, 13).toByteArray();
        return message().number(1, 8).bytes(7, graph).bytes(8, operatorSet).toByteArray();
    }

    private static byte[] graph(int features, int outputs, List<byte[]> nodes, List<byte[]> tensors, String output) {
        Message graph = message();
        nodes.forEach(node -> graph.bytes(1, node));
        graph.text(2, "tiny");
        tensors.forEach(tensor -> graph.bytes(5, tensor));
        return graph.bytes(11, valueInfo("x", features))
                .bytes(12, valueInfo(output, outputs))
                .toByteArray();
    }

    private static byte[] valueInfo(String name, int width) {
        byte[] batch = message().text(2, "batch").toByteArray();
        byte[] columns = message().number(1, width).toByteArray();
        byte[] shape = message().bytes(1, batch).bytes(1, columns).toByteArray();
        byte[] tensor = message().number(1, FLOAT).bytes(2, shape).toByteArray();
        return message()
                .text(1, name)
                .bytes(2, message().bytes(1, tensor).toByteArray())
                .toByteArray();
    }

    private static byte[] node(String operator, List<String> inputs, String output) {
        Message node = message();
        inputs.forEach(input -> node.text(1, input));
        return node.text(2, output).text(4, operator).toByteArray();
    }

    /** A node with an attribute that holds a message in one of its fields. */
    private static byte[] nodeWith(int field, byte[] value) {
        byte[] attribute = message().text(1, "value").bytes(field, value).toByteArray();
        return message()
                .text(2, "unused")
                .text(4, "Constant")
                .bytes(5, attribute)
                .toByteArray();
    }

    private static byte[] tensor(String name, float[] values, int... shape) {
        Message tensor = message();
        for (int size : shape) {
            tensor.number(1, size);
        }
        return tensor.number(2, FLOAT).text(8, name).bytes(9, raw(values)).toByteArray();
    }

    private static byte[] matrix(String name, float[][] weights) {
        int columns = weights[0].length;
        float[] values = new float[weights.length * columns];
        for (int row = 0; row < weights.length; row++) {
            System.arraycopy(weights[row], 0, values, row * columns, columns);
        }
        return tensor(name, values, weights.length, columns);
    }

    private static byte[] externalTensor(String name, int features, String location) {
        byte[] entry = message().text(1, "location").text(2, location).toByteArray();
        return message()
                .number(1, features)
                .number(1, 1)
                .number(2, FLOAT)
                .text(8, name)
                .bytes(13, entry)
                .number(14, 1)
                .toByteArray();
    }

    static Message message() {
        return new Message();
    }

    /** A message in the wire form of protocol buffers. */
    static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message bytes(int field, byte[] value) {
            varint((long) field << 3 | 2);
            varint(value.length);
            return raw(value);
        }

        Message raw(byte[] value) {
            out.writeBytes(value);
            return this;
        }

        Message varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
            return this;
        }

        byte[] toByteArray() {
            return out.toByteArray();
        }
    }
}
