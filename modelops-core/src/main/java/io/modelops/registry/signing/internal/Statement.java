package io.modelops.registry.signing.internal;

import static io.modelops.registry.signing.internal.StrictJson.object;
import static io.modelops.registry.signing.internal.StrictJson.refused;
import static io.modelops.registry.signing.internal.StrictJson.requireText;
import static io.modelops.registry.signing.internal.StrictJson.text;

import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Manifest;
import io.modelops.model.Quoted;
import io.modelops.model.internal.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is signed: which files there are, each with its digest.
 *
 * @param subject what the signer called the model; says nothing for sure
 * @param files digests by path, in the order of the statement
 */
public record Statement(String subject, Map<String, Digest> files) {
    private static final String TYPE = "https://in-toto.io/Statement/v1";
    private static final String PREDICATE_TYPE = "https://model_signing/signature/v1.0";
    private static final String SHA256 = "sha256";
    private static final int MOST_FILES = 10_000;
    private static final int LONGEST_NAME = 4_000;
    private static final Comparator<String> BY_SEGMENTS =
            (one, other) -> Arrays.compare(one.split("/", -1), other.split("/", -1));

    /** Keeps the statement. */
    public Statement {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** States what a manifest says. Paths are ordered segment by segment, as the format's own tool does. */
    public static Statement of(String subject, Manifest manifest) {
        Map<String, Digest> files = new LinkedHashMap<>();
        manifest.files().stream()
                .sorted(Comparator.comparing(Manifest.File::path, BY_SEGMENTS))
                .forEach(file -> files.put(file.path(), file.digest()));
        return new Statement(subject, files);
    }

    /** Writes it as JSON. */
    public byte[] json() {
        ObjectNode statement = Json.MAPPER.createObjectNode();
        statement.put("_type", TYPE);
        ObjectNode model = statement.putArray("subject").addObject();
        model.put("name", subject);
        model.putObject("digest").put(SHA256, root(files).hex());
        statement.put("predicateType", PREDICATE_TYPE);
        ObjectNode predicate = statement.putObject("predicate");
        ObjectNode serialization = predicate.putObject("serialization");
        serialization.put("method", "files");
        serialization.put("hash_type", SHA256);
        serialization.put("allow_symlinks", false);
        serialization.putArray("ignore_paths");
        ArrayNode resources = predicate.putArray("resources");
        files.forEach((path, digest) ->
                resources.addObject().put("name", path).put("algorithm", SHA256).put("digest", digest.hex()));
        return statement.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads it from JSON. Properties that the format does not name are skipped, as it asks for.
     *
     * @throws InvalidInputException if it is another kind of statement, or contradicts itself
     */
    public static Statement parse(byte[] json) {
        JsonNode statement = object(json, "payload");
        requireText(statement, "_type", TYPE);
        requireText(statement, "predicateType", PREDICATE_TYPE);
        JsonNode subjects = statement.path("subject");
        if (!subjects.isArray() || subjects.size() != 1) {
            throw refused("it has " + subjects.size() + " subjects, expected one");
        }
        JsonNode model = object(subjects.get(0), "subject");
        JsonNode predicate = object(statement.get("predicate"), "predicate");
        JsonNode serialization = object(predicate.get("serialization"), "serialization");
        requireText(serialization, "method", "files");
        requireText(serialization, "hash_type", SHA256);
        Map<String, Digest> files = files(predicate.path("resources"));
        Digest root = root(files);
        Digest stated = digest(object(model.get("digest"), "subject's digest"), SHA256);
        if (!stated.equals(root)) {
            throw refused("its subject is " + stated + ", but its files together are " + root);
        }
        return new Statement(text(model, "name"), files);
    }

    private static Map<String, Digest> files(JsonNode resources) {
        if (!resources.isArray() || resources.isEmpty() || resources.size() > MOST_FILES) {
            throw refused("it names " + resources.size() + " files, expected 1 to " + MOST_FILES);
        }
        Map<String, Digest> files = new LinkedHashMap<>();
        for (JsonNode node : resources) {
            JsonNode resource = object(node, "resource");
            requireText(resource, "algorithm", SHA256);
            String name = text(resource, "name");
            if (name.length() > LONGEST_NAME) {
                throw refused(
                        "the name of a file has " + name.length() + " characters, expected at most " + LONGEST_NAME);
            }
            if (files.put(name, digest(resource, "digest")) != null) {
                throw refused("it names file " + Quoted.of(name) + " twice");
            }
        }
        return files;
    }

    private static Digest digest(JsonNode object, String name) {
        String hex = text(object, name);
        try {
            return new Digest(hex);
        } catch (InvalidInputException notADigest) {
            throw new InvalidInputException(
                    "A model signature can't be read: its \"" + name + "\" is not SHA-256 in lower-case hexadecimal.",
                    notADigest);
        }
    }

    private static Digest root(Map<String, Digest> files) {
        MessageDigest together = Digest.algorithm();
        files.values().forEach(digest -> together.update(HexFormat.of().parseHex(digest.hex())));
        return Digest.finish(together);
    }
}
