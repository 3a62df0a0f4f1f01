package io.modelops.registry.signing;

import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Manifest;
import io.modelops.model.Quoted;
import io.modelops.model.StoreException;
import io.modelops.registry.signing.internal.Envelope;
import io.modelops.registry.signing.internal.Statement;
import io.modelops.spi.ModelSigner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A signature over the files of a version, as the OpenSSF model-signing format 1.0 writes it to {@code model.sig}: a
 * Sigstore bundle 0.3 around a DSSE envelope around an in-toto statement that names each file with its SHA-256. Immutable.
 *
 * <p>A signature says that the holder of a key has vouched for these very files under these paths. It does not say for
 * which model and version they are, nor what else was said of the version.
 *
 * <p>The form was checked against programs that share no code with this one: bundles that a Python script made with the
 * {@code cryptography} package verify here, and bundles made here verify with that package and with OpenSSL. The format's own
 * tool was not run on them. Of the format
 * these parts are not read: files in shards, digests other than SHA-256, certificates and transparency logs, and the
 * statements of version 0.2. A bundle with any of them is refused, never half checked.
 */
public final class SignatureBundle {
    /** How many bytes a signature may have. */
    public static final int LARGEST = Envelope.LARGEST;

    private final byte[] json;
    private final Envelope envelope;
    private final Statement statement;

    private SignatureBundle(byte[] json) {
        this.json = json;
        this.envelope = Envelope.parse(json);
        this.statement = Statement.parse(envelope.payload());
    }

    /**
     * Signs files.
     *
     * @param subject what to call them, such as the name of the model
     * @param files the files
     * @param signer holds the key
     * @return the signature
     * @throws InvalidInputException if the signer's key is of a kind that the format does not know, its signature does not
     *     verify with it, or there are too many files
     */
    public static SignatureBundle sign(String subject, Manifest files, ModelSigner signer) {
        TrustedKey key = TrustedKey.of("signer", signer.publicKey());
        byte[] payload = Statement.of(subject, files).json();
        byte[] message = Envelope.message(payload);
        byte[] signature = signer.sign(message.clone());
        if (!key.verifies(message, signature)) {
            throw new InvalidInputException("Signer " + signer.getClass().getName() + " gave a signature that does not "
                    + "verify with its own public key: expected ECDSA in DER form, with SHA-256 for a key on P-256.");
        }
        return new SignatureBundle(new Envelope(payload, signature, key.id()).json());
    }

    /**
     * Reads a signature. Whether it is by anybody in particular is not looked at.
     *
     * @param json a bundle
     * @return the signature
     * @throws InvalidInputException if it is not a bundle of the format, contradicts itself, or uses a part of the format
     *     that is not supported
     */
    public static SignatureBundle parse(byte[] json) {
        return new SignatureBundle(json.clone());
    }

    /**
     * Reads a signature from a file, such as the {@code model.sig} that another tool wrote.
     *
     * @param file the file
     * @return the signature
     * @throws InvalidInputException as {@link #parse} does, or if the file can't be read
     */
    public static SignatureBundle read(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            return new SignatureBundle(content.readNBytes(Envelope.LARGEST + 1));
        } catch (IOException unreadable) {
            throw new InvalidInputException(
                    "Signature file " + file + " could not be read (" + unreadable + "): expected a model.sig.",
                    unreadable);
        }
    }

    /**
     * Writes it to a file, for other tools.
     *
     * @param file the file, replaced if it is there
     * @throws StoreException if it can't be written
     */
    public void writeTo(Path file) {
        try {
            Files.write(file, json);
        } catch (IOException unwritable) {
            throw new StoreException(
                    "Signature file " + file + " could not be written (" + unwritable
                            + "): check the directory and disk.",
                    unwritable);
        }
    }

    /**
     * The bundle.
     *
     * @return its JSON, a new copy
     */
    public byte[] json() {
        return json.clone();
    }

    /**
     * The key that it says it is by. Everybody can write that; see {@link #isBy}.
     *
     * @return the {@linkplain TrustedKey#id() id} of the key, or empty if it does not say
     */
    public Optional<Digest> key() {
        return Optional.ofNullable(envelope.key());
    }

    /**
     * The files it vouches for.
     *
     * @return digests by path; the path of a model that is a single file may be a dot
     */
    public Map<String, Digest> files() {
        return statement.files();
    }

    /**
     * Whether it is by a key.
     *
     * @param key the key
     * @return true if the signature verifies with it
     */
    public boolean isBy(TrustedKey key) {
        return key().map(key.id()::equals).orElse(true)
                && key.verifies(Envelope.message(envelope.payload()), envelope.signature());
    }

    /**
     * Whether it is about exactly the files of a version, no more and no fewer. Only a file {@code model.sig} that is
     * this very bundle may come in addition, because tools put it beside what they sign.
     *
     * @param manifest the files
     * @return what does not fit first, or empty if all does
     */
    public Optional<String> mismatch(Manifest manifest) {
        Map<String, Digest> left = new HashMap<>(statement.files());
        boolean unnamed = left.size() == 1 && manifest.files().size() == 1 && left.containsKey(".");
        for (Manifest.File file : manifest.files()) {
            Digest signed = left.remove(unnamed ? "." : file.path());
            if (signed == null && !isThis(file)) {
                return Optional.of("file " + file.path() + " is not signed");
            }
            if (signed != null && !signed.equals(file.digest())) {
                return Optional.of("file " + file.path() + " is " + file.digest() + ", signed was " + signed);
            }
        }
        return left.keySet().stream()
                .findFirst()
                .map(path -> "file " + Quoted.of(path) + " was signed and is not part of the version");
    }

    private boolean isThis(Manifest.File file) {
        return file.path().equals("model.sig") && file.digest().equals(Digest.of(json));
    }

    @Override
    public String toString() {
        return "signature over " + files().size() + " files by key "
                + key().map(Digest::hex).orElse("unknown");
    }
}
