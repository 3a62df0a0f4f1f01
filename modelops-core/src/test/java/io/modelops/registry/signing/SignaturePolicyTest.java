package io.modelops.registry.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.InvalidInputException;
import io.modelops.model.LoadRefusedException;
import io.modelops.model.ModelVersion;
import io.modelops.spi.LoadPolicy;
import io.modelops.spi.LoadPolicyContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignaturePolicyTest extends LoadPolicyContract {
    private static final ModelVersion CHURN = Signed.version("churn", "onnx", Signed.FILES);
    private static final SignaturePolicy POLICY =
            SignaturePolicy.trusting(TestKeys.ANAS).build();

    @Override
    protected LoadPolicy createPolicy() {
        return SignaturePolicy.trusting(TestKeys.BENS, TestKeys.ANAS).build();
    }

    @Override
    protected ModelVersion accepted() {
        return CHURN;
    }

    @Override
    protected ModelVersion refused() {
        return Signed.version("churn", "onnx", Signed.files("config.json"));
    }

    @Override
    protected List<byte[]> signatures() {
        return List.of(by(TestKeys.ANA));
    }

    @Test
    void check_unsigned_isRefusedAndSaysWhoseSignatureItNeeds() {
        assertThatThrownBy(() -> POLICY.check(CHURN, List::of))
                .isInstanceOf(LoadRefusedException.class)
                .hasMessageContaining("churn:1")
                .hasMessageContaining("by ana, and has none");
    }

    @Test
    void check_signedBySomebodyElse_isRefusedAndNamesTheKey() {
        assertThatThrownBy(() -> POLICY.check(CHURN, () -> List.of(by(TestKeys.BEN))))
                .isInstanceOf(LoadRefusedException.class)
                .hasMessageContaining(TestKeys.BENS.id().hex())
                .hasMessageContaining("not trusted");
    }

    @Test
    void check_signatureThatOnlySaysItIsByATrustedKey_isRefused() {
        String forged = new String(by(TestKeys.BEN), StandardCharsets.UTF_8)
                .replace(TestKeys.BENS.id().hex(), TestKeys.ANAS.id().hex());

        assertThatThrownBy(() -> POLICY.check(CHURN, () -> List.of(forged.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(LoadRefusedException.class)
                .hasMessageContaining("does not verify");
    }

    @Test
    void check_signatureOverOtherFiles_isRefusedAndNamesOne() {
        ModelVersion more = Signed.version(
                "churn", "onnx", Signed.files("config.json", "weights/0.bin", "weights-a.bin", "run.sh"));

        assertThatThrownBy(() -> POLICY.check(more, () -> List.of(by(TestKeys.ANA))))
                .isInstanceOf(LoadRefusedException.class)
                .hasMessageContaining("file run.sh is not signed");
    }

    @Test
    void check_revokedKey_countsNoMoreWhetherNamedOrNot() {
        SignaturePolicy policy = SignaturePolicy.trusting(TestKeys.ANAS, TestKeys.BENS)
                .revoke(TestKeys.ANAS.id())
                .build();
        String nameless = new String(by(TestKeys.ANA), StandardCharsets.UTF_8).replaceAll("\"hint\":\"[^\"]*\"", "");

        assertThatThrownBy(() -> policy.check(CHURN, () -> List.of(by(TestKeys.ANA))))
                .isInstanceOf(LoadRefusedException.class)
                .hasMessageContaining("which is revoked");
        assertThatThrownBy(() -> policy.check(CHURN, () -> List.of(nameless.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(LoadRefusedException.class)
                .hasMessageContaining("does not verify");
        assertThatCode(() -> policy.check(CHURN, () -> List.of(by(TestKeys.ANA), by(TestKeys.BEN))))
                .doesNotThrowAnyException();
    }

    @Test
    void check_severalSignatures_oneThatCountsIsEnough() {
        List<byte[]> signatures = List.of(new byte[] {1}, by(TestKeys.BEN), by(TestKeys.ANA));

        assertThatCode(() -> POLICY.check(CHURN, () -> signatures)).doesNotThrowAnyException();
        assertThatThrownBy(() -> POLICY.check(CHURN, () -> signatures.subList(0, 2)))
                .hasMessageContaining("not JSON")
                .hasMessageContaining("not trusted");
    }

    @Test
    void check_requiredForSomeModelsOrFormats_asksOnlyForThose() {
        SignaturePolicy policy = SignaturePolicy.trusting(TestKeys.ANAS)
                .requireForModel("fraud")
                .requireForFormat("torchscript")
                .build();

        assertThatCode(() -> policy.check(CHURN, List::of)).doesNotThrowAnyException();
        assertThat(List.of(
                        Signed.version("fraud", "onnx", Signed.FILES),
                        Signed.version("churn", "torchscript", Signed.FILES)))
                .allSatisfy(version -> assertThatThrownBy(() -> policy.check(version, List::of))
                        .isInstanceOf(LoadRefusedException.class));
    }

    @Test
    void build_noKeyThatIsTrusted_throws() {
        assertThatThrownBy(() -> SignaturePolicy.trusting().build()).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> SignaturePolicy.trusting(TestKeys.ANAS)
                        .revoke(TestKeys.ANAS.id())
                        .build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("trusts no key");
    }

    private static byte[] by(KeyPairSigner signer) {
        return SignatureBundle.sign("churn", Signed.FILES, signer).json();
    }
}
