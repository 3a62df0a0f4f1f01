package io.modelops.registry.imports.internal;

import io.modelops.model.DataType;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes an ONNX model into a draft: the file, the files its weights are in, and what it says of itself. */
final class OnnxFiles {
    private OnnxFiles() {}

    /**
     * Takes a model.
     *
     * @param source the directory it lies in
     * @param name the file
     */
    static void take(Draft draft, SourceDirectory source, String name) throws IOException {
        SourceFile file = source.file(name);
        if (file.bytes() > Limits.ONNX) {
            throw new RefusedException(
                    file.path(), "it has " + file.bytes() + " bytes, and an ONNX file at most 2 GiB");
        }
        OnnxModel model;
        try {
            model = OnnxReader.read(draft.file(file, name));
        } catch (RefusedException broken) {
            throw broken.item().isEmpty() ? broken.in(file.path()) : broken;
        }
        draft.format("onnx");
        draft.mapped(file.path(), "file " + name);
        takeExternal(draft, source, file, model);
        model.properties().forEach(draft::parameter);
        draft.describedAs(model.description(), "doc_string of " + name);
        Signature signature = signature(draft, model);
        if (signature != null) {
            draft.signature(signature, "inputs and outputs of " + name);
        }
    }

    private static void takeExternal(Draft draft, SourceDirectory source, SourceFile model, OnnxModel described)
            throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        for (String location : described.locations()) {
            if (location.isEmpty()
                    || location.equals(".")
                    || location.equals("..")
                    || location.indexOf('/') >= 0
                    || location.indexOf('\\') >= 0
                    || location.equals(model.name())) {
                throw new RefusedException(
                        model.path(),
                        "it keeps weights in " + Quoted.of(location) + ": expected the name of a file beside it");
            }
            SourceFile weights = source.file(location);
            draft.file(weights, location);
            draft.mapped(weights.path(), "file " + location);
            sizes.put(location, weights.bytes());
        }
        for (OnnxModel.External tensor : described.external()) {
            long size = sizes.getOrDefault(tensor.location(), 0L);
            if (tensor.offset() > size || tensor.length() > size - tensor.offset()) {
                throw new RefusedException(
                        model.path(), "it wants more bytes of " + Quoted.of(tensor.location()) + " than there are");
            }
        }
    }

    private static @Nullable Signature signature(Draft draft, OnnxModel model) {
        try {
            return new Signature(specs(model.inputs()), specs(model.outputs()));
        } catch (InvalidInputException notExpressible) {
            draft.unmapped("signature of the ONNX file", String.valueOf(notExpressible.getMessage()));
            return null;
        }
    }

    private static List<TensorSpec> specs(List<OnnxModel.Value> values) {
        List<TensorSpec> specs = new ArrayList<>();
        for (OnnxModel.Value value : values) {
            DataType type = type(value.elementType());
            if (type == null || !value.hasShape()) {
                throw new InvalidInputException(Quoted.of(value.name())
                        + (type == null
                                ? " is no tensor of an element type that signatures know (ONNX type "
                                        + value.elementType() + ")"
                                : " has no known number of dimensions"));
            }
            specs.add(new TensorSpec(value.name(), type, value.shape()));
        }
        return specs;
    }

    private static @Nullable DataType type(int number) {
        return switch (number) {
            case 1 -> DataType.FLOAT32;
            case 2 -> DataType.UINT8;
            case 3 -> DataType.INT8;
            case 6 -> DataType.INT32;
            case 7 -> DataType.INT64;
            case 8 -> DataType.STRING;
            case 9 -> DataType.BOOL;
            case 10 -> DataType.FLOAT16;
            case 11 -> DataType.FLOAT64;
            case 16 -> DataType.BFLOAT16;
            default -> null;
        };
    }
}
