package io.modelops.registry.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Manifest;
import io.modelops.spi.ModelSigner;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureBundleTest {
    /** Made by {@code make_bundles.py} there, which shares no code with this project. */
    private static final Path GOLDEN = golden();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"p256", "p384", "p521"})
    void read_bundleOfAnotherTool_isByItsKeyAndOverItsFiles(String name) throws IOException {
        SignatureBundle bundle = SignatureBundle.read(GOLDEN.resolve(name + ".sig"));

        assertThat(bundle.isBy(TrustedKey.read(GOLDEN.resolve(name + ".pem")))).isTrue();
        assertThat(bundle.key())
                .contains(TrustedKey.read(GOLDEN.resolve(name + ".pem")).id());
        assertThat(bundle.files().keySet())
                .containsExactly("config.json", "weights/0.txt", "weights/empty.txt", "weights-a.txt");
        assertThat(bundle.mismatch(manifestOf(GOLDEN.resolve("model")))).isEmpty();
        assertThat(bundle.isBy(TestKeys.ANAS)).isFalse();
    }

    @Test
    void read_bundleOfAnotherToolOverASingleFile_isOverThatFile() throws IOException {
        SignatureBundle bundle = SignatureBundle.read(GOLDEN.resolve("single-file.sig"));
        Digest content = Digest.of("first\n");

        assertThat(bundle.isBy(TrustedKey.read(GOLDEN.resolve("single-file.pem"))))
                .isTrue();
        assertThat(bundle.mismatch(manifest("churn.onnx", content))).isEmpty();
        assertThat(bundle.mismatch(manifest("churn.onnx", Digest.of("other")))).isPresent();
        assertThat(bundle.mismatch(new Manifest(
                        List.of(new Manifest.File("churn.onnx", content, 6), new Manifest.File("b.onnx", content, 6)))))
                .isPresent();
    }

    /** The one that {@code check_bundle.py} accepted; newer ones have to look the same but for the signature. */
    @Test
    void sign_filesOfTheGoldenBundle_givesTheBytesThatAnotherToolAccepted() throws IOException {
        SignatureBundle accepted = SignatureBundle.read(GOLDEN.resolve("made-here.sig"));
        assertThat(accepted.isBy(TrustedKey.read(GOLDEN.resolve("made-here.pem"))))
                .isTrue();

        SignatureBundle now = SignatureBundle.sign("churn", manifestOf(GOLDEN.resolve("model")), TestKeys.ANA);

        assertThat(payload(now)).isEqualTo(payload(accepted));
        assertThat(form(now)).isEqualTo(form(accepted));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
    void sign_keyOnAnyCurve_isByThatKeyAndNoOther(String curve) {
        KeyPairSigner signer = TestKeys.signer(curve);

        SignatureBundle bundle = SignatureBundle.sign("churn", Signed.FILES, signer);

        assertThat(bundle.isBy(TrustedKey.of("it", signer.publicKey()))).isTrue();
        assertThat(bundle.isBy(TestKeys.BENS)).isFalse();
        assertThat(bundle.mismatch(Signed.FILES)).isEmpty();
    }

    @Test
    void sign_signerWhoseSignatureIsNotByItsKey_throws() {
        ModelSigner broken = new ModelSigner() {
            @Override
            public PublicKey publicKey() {
                return TestKeys.ANA.publicKey();
            }

            @Override
            public byte[] sign(byte[] message) {
                return TestKeys.BEN.sign(message);
            }
        };

        assertThatThrownBy(() -> SignatureBundle.sign("churn", Signed.FILES, broken))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("does not verify with its own public key");
    }

    @Test
    void parse_anyBitFlipped_isRefusedOrNotByTheKey() throws IOException {
        assertNoFlipCounts(
                SignatureBundle.sign("churn", Signed.FILES, TestKeys.ANA).json(), 1, TestKeys.ANAS, Signed.FILES);
        assertNoFlipCounts(
                Files.readAllBytes(GOLDEN.resolve("p256.sig")),
                7,
                TrustedKey.read(GOLDEN.resolve("p256.pem")),
                manifestOf(GOLDEN.resolve("model")));
    }

    @Test
    void mismatch_anyBitOfAnyDigestFlipped_isNamed() {
        SignatureBundle bundle = SignatureBundle.sign("churn", Signed.FILES, TestKeys.ANA);

        for (int file = 0; file < Signed.FILES.files().size(); file++) {
            for (int bit = 0; bit < 256; bit++) {
                List<Manifest.File> files = new ArrayList<>(Signed.FILES.files());
                Manifest.File before = files.get(file);
                files.set(file, new Manifest.File(before.path(), flipped(before.digest(), bit), before.bytes()));

                assertThat(bundle.mismatch(new Manifest(files)))
                        .get()
                        .asString()
                        .contains(before.path());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'config.json,weights/0.bin', weights-a.bin",
        "'config.json,weights/0.bin,weights-a.bin,run.sh', run.sh",
        "'config.json,weights/0.bin,weights-a.bin,model.sig', model.sig",
        "'config.json,weights/0.bin,weights-b.bin', weights-b.bin"
    })
    void mismatch_filesLackingOrAdded_isNamed(String paths, String named) {
        SignatureBundle bundle = SignatureBundle.sign("churn", Signed.FILES, TestKeys.ANA);

        assertThat(bundle.mismatch(Signed.files(paths.split(","))))
                .get()
                .asString()
                .contains(named);
    }

    @Test
    void mismatch_theSignatureItselfAmongTheFiles_isNone() {
        SignatureBundle bundle = SignatureBundle.sign("churn", Signed.FILES, TestKeys.ANA);
        List<Manifest.File> files = new ArrayList<>(Signed.FILES.files());
        files.add(new Manifest.File("model.sig", Digest.of(bundle.json()), bundle.json().length));

        assertThat(bundle.mismatch(new Manifest(files))).isEmpty();
    }

    @Test
    void writeTo_aFile_isReadBackTheSame() {
        SignatureBundle bundle = SignatureBundle.sign("churn", Signed.FILES, TestKeys.ANA);

        bundle.writeTo(directory.resolve("model.sig"));

        assertThat(SignatureBundle.read(directory.resolve("model.sig")).json()).isEqualTo(bundle.json());
    }

    static Stream<Arguments> alterations() {
        return Stream.of(
                Arguments.of("another media type", swap("v0.3+json", "v0.2+json"), "mediaType"),
                Arguments.of("another payload type", swap("in-toto+json", "other+json"), "payloadType"),
                Arguments.of("a property twice", swap("\"keyid\":\"\"", "\"keyid\":\"\",\"keyid\":\"\""), "Duplicate"),
                Arguments.of("an unknown property", swap("\"keyid\":\"\"", "\"cert\":\"\""), "\"cert\""),
                Arguments.of("a certificate", swap("\"publicKey\"", "\"certificate\""), "certificate"),
                Arguments.of(
                        "the entry of a log", swap("\"tlogEntries\":[", "\"tlogEntries\":[{}"), "transparency log"),
                Arguments.of("no signature", swap("\"signatures\":[", "\"signatures\":[],\"x\":["), "property \"x\""),
                Arguments.of("text after it", swap("\"\"}]}}", "\"\"}]}}{}"), "not JSON"),
                Arguments.of("Base64 without its end", swap("=\"", "\""), "Base64"),
                Arguments.of("payload of another kind", payload("signature/v1.0", "signature/v2.0"), "predicateType"),
                Arguments.of("payload of version 0.2", payload("signature/v1.0", "Digests/v0.1"), "predicateType"),
                Arguments.of("files in shards", payload("\"files\"", "\"shards\""), "method"),
                Arguments.of(
                        "another digest", payload("\"algorithm\":\"sha256\"", "\"algorithm\":\"md5\""), "algorithm"),
                Arguments.of("a file twice", payload("config.json", "weights-a.bin"), "twice"),
                Arguments.of("an endless name", payload("config.json", "x".repeat(4_001)), "4001 characters"),
                Arguments.of("two subjects", payload("\"subject\":[", "\"subject\":[{},"), "2 subjects"),
                Arguments.of(
                        "a digest that is none",
                        payload(Digest.of("config.json").hex(), "abc"),
                        "not SHA-256"),
                Arguments.of(
                        "another file",
                        payload(Digest.of("config.json").hex(), Digest.of("x").hex()),
                        "together"),
                Arguments.of("no files", payload("\"resources\":[", "\"resources\":[],\"x\":["), "names 0 files"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("alterations")
    void parse_altered_throwsAndSaysWhere(String what, UnaryOperator<String> alteration, String where) {
        String whole = text(SignatureBundle.sign("churn", Signed.FILES, TestKeys.ANA));
        String altered = alteration.apply(whole);
        assertThat(altered).as(what).isNotEqualTo(whole);

        assertThatThrownBy(() -> SignatureBundle.parse(altered.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(where);
    }

    @Test
    void parse_moreThanTheMost_throwsWithoutReadingIt() {
        assertThatThrownBy(() -> SignatureBundle.parse(new byte[SignatureBundle.LARGEST + 1]))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("bytes");
    }

    @Test
    void isBy_bundleThatDoesNotNameItsKey_isTriedWithTheKey() {
        String whole = text(SignatureBundle.sign("churn", Signed.FILES, TestKeys.ANA));
        String nameless = whole.replaceAll("\"hint\":\"[0-9a-f]{64}\"", "");

        SignatureBundle bundle = SignatureBundle.parse(nameless.getBytes(StandardCharsets.UTF_8));

        assertThat(bundle.key()).isEmpty();
        assertThat(bundle.isBy(TestKeys.ANAS)).isTrue();
        assertThat(bundle.isBy(TestKeys.BENS)).isFalse();
    }

    private static void assertNoFlipCounts(byte[] whole, int step, TrustedKey key, Manifest files) {
        assertThat(counts(whole, key, files)).isTrue();
        for (int bit = 0; bit < whole.length * 8; bit += step) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(counts(flipped, key, files)).as("bit %d", bit).isFalse();
        }
    }

    private static boolean counts(byte[] json, TrustedKey key, Manifest files) {
        try {
            SignatureBundle bundle = SignatureBundle.parse(json);
            return bundle.isBy(key) && bundle.mismatch(files).isEmpty();
        } catch (InvalidInputException refused) {
            return false;
        }
    }

    private static Digest flipped(Digest digest, int bit) {
        char[] digits = digest.hex().toCharArray();
        int digit = Character.digit(digits[bit / 4], 16) ^ 1 << bit % 4;
        digits[bit / 4] = Character.forDigit(digit, 16);
        return new Digest(new String(digits));
    }

    private static UnaryOperator<String> swap(String one, String other) {
        return whole -> whole.replace(one, other);
    }

    private static UnaryOperator<String> payload(String one, String other) {
        return whole -> {
            String before = payload(SignatureBundle.parse(whole.getBytes(StandardCharsets.UTF_8)));
            return whole.replace(base64(before), base64(before.replace(one, other)));
        };
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String payload(SignatureBundle bundle) {
        String start = text(bundle).split("\"payload\":\"")[1];
        return new String(Base64.getDecoder().decode(start.substring(0, start.indexOf('"'))), StandardCharsets.UTF_8);
    }

    private static String form(SignatureBundle bundle) {
        return text(bundle).replaceAll("\"(hint|sig|payload)\":\"[^\"]*\"", "\"$1\":\"\"");
    }

    private static String text(SignatureBundle bundle) {
        return new String(bundle.json(), StandardCharsets.UTF_8);
    }

    private static Manifest manifest(String path, Digest digest) {
        return new Manifest(List.of(new Manifest.File(path, digest, 6)));
    }

    private static Manifest manifestOf(Path model) throws IOException {
        try (Stream<Path> tree = Files.walk(model)) {
            List<Manifest.File> files = new ArrayList<>();
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                byte[] content = Files.readAllBytes(file);
                files.add(new Manifest.File(
                        model.relativize(file).toString().replace('\\', '/'), Digest.of(content), content.length));
            }
            return new Manifest(files);
        }
    }

    private static Path golden() {
        try {
            return Path.of(Objects.requireNonNull(SignatureBundleTest.class.getResource("golden"))
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
