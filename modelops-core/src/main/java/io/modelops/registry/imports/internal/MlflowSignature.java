package io.modelops.registry.imports.internal;

import io.modelops.model.DataType;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import io.modelops.model.internal.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The signature in an {@code MLmodel}: JSON written as text into YAML. Columns become tensors of one dimension, since a
 * model takes any number of rows.
 *
 * @param signature the same in this library's terms, or null if it can't be said in them
 * @param why why it can't be said, empty if it can
 * @param hasParameters whether it names parameters for inference
 */
record MlflowSignature(@Nullable Signature signature, String why, boolean hasParameters) {
    private static final int MOST = 10_000;

    static MlflowSignature parse(String label, Map<String, Object> section) throws RefusedException {
        String parameters = Yaml.text(section, "params");
        try {
            Signature signature = new Signature(specs(label, section, "inputs"), specs(label, section, "outputs"));
            return new MlflowSignature(signature, "", parameters != null);
        } catch (InvalidInputException notExpressible) {
            return new MlflowSignature(null, String.valueOf(notExpressible.getMessage()), parameters != null);
        }
    }

    private static List<TensorSpec> specs(String label, Map<String, Object> section, String key)
            throws RefusedException {
        String json = Yaml.text(section, key);
        if (json == null) {
            throw new InvalidInputException("it does not tell the " + key);
        }
        JsonNode schema;
        try {
            schema = Json.MAPPER.readTree(json);
        } catch (JacksonException notJson) {
            throw new RefusedException(
                    label, "its signature is not JSON: " + Quoted.of(String.valueOf(notJson.getOriginalMessage())));
        }
        if (!schema.isArray() || schema.size() > MOST) {
            throw new RefusedException(label, "its signature is not a list of at most " + MOST + " " + key);
        }
        List<TensorSpec> specs = new ArrayList<>();
        for (JsonNode column : schema) {
            specs.add(spec(column));
        }
        return specs;
    }

    private static TensorSpec spec(JsonNode column) {
        String name = text(column, "name");
        String type = text(column, "type");
        if (name.isBlank()) {
            throw new InvalidInputException("an input or output has no name");
        }
        if (type.equals("tensor")) {
            JsonNode tensor = column.path("tensor-spec");
            List<Long> shape = new ArrayList<>();
            for (JsonNode size : tensor.path("shape")) {
                if (!size.isIntegralNumber() || !size.canConvertToLong()) {
                    throw new InvalidInputException("the shape of " + Quoted.of(name) + " is not made of numbers");
                }
                shape.add(size.longValue());
            }
            return new TensorSpec(name, tensorType(name, text(tensor, "dtype")), shape);
        }
        return new TensorSpec(name, columnType(name, type), List.of(-1L));
    }

    private static String text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        return value.isString() ? value.stringValue() : "";
    }

    private static DataType tensorType(String name, String type) {
        return switch (type) {
            case "float16" -> DataType.FLOAT16;
            case "float32" -> DataType.FLOAT32;
            case "float64" -> DataType.FLOAT64;
            case "int8" -> DataType.INT8;
            case "uint8" -> DataType.UINT8;
            case "int32" -> DataType.INT32;
            case "int64" -> DataType.INT64;
            case "bool" -> DataType.BOOL;
            case "str", "object" -> DataType.STRING;
            default -> throw unknown(name, type);
        };
    }

    private static DataType columnType(String name, String type) {
        return switch (type) {
            case "boolean" -> DataType.BOOL;
            case "integer" -> DataType.INT32;
            case "long" -> DataType.INT64;
            case "float" -> DataType.FLOAT32;
            case "double" -> DataType.FLOAT64;
            case "string" -> DataType.STRING;
            default -> throw unknown(name, type);
        };
    }

    private static InvalidInputException unknown(String name, String type) {
        return new InvalidInputException(
                Quoted.of(name) + " has type " + Quoted.of(type) + ", which signatures do not know");
    }
}
