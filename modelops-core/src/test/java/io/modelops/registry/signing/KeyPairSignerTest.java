package io.modelops.registry.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.InvalidInputException;
import io.modelops.spi.ModelSigner;
import io.modelops.spi.ModelSignerContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPairSignerTest extends ModelSignerContract {
    @TempDir
    private Path directory;

    @Override
    protected ModelSigner createSigner() {
        return TestKeys.ANA;
    }

    @Test
    void read_pemFiles_signsForTheKeyInThem() throws IOException {
        KeyPair pair = TestKeys.pair("EC", "secp256r1");
        Path privatePem = pem("PRIVATE KEY", pair.getPrivate());
        Path publicPem = pem("PUBLIC KEY", pair.getPublic());

        KeyPairSigner signer = KeyPairSigner.read(privatePem, publicPem);
        TrustedKey key = TrustedKey.read(publicPem);

        byte[] message = {1, 2, 3};
        assertThat(key.verifies(message, signer.sign(message))).isTrue();
        assertThat(key.verifies(message, new byte[] {0x30, 0})).isFalse();
        assertThat(key.name()).isEqualTo("PUBLIC KEY.pem");
        assertThat(key)
                .isEqualTo(TrustedKey.of("another name", pair.getPublic()))
                .hasSameHashCodeAs(TrustedKey.of("another name", pair.getPublic()))
                .isNotEqualTo(TestKeys.ANAS);
    }

    @Test
    void of_keysThatAreNoPair_throws() {
        KeyPair mixed = new KeyPair(
                TestKeys.ANA.publicKey(), TestKeys.pair("EC", "secp256r1").getPrivate());

        assertThatThrownBy(() -> KeyPairSigner.of(mixed))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no pair");
    }

    @ParameterizedTest
    @CsvSource({"RSA, ''", "Ed25519, ''"})
    void of_keyOfAnotherKind_throwsAndSaysHowToMakeOne(String algorithm, String curve) {
        KeyPair pair = TestKeys.pair(algorithm, curve);

        assertThatThrownBy(() -> KeyPairSigner.of(pair))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("openssl genpkey");
        assertThatThrownBy(() -> TrustedKey.of("it", pair.getPublic())).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> TrustedKey.read(pem("PUBLIC KEY", pair.getPublic())))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void read_filesThatHoldNoKey_throwsAndTellsNothingOfThem() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0\n");
        Path damaged = Files.writeString(
                directory.resolve("damaged"), "-----BEGIN PUBLIC KEY-----\nc2VjcmV0???\n-----END PUBLIC KEY-----\n");
        Path junk = Files.writeString(
                directory.resolve("junk"), "-----BEGIN PUBLIC KEY-----\nc2VjcmV0\n-----END PUBLIC KEY-----\n");
        Path large = Files.writeString(directory.resolve("large"), "-----BEGIN PUBLIC KEY-----\n".repeat(1_000));

        for (Path file : new Path[] {secret, damaged, junk, large, directory.resolve("none")}) {
            assertThatThrownBy(() -> TrustedKey.read(file))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(file.getFileName().toString())
                    .message()
                    .doesNotContain("c2VjcmV0");
        }
        assertThatThrownBy(() -> KeyPairSigner.read(secret, junk))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("openssl pkcs8");
    }

    private Path pem(String kind, Key key) throws IOException {
        return Files.writeString(
                directory.resolve(kind + ".pem"),
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                        + "\n-----END " + kind + "-----\n");
    }
}
