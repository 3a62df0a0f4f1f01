package io.modelops.registry.imports.internal;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads what an ONNX file says of itself without an engine, and which other files it wants: those of every tensor, also
 * in nested graphs, attributes, sparse tensors, functions and training steps, even where the tensor says that it does not
 * use them. The content of tensors is skipped.
 *
 * <p>Field numbers are those of {@code onnx.proto} (ONNX 1.19, IR version 11), which only ever adds fields.
 */
final class OnnxReader {
    private static final int DEEPEST = 100;
    private static final int LONGEST_NAME = 4_096;
    private static final int LONGEST_PROPERTY = 16_384;
    private static final int MOST_VALUES = 10_000;
    private static final int MOST_EXTERNAL = 200_000;
    private static final int MOST_PROPERTIES = 500;
    private static final int MOST_NAMED = 2_000_000;

    private final WireReader wire;
    private final Map<String, String> properties = new TreeMap<>();
    private final List<OnnxModel.Value> inputs = new ArrayList<>();
    private final List<OnnxModel.Value> outputs = new ArrayList<>();
    private final Set<Long> initialized = new HashSet<>();
    private final List<OnnxModel.External> external = new ArrayList<>();
    private String description = "";
    private boolean hasGraph;

    private OnnxReader(WireReader wire) {
        this.wire = wire;
    }

    static OnnxModel read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return read(in, Files.size(file));
        }
    }

    /**
     * Reads a model.
     *
     * @throws RefusedException if it is none
     */
    static OnnxModel read(InputStream in, long size) throws IOException {
        OnnxReader reader = new OnnxReader(new WireReader(in, size));
        try {
            reader.model();
        } catch (EOFException cut) {
            throw new RefusedException("", "it ends in the middle of a field");
        }
        if (!reader.hasGraph) {
            throw new RefusedException("", "it holds no graph, so it is no ONNX model");
        }
        List<OnnxModel.Value> free = reader.inputs.stream()
                .filter(input -> !reader.initialized.contains(fingerprint(input.name())))
                .toList();
        return new OnnxModel(
                reader.properties, reader.description, free, List.copyOf(reader.outputs), List.copyOf(reader.external));
    }

    private void model() throws IOException {
        while (wire.next(wire.end())) {
            if (wire.is(1, WireReader.NUMBER)) {
                properties.put("onnx.ir_version", Long.toString(wire.number()));
            } else if (wire.is(5, WireReader.NUMBER)) {
                properties.put("onnx.model_version", Long.toString(wire.number()));
            } else if (wire.isBytes()) {
                switch (wire.field()) {
                    case 2 -> property("onnx.producer_name");
                    case 3 -> property("onnx.producer_version");
                    case 4 -> property("onnx.domain");
                    case 6 -> description = wire.length() <= LONGEST_PROPERTY ? wire.text(LONGEST_PROPERTY) : "";
                    case 7 -> {
                        hasGraph = true;
                        graph(1, true);
                    }
                    case 8 -> operatorSet();
                    case 14 -> metadata();
                    case 20 -> training();
                    case 25 -> function();
                    default -> {
                        // Skipped with the next field.
                    }
                }
            }
        }
    }

    private void property(String name) throws IOException {
        if (wire.length() <= LONGEST_PROPERTY && properties.size() < MOST_PROPERTIES) {
            properties.put(name, wire.text(LONGEST_PROPERTY));
        }
    }

    private void operatorSet() throws IOException {
        long end = wire.enter();
        String domain = "";
        long version = 0;
        while (wire.next(end)) {
            if (wire.is(1, WireReader.BYTES)) {
                domain = wire.text(LONGEST_NAME);
            } else if (wire.is(2, WireReader.NUMBER)) {
                version = wire.number();
            }
        }
        if (properties.size() < MOST_PROPERTIES) {
            properties.put("onnx.opset" + (domain.isEmpty() ? "" : "." + domain), Long.toString(version));
        }
    }

    private void metadata() throws IOException {
        long end = wire.enter();
        String key = "";
        String value = "";
        while (wire.next(end)) {
            if (wire.is(1, WireReader.BYTES)) {
                key = wire.text(LONGEST_NAME);
            } else if (wire.is(2, WireReader.BYTES) && wire.length() <= LONGEST_PROPERTY) {
                value = wire.text(LONGEST_PROPERTY);
            }
        }
        if (!key.isBlank() && properties.size() < MOST_PROPERTIES) {
            properties.put("onnx.metadata." + key, value);
        }
    }

    private void training() throws IOException {
        long end = wire.enter();
        while (wire.next(end)) {
            if (wire.is(1, WireReader.BYTES) || wire.is(2, WireReader.BYTES)) {
                graph(2, false);
            }
        }
    }

    private void function() throws IOException {
        long end = wire.enter();
        while (wire.next(end)) {
            if (wire.is(7, WireReader.BYTES)) {
                node(2);
            } else if (wire.is(11, WireReader.BYTES)) {
                attribute(2);
            }
        }
    }

    private void graph(int depth, boolean outermost) throws IOException {
        long end = wire.enter();
        while (wire.next(end)) {
            if (!wire.isBytes()) {
                continue;
            }
            switch (wire.field()) {
                case 1 -> node(depth + 1);
                case 2 -> {
                    if (outermost) {
                        property("onnx.graph");
                    }
                }
                case 5 -> tensor(outermost);
                case 11 -> value(inputs, outermost);
                case 12 -> value(outputs, outermost);
                case 15 -> sparseTensor(outermost);
                default -> {
                    // Skipped with the next field.
                }
            }
        }
    }

    private void node(int depth) throws IOException {
        long end = wire.enter();
        while (wire.next(end)) {
            if (wire.is(5, WireReader.BYTES)) {
                attribute(depth + 1);
            }
        }
    }

    private void attribute(int depth) throws IOException {
        if (depth > DEEPEST) {
            throw wire.refused("has graphs that are nested more than " + DEEPEST + " messages deep");
        }
        long end = wire.enter();
        while (wire.next(end)) {
            if (!wire.isBytes()) {
                continue;
            }
            switch (wire.field()) {
                case 5, 10 -> tensor(false);
                case 6, 11 -> graph(depth + 1, false);
                case 22, 23 -> sparseTensor(false);
                default -> {
                    // Skipped with the next field.
                }
            }
        }
    }

    private void sparseTensor(boolean initializer) throws IOException {
        long end = wire.enter();
        while (wire.next(end)) {
            if (wire.is(1, WireReader.BYTES)) {
                tensor(initializer);
            } else if (wire.is(2, WireReader.BYTES)) {
                tensor(false);
            }
        }
    }

    private void tensor(boolean initializer) throws IOException {
        long end = wire.enter();
        OnnxExternalData data = new OnnxExternalData();
        while (wire.next(end)) {
            if (wire.is(8, WireReader.BYTES) && initializer) {
                if (initialized.size() >= MOST_NAMED) {
                    throw wire.refused("has more than " + MOST_NAMED + " named tensors");
                }
                initialized.add(fingerprint(wire.text(LONGEST_NAME)));
            } else if (wire.is(13, WireReader.BYTES)) {
                data.entry(wire);
            }
        }
        external.addAll(data.tensors(wire));
        if (external.size() > MOST_EXTERNAL) {
            throw wire.refused("has more than " + MOST_EXTERNAL + " tensors in other files");
        }
    }

    private void value(List<OnnxModel.Value> values, boolean outermost) throws IOException {
        if (!outermost) {
            return;
        }
        if (values.size() >= MOST_VALUES) {
            throw wire.refused("has more than " + MOST_VALUES + " inputs or outputs");
        }
        values.add(OnnxValues.read(wire, LONGEST_NAME));
    }

    /** Two names share one with a chance of 2^-64 per pair; an input would be missing from the signature then. */
    private static long fingerprint(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int index = 0; index < name.length(); index++) {
            hash = (hash ^ name.charAt(index)) * 0x100000001b3L;
        }
        return hash;
    }
}
