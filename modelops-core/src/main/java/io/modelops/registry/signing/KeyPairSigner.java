package io.modelops.registry.signing;

import io.modelops.model.InvalidInputException;
import io.modelops.registry.signing.internal.Curve;
import io.modelops.registry.signing.internal.Pem;
import io.modelops.spi.ModelSigner;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/**
 * Signs with a key pair in memory, by means of the JDK. Safe for use by several threads.
 *
 * <pre>{@code
 * openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out private.pem
 * openssl pkey -in private.pem -pubout -out public.pem
 * }</pre>
 */
public final class KeyPairSigner implements ModelSigner {
    private static final byte[] PROBE = {1, 2, 3};

    private final PrivateKey privateKey;
    private final PublicKey publicKey;
    private final Curve curve;

    private KeyPairSigner(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.curve = Curve.of(publicKey);
        if (!Curve.verifies(publicKey, PROBE, sign(PROBE))) {
            throw new InvalidInputException(
                    "The private and the public key given to a signer are no pair: what one signs "
                            + "does not verify with the other; give the two halves of one key.");
        }
    }

    /**
     * Signs with a key pair.
     *
     * @param pair a pair on the curve P-256, P-384 or P-521
     * @return the signer
     * @throws InvalidInputException if the keys are of another kind, or no pair
     */
    public static KeyPairSigner of(KeyPair pair) {
        return new KeyPairSigner(pair.getPrivate(), pair.getPublic());
    }

    /**
     * Signs with a key pair in two PEM files.
     *
     * @param privatePem a file with a block {@code BEGIN PRIVATE KEY}, not encrypted
     * @param publicPem a file with a block {@code BEGIN PUBLIC KEY}
     * @return the signer
     * @throws InvalidInputException if a file can't be read or holds something else, or the keys are no pair
     */
    public static KeyPairSigner read(Path privatePem, Path publicPem) {
        byte[] privateBytes = Pem.privateKey(Pem.read(privatePem), privatePem.toString());
        byte[] publicBytes = Pem.publicKey(Pem.read(publicPem), publicPem.toString());
        try {
            KeyFactory keys = KeyFactory.getInstance("EC");
            return new KeyPairSigner(
                    keys.generatePrivate(new PKCS8EncodedKeySpec(privateBytes)),
                    keys.generatePublic(new X509EncodedKeySpec(publicBytes)));
        } catch (GeneralSecurityException notKeys) {
            throw new InvalidInputException(
                    "Key files " + privatePem + " and " + publicPem + " are not readable (" + notKeys.getMessage()
                            + "): expected keys on the curve P-256, P-384 or P-521.",
                    notKeys);
        }
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signing = Signature.getInstance(curve.algorithm());
            signing.initSign(privateKey);
            signing.update(message);
            return signing.sign();
        } catch (GeneralSecurityException unusable) {
            throw new InvalidInputException(
                    "The private key of a signer can't sign (" + unusable.getMessage() + "): expected one on the curve "
                            + "of its public key.",
                    unusable);
        }
    }
}
