package io.modelops.registry.signing.internal;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import io.modelops.model.internal.Json;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON that must have exactly one meaning: no property twice, no Base64 that another text stands for as well. */
final class StrictJson {
    private static final JsonMapper MAPPER = Json.MAPPER
            .rebuild()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private StrictJson() {}

    /** Reads an object. */
    static JsonNode object(byte[] json, String what) {
        try {
            return object(MAPPER.readTree(json), what);
        } catch (JacksonException unreadable) {
            throw new InvalidInputException(
                    "A model signature can't be read: its " + what + " is not JSON ("
                            + Quoted.of(unreadable.getOriginalMessage()) + ").",
                    unreadable);
        }
    }

    /** Takes a node as an object. */
    static JsonNode object(@Nullable JsonNode node, String what) {
        if (node == null || !node.isObject()) {
            throw refused("its " + what + " is " + (node == null ? "missing" : "no JSON object"));
        }
        return node;
    }

    /** Refuses properties other than some. */
    static void requireOnly(JsonNode object, String what, String... known) {
        List<String> allowed = Arrays.asList(known);
        for (String name : object.propertyNames()) {
            if (!allowed.contains(name)) {
                throw refused("its " + what + " has a property " + Quoted.of(name) + ", expected only " + allowed);
            }
        }
    }

    /** Takes a property as text. */
    static String text(JsonNode object, String name) {
        JsonNode value = object.get(name);
        if (value == null || !value.isString()) {
            throw refused("its \"" + name + "\" is " + (value == null ? "missing" : "no text"));
        }
        return value.stringValue();
    }

    /** Refuses a text other than the one that must stand there. */
    static void requireText(JsonNode object, String name, String expected) {
        String text = text(object, name);
        if (!text.equals(expected)) {
            throw refused("its \"" + name + "\" is " + Quoted.of(text) + ", expected \"" + expected + "\"");
        }
    }

    /** Takes a property as bytes. */
    static byte[] bytes(JsonNode object, String name) {
        String text = text(object, name);
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            throw new InvalidInputException(
                    "A model signature can't be read: its \"" + name + "\" is not Base64.", notBase64);
        }
        throw refused("its \"" + name + "\" is not Base64 in its one canonical form");
    }

    static InvalidInputException refused(String why) {
        return new InvalidInputException("A model signature can't be read: " + why + ".");
    }
}
