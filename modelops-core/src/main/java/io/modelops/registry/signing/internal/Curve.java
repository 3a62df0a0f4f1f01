package io.modelops.registry.signing.internal;

import io.modelops.model.InvalidInputException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;

/** The curves that model signatures may use, each with its digest. */
public enum Curve {
    /** The one to choose. */
    P_256("secp256r1", "SHA256withECDSA"),
    /** A longer one. */
    P_384("secp384r1", "SHA384withECDSA"),
    /** The longest one. */
    P_521("secp521r1", "SHA512withECDSA");

    @SuppressWarnings("ImmutableEnumChecker") // the class says of itself that it is immutable
    private final ECParameterSpec parameters;

    private final String algorithm;

    Curve(String name, String algorithm) {
        this.algorithm = algorithm;
        try {
            AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
            named.init(new ECGenParameterSpec(name));
            this.parameters = named.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("the module jdk.crypto.ec has curve " + name, impossible);
        }
    }

    /**
     * The curve of a key.
     *
     * @throws InvalidInputException if it is of another kind
     */
    public static Curve of(PublicKey key) {
        if (key instanceof ECPublicKey elliptic) {
            for (Curve curve : values()) {
                ECParameterSpec given = elliptic.getParams();
                if (given != null
                        && curve.parameters.getCurve().equals(given.getCurve())
                        && curve.parameters.getGenerator().equals(given.getGenerator())
                        && curve.parameters.getOrder().equals(given.getOrder())) {
                    return curve;
                }
            }
        }
        throw new InvalidInputException("A public key of algorithm " + key.getAlgorithm()
                + " can't be used for model signatures: expected one on the curve P-256, P-384 or P-521; "
                + "\"openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256\" makes one.");
    }

    /** The JDK's name of the signature algorithm. */
    public String algorithm() {
        return algorithm;
    }

    /** Whether a signature over a message is by the key. */
    public static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature check = Signature.getInstance(of(key).algorithm);
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (SignatureException notEvenOne) {
            return false;
        } catch (GeneralSecurityException unusable) {
            throw new InvalidInputException(
                    "A public key can't be used to check signatures (" + unusable
                            + "): expected a key that the JDK can use.",
                    unusable);
        }
    }
}
