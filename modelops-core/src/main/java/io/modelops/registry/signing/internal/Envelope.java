package io.modelops.registry.signing.internal;

import static io.modelops.registry.signing.internal.StrictJson.bytes;
import static io.modelops.registry.signing.internal.StrictJson.object;
import static io.modelops.registry.signing.internal.StrictJson.refused;
import static io.modelops.registry.signing.internal.StrictJson.requireOnly;
import static io.modelops.registry.signing.internal.StrictJson.requireText;
import static io.modelops.registry.signing.internal.StrictJson.text;

import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.internal.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A signed payload in a Sigstore bundle of version 0.3: a DSSE envelope and the name of the key. Nothing in a bundle but
 * the payload is signed, so a bundle with a property that is not known here is refused and not passed over.
 *
 * @param payload what was signed
 * @param signature the signature
 * @param key the name of the key, or null if the bundle does not say it
 */
// Internal, and written or parsed right before: nobody alters the arrays.
@SuppressWarnings("ArrayRecordComponent")
public record Envelope(
        byte[] payload, byte[] signature, @Nullable Digest key) {
    /** More bytes than a version with as many files as the log can hold needs. */
    public static final int LARGEST = 4 << 20;

    private static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";
    private static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";
    private static final int LONGEST_SIGNATURE = 1_000;

    /** What is really signed: the payload with its type and the length of both. */
    public static byte[] message(byte[] payload) {
        byte[] head = ("DSSEv1 " + PAYLOAD_TYPE.length() + " " + PAYLOAD_TYPE + " " + payload.length + " ")
                .getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream message = new ByteArrayOutputStream(head.length + payload.length);
        message.writeBytes(head);
        message.writeBytes(payload);
        return message.toByteArray();
    }

    /** Writes the bundle. */
    public byte[] json() {
        Base64.Encoder base64 = Base64.getEncoder();
        ObjectNode bundle = Json.MAPPER.createObjectNode();
        bundle.put("mediaType", MEDIA_TYPE);
        ObjectNode material = bundle.putObject("verificationMaterial");
        if (key != null) {
            material.putObject("publicKey").put("hint", key.hex());
        }
        material.putArray("tlogEntries");
        ObjectNode envelope = bundle.putObject("dsseEnvelope");
        envelope.put("payload", base64.encodeToString(payload));
        envelope.put("payloadType", PAYLOAD_TYPE);
        ObjectNode only = envelope.putArray("signatures").addObject();
        only.put("sig", base64.encodeToString(signature));
        only.put("keyid", "");
        return bundle.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a bundle.
     *
     * @throws InvalidInputException if it is something else, or signed in a way that needs more than a public key
     */
    public static Envelope parse(byte[] json) {
        if (json.length > LARGEST) {
            throw refused("it has " + json.length + " bytes, expected at most " + LARGEST);
        }
        JsonNode bundle = object(json, "bundle");
        requireOnly(bundle, "bundle", "mediaType", "verificationMaterial", "dsseEnvelope");
        requireText(bundle, "mediaType", MEDIA_TYPE);
        JsonNode envelope = object(bundle.get("dsseEnvelope"), "dsseEnvelope");
        requireOnly(envelope, "dsseEnvelope", "payload", "payloadType", "signatures");
        requireText(envelope, "payloadType", PAYLOAD_TYPE);
        JsonNode signatures = envelope.path("signatures");
        if (!signatures.isArray() || signatures.size() != 1) {
            throw refused("it has " + signatures.size() + " signatures, expected one");
        }
        JsonNode only = object(signatures.get(0), "signature");
        requireOnly(only, "signature", "sig", "keyid");
        byte[] signature = bytes(only, "sig");
        if (signature.length > LONGEST_SIGNATURE) {
            throw refused("its signature has " + signature.length + " bytes, expected at most " + LONGEST_SIGNATURE);
        }
        return new Envelope(bytes(envelope, "payload"), signature, key(bundle.get("verificationMaterial")));
    }

    private static @Nullable Digest key(@Nullable JsonNode verificationMaterial) {
        JsonNode material = object(verificationMaterial, "verificationMaterial");
        if (material.has("certificate") || material.has("x509CertificateChain")) {
            throw refused(
                    "it is signed with a certificate, expected a bare key; sign the model with a key on the curve "
                            + "P-256");
        }
        requireOnly(material, "verificationMaterial", "publicKey", "tlogEntries", "timestampVerificationData");
        if (!material.path("tlogEntries").isEmpty()
                || !material.path("timestampVerificationData").isEmpty()) {
            throw refused("it comes with the entry of a transparency log or a time stamp, which can't be checked here; "
                    + "sign the model with a bare key");
        }
        JsonNode key = object(material.get("publicKey"), "publicKey");
        requireOnly(key, "publicKey", "hint");
        if (!key.has("hint") || key.path("hint").isNull()) {
            return null;
        }
        try {
            return new Digest(text(key, "hint"));
        } catch (InvalidInputException otherForm) {
            throw new InvalidInputException(
                    "A model signature can't be read: its \"hint\" is not the SHA-256 of a key's PEM text.", otherForm);
        }
    }
}
