package io.modelops.spi;

import java.security.PublicKey;

/**
 * Signs with a private key that need not leave its keeper, such as a file, a hardware module or a key service.
 * Implementations are safe for use by several threads.
 */
public interface ModelSigner {
    /**
     * The public half of the key.
     *
     * @return a public key on the curve P-256, P-384 or P-521; always the same
     */
    PublicKey publicKey();

    /**
     * Signs a message. Whoever asks checks the answer with the public key, and stores nothing if it does not fit.
     *
     * @param message the whole message, not its digest
     * @return an ECDSA signature in ASN.1 DER form over the message's SHA-256, or SHA-384 or SHA-512 for the longer curves
     */
    byte[] sign(byte[] message);
}
