package io.modelops.registry.signing.internal;

import io.modelops.event.LogEntry;
import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import io.modelops.model.internal.Json;
import io.modelops.registry.signing.HeadAnchor;
import io.modelops.registry.signing.TrustedKey;
import io.modelops.spi.ModelSigner;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An anchor as a line of JSON. Signed is another text, whose first line keeps it apart from all else that is signed. */
public final class AnchorLine {
    private static final int VERSION = 1;
    private static final int LONGEST = 2_000;

    private AnchorLine() {}

    /** Makes and signs an anchor. */
    public static HeadAnchor sign(Digest registry, LogEntry entry, Instant at, ModelSigner signer) {
        TrustedKey key = TrustedKey.of("signer", signer.publicKey());
        byte[] message = message(registry, entry.sequence(), entry.digest(), at);
        byte[] signature = signer.sign(message.clone());
        if (!key.verifies(message, signature)) {
            throw new InvalidInputException("Signer " + signer.getClass().getName() + " gave a signature that does not "
                    + "verify with its own public key: expected ECDSA in DER form, with SHA-256 for a key on P-256.");
        }
        return new HeadAnchor(
                registry,
                entry.sequence(),
                entry.digest(),
                at,
                key.id(),
                Base64.getEncoder().encodeToString(signature));
    }

    /** Writes an anchor. */
    public static String write(HeadAnchor anchor) {
        ObjectNode line = Json.MAPPER.createObjectNode();
        line.put("v", VERSION);
        line.put("registry", anchor.registry().hex());
        line.put("seq", anchor.sequence());
        line.put("head", anchor.head().hex());
        line.put("at", anchor.at().toString());
        line.put("key", anchor.key().hex());
        line.put("sig", anchor.signature());
        return line.toString();
    }

    /** Reads what was written; the caller makes sure that it was written just so. */
    public static HeadAnchor read(String text) {
        if (text.length() > LONGEST) {
            throw refused(text, "it has " + text.length() + " characters, expected at most " + LONGEST);
        }
        try {
            JsonNode line = Json.MAPPER.readTree(text);
            if (line == null || line.path("v").asInt(0) != VERSION) {
                throw refused(text, "it has no format version " + VERSION);
            }
            return new HeadAnchor(
                    new Digest(line.path("registry").asString("")),
                    line.path("seq").asLong(0),
                    new Digest(line.path("head").asString("")),
                    Instant.parse(line.path("at").asString("")),
                    new Digest(line.path("key").asString("")),
                    line.path("sig").asString(""));
        } catch (JacksonException | DateTimeException | InvalidInputException unreadable) {
            throw new InvalidInputException(
                    "Anchor " + Quoted.of(text) + " can't be read: expected a line that registry.anchor(…) gave.",
                    unreadable);
        }
    }

    /** Whether an anchor is by a key. */
    public static boolean verifies(HeadAnchor anchor, TrustedKey key) {
        if (!anchor.key().equals(key.id())) {
            return false;
        }
        try {
            byte[] signature = Base64.getDecoder().decode(anchor.signature());
            return Base64.getEncoder().encodeToString(signature).equals(anchor.signature())
                    && key.verifies(
                            message(anchor.registry(), anchor.sequence(), anchor.head(), anchor.at()), signature);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static byte[] message(Digest registry, long sequence, Digest head, Instant at) {
        return ("modelops head anchor v1\n" + registry.hex() + "\n" + sequence + "\n" + head.hex() + "\n" + at + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static InvalidInputException refused(String text, String why) {
        return new InvalidInputException("Anchor " + Quoted.of(text) + " can't be read: " + why + ".");
    }
}
