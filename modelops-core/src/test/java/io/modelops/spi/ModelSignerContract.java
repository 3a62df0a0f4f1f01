package io.modelops.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link ModelSigner} has to do: sign any message, from any thread, with ECDSA by the key that it names. */
public abstract class ModelSignerContract {
    /** Makes the signer under test. */
    protected abstract ModelSigner createSigner() throws Exception;

    @Test
    void publicKey_ofAnySigner_isOnACurveThatTheFormatKnows() throws Exception {
        ModelSigner signer = createSigner();

        assertThat(signer.publicKey()).isInstanceOf(ECPublicKey.class).isEqualTo(signer.publicKey());
        assertThat(bits(signer)).isIn(256, 384, 521);
    }

    @Test
    void sign_messagesOfAnyLength_verifyWithThePublicKey() throws Exception {
        ModelSigner signer = createSigner();

        for (int length : new int[] {0, 1, 100, 1 << 20}) {
            byte[] message = new byte[length];
            Arrays.fill(message, (byte) length);

            assertThat(verifies(signer, message, signer.sign(message)))
                    .as("%d bytes", length)
                    .isTrue();
        }
    }

    @Test
    void sign_oneMessage_doesNotVerifyForAnother() throws Exception {
        ModelSigner signer = createSigner();

        byte[] signature = signer.sign("one".getBytes(StandardCharsets.UTF_8));

        assertThat(verifies(signer, "two".getBytes(StandardCharsets.UTF_8), signature))
                .isFalse();
    }

    @Test
    void sign_fromSeveralThreads_verifiesEach() throws Exception {
        ModelSigner signer = createSigner();

        assertThat(IntStream.range(0, 50)
                        .parallel()
                        .mapToObj(number -> ("message " + number).getBytes(StandardCharsets.UTF_8))
                        .allMatch(message -> verifies(signer, message, signer.sign(message))))
                .isTrue();
    }

    private static boolean verifies(ModelSigner signer, byte[] message, byte[] signature) {
        try {
            Signature check = Signature.getInstance(
                    bits(signer) == 256
                            ? "SHA256withECDSA"
                            : bits(signer) == 384 ? "SHA384withECDSA" : "SHA512withECDSA");
            check.initVerify(signer.publicKey());
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException notASignature) {
            throw new AssertionError(notASignature);
        }
    }

    private static int bits(ModelSigner signer) {
        return ((ECPublicKey) signer.publicKey()).getParams().getOrder().bitLength();
    }
}
