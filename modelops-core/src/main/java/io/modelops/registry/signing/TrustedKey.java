package io.modelops.registry.signing;

import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.registry.signing.internal.Curve;
import io.modelops.registry.signing.internal.Pem;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A public key that an application trusts, under a name for people. It comes from the application's configuration. Two are
 * equal if they are the same key. Immutable.
 */
public final class TrustedKey {
    private final String name;
    private final PublicKey key;
    private final Digest id;

    private TrustedKey(String name, PublicKey key) {
        this.name = name;
        this.key = key;
        this.id = Digest.of(Pem.ofPublicKey(key.getEncoded()));
    }

    /**
     * Trusts a key.
     *
     * @param name what people call it, such as {@code release-2026}
     * @param key a public key on the curve P-256, P-384 or P-521
     * @return the key under that name
     * @throws InvalidInputException if the key is of another kind
     */
    public static TrustedKey of(String name, PublicKey key) {
        Curve.of(key);
        if (key.getEncoded() == null) {
            throw new InvalidInputException(
                    "Public key \"" + name + "\" has no encoded form: expected a key of the JDK.");
        }
        return new TrustedKey(name, key);
    }

    /**
     * Trusts a key that is written as PEM text.
     *
     * @param name what people call it
     * @param pem text with a block {@code BEGIN PUBLIC KEY}
     * @return the key under that name
     * @throws InvalidInputException if it is not such a text, or of another kind of key
     */
    public static TrustedKey parse(String name, String pem) {
        byte[] encoded = Pem.publicKey(pem, name);
        try {
            return of(name, KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException notAKey) {
            throw new InvalidInputException(
                    "Public key \"" + name + "\" is not readable (" + notAKey.getMessage()
                            + "): expected one on the curve P-256, P-384 or P-521.",
                    notAKey);
        }
    }

    /**
     * Trusts the key in a PEM file, under the name of the file.
     *
     * @param pem a file with a block {@code BEGIN PUBLIC KEY}
     * @return the key
     * @throws InvalidInputException if the file can't be read, or holds something else
     */
    public static TrustedKey read(Path pem) {
        return parse(String.valueOf(pem.getFileName()), Pem.read(pem));
    }

    /**
     * The key's name for people.
     *
     * @return the name it was given
     */
    public String name() {
        return name;
    }

    /**
     * The key's name in signatures.
     *
     * @return the SHA-256 of its PEM text
     */
    public Digest id() {
        return id;
    }

    /**
     * Checks a signature.
     *
     * @param message what was signed
     * @param signature an ECDSA signature in ASN.1 DER form
     * @return true if it is by this key and over this message
     */
    public boolean verifies(byte[] message, byte[] signature) {
        return Curve.verifies(key, message, signature);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TrustedKey that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return name + " (" + id + ")";
    }
}
