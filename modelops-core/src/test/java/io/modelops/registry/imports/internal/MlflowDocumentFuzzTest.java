package io.modelops.registry.imports.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

class MlflowDocumentFuzzTest {
    @FuzzTest
    void parse_anyText_isRefusedOrHasAFlavor(byte[] input) throws IOException {
        MlflowDocument document;
        try {
            document = MlflowDocument.parse("MLmodel", SourceDirectory.text("MLmodel", input));
        } catch (RefusedException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029\\u202e]");
            return;
        }
        assertThat(document.flavors()).isNotEmpty();
        assertThat(document.texts()).doesNotContainValue("");
    }
}
