package io.modelops.registry.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.modelops.model.InvalidInputException;

class SignatureBundleFuzzTest {
    @FuzzTest
    void parse_anyBytes_isRefusedOrNamesFilesAndIsByNobody(byte[] json) {
        SignatureBundle bundle;
        try {
            bundle = SignatureBundle.parse(json);
        } catch (InvalidInputException refused) {
            assertThat(refused.getMessage()).doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029\\u202e]");
            return;
        }
        assertThat(bundle.files()).isNotEmpty();
        assertThat(bundle.isBy(TestKeys.ANAS)).isFalse();
        bundle.mismatch(Signed.FILES)
                .ifPresent(difference ->
                        assertThat(difference).doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029\\u202e]"));
    }
}
