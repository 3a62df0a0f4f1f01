package io.modelops.registry.signing;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/** Keys of two people. */
public final class TestKeys {
    public static final KeyPairSigner ANA = signer("secp256r1");
    public static final KeyPairSigner BEN = signer("secp256r1");
    public static final TrustedKey ANAS = TrustedKey.of("ana", ANA.publicKey());
    public static final TrustedKey BENS = TrustedKey.of("ben", BEN.publicKey());

    private TestKeys() {}

    /** Holds a new key on a curve. */
    public static KeyPairSigner signer(String curve) {
        return KeyPairSigner.of(pair("EC", curve));
    }

    static KeyPair pair(String algorithm, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (!curve.isEmpty()) {
                generator.initialize(new ECGenParameterSpec(curve));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
