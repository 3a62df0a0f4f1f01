package io.modelops.registry.imports.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.modelops.model.InvalidInputException;
import java.io.IOException;

class TritonConfigFuzzTest {
    @FuzzTest
    void parse_anyText_isRefusedOrHasASignatureOrSaysWhyNot(byte[] input) throws IOException {
        TritonConfig config;
        try {
            config = TritonConfig.parse("config.pbtxt", SourceDirectory.text("config.pbtxt", input));
        } catch (RefusedException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029\\u202e]");
            return;
        }
        assertThat(config.settings()).doesNotContainValue(null);
        try {
            assertThat(config.signature().inputs())
                    .hasSameSizeAs(config.message().messages("input"));
        } catch (InvalidInputException notExpressible) {
            assertThat(notExpressible).message().isNotBlank();
        }
    }
}
