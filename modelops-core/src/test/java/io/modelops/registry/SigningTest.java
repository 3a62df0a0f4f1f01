package io.modelops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelDescription;
import io.modelops.model.ModelVersion;
import io.modelops.model.NotFoundException;
import io.modelops.registry.signing.SignatureBundle;
import io.modelops.registry.signing.TestKeys;
import io.modelops.spi.GarbagePlan;
import io.modelops.spi.ModelSigner;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Home.class)
class SigningTest {
    private static final GarbagePlan EVERYTHING = GarbagePlan.removing().olderThan(Duration.ZERO);

    @Parameter
    private Home home;

    @TempDir
    private Path directory;

    private RegistryFixture fixture;
    private ModelRegistry registry;

    @BeforeEach
    void open() {
        fixture = new RegistryFixture(home, directory);
        registry = fixture.registry;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void sign_aVersion_keepsTheSignatureForOthers() {
        ModelVersion version = fixture.register("model");
        assertThat(registry.signatures(version)).isEmpty();

        LogEntry entry = registry.sign(version, TestKeys.ANA);
        registry.sign(version, TestKeys.BEN);

        ModelRegistry other = fixture.open();
        List<SignatureBundle> signatures = other.signatures(other.get("churn:1")).stream()
                .map(SignatureBundle::parse)
                .toList();
        assertThat(signatures).hasSize(2);
        assertThat(signatures.get(0).isBy(TestKeys.ANAS)).isTrue();
        assertThat(signatures.get(1).isBy(TestKeys.BENS)).isTrue();
        assertThat(signatures)
                .allSatisfy(signature -> assertThat(
                                signature.mismatch(version.description().manifest()))
                        .isEmpty());
        assertThat(entry.actor()).isEqualTo(Actor.by("test"));
        assertThat(entry.event())
                .isInstanceOfSatisfying(
                        RegistryEvent.Signed.class,
                        signed -> assertThat(signed.key()).isEqualTo(TestKeys.ANAS.id()));
        assertThat(other.verify().isWhole()).isTrue();
        assertThat(other.verify().contents()).isEqualTo(3);
    }

    @Test
    void register_signedBy_isSignedFromTheFirstMoment() {
        ModelVersion version =
                registry.register("churn", fixture.file("churn.onnx", "model"), model -> model.signedBy(TestKeys.ANA));

        assertThat(registry.history("churn")).hasSize(1);
        assertThat(registry.signatures(version)).singleElement().satisfies(json -> {
            SignatureBundle signature = SignatureBundle.parse(json);
            assertThat(signature.isBy(TestKeys.ANAS)).isTrue();
            assertThat(signature.mismatch(version.description().manifest())).isEmpty();
        });
    }

    @Test
    void register_signerThatFails_registersNothing() {
        ModelSigner unplugged = new ModelSigner() {
            @Override
            public PublicKey publicKey() {
                return TestKeys.ANA.publicKey();
            }

            @Override
            public byte[] sign(byte[] message) {
                throw new IllegalStateException("the token was unplugged");
            }
        };

        assertThatThrownBy(() -> registry.register(
                        "churn", fixture.file("churn.onnx", "model"), model -> model.signedBy(unplugged)))
                .hasMessage("the token was unplugged");

        assertThat(registry.head()).isEmpty();
    }

    @Test
    void register_signedByAndASignatureAttached_throws() {
        assertThat(fixture.failing(() -> registry.register(
                        "churn",
                        fixture.file("churn.onnx", "model"),
                        model -> model.attach(ModelDescription.SIGNATURE, new byte[1])
                                .signedBy(TestKeys.ANA))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("twice");
    }

    @Test
    void addSignature_madeElsewhere_isKept() {
        ModelVersion version = fixture.register("model");
        SignatureBundle made =
                SignatureBundle.sign("anything", version.description().manifest(), TestKeys.BEN);
        made.writeTo(directory.resolve("model.sig"));

        registry.addSignature(version, SignatureBundle.read(directory.resolve("model.sig")));

        assertThat(registry.signatures(version)).singleElement().isEqualTo(made.json());
    }

    @Test
    void addSignature_ofAnotherVersion_throwsAndKeepsNothing() {
        ModelVersion version = fixture.register("model");
        ModelVersion other = fixture.register("another model");
        SignatureBundle of = SignatureBundle.sign("churn", other.description().manifest(), TestKeys.ANA);

        assertThat(fixture.failing(() -> registry.addSignature(version, of)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("churn:1")
                .hasMessageContaining("churn.onnx");
    }

    @Test
    void sign_versionThatWasDeleted_throwsAndKeepsNothing() {
        ModelVersion version = fixture.register("model");
        registry.delete(version, Actor.by("ana"), "");

        assertThat(fixture.failing(() -> registry.sign(version, TestKeys.ANA))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void append_signedOrRevoked_isRefused() {
        ModelVersion version = fixture.register("model");

        for (RegistryEvent event : List.of(
                new RegistryEvent.Signed(version.model(), 1, Digest.of("x"), null),
                new RegistryEvent.Revoked(version.model(), 1))) {
            assertThat(fixture.failing(() -> registry.append(event, Actor.SYSTEM, "")))
                    .isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    void collectGarbage_signatures_stayAsLongAsTheirVersion() {
        ModelVersion version =
                registry.register("churn", fixture.file("churn.onnx", "model"), model -> model.signedBy(TestKeys.ANA));
        registry.sign(version, TestKeys.BEN);

        assertThat(registry.collectGarbage(EVERYTHING).content()).isEmpty();
        assertThat(registry.signatures(version)).hasSize(2);

        registry.delete(version, Actor.by("ana"), "");
        assertThat(registry.collectGarbage(EVERYTHING).content()).hasSize(3);
        assertThat(registry.verify().isWhole()).isTrue();
    }

    @Test
    void signatures_attachmentThatIsEndless_isCut() {
        byte[] large = new byte[SignatureBundle.LARGEST + 10];
        ModelVersion version = registry.register(
                "churn", fixture.file("churn.onnx", "model"), model -> model.attach(ModelDescription.SIGNATURE, large));

        assertThat(registry.signatures(version))
                .singleElement()
                .satisfies(cut -> assertThat(cut).hasSize(SignatureBundle.LARGEST + 1));
    }
}
