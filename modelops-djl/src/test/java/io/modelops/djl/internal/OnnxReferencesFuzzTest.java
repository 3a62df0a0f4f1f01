package io.modelops.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.modelops.fuzz.Allocation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

class OnnxReferencesFuzzTest {
    @FuzzTest
    void of_anyBytes_isRefusedOrStaysWithinTheFile(byte[] input) throws Exception {
        List<OnnxReferences.Reference> references;
        try {
            references = Allocation.bounded(
                    input.length, 500, () -> OnnxReferences.of(new ByteArrayInputStream(input), input.length));
        } catch (IOException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029\\u202e]");
            return;
        }
        assertThat(references).hasSizeLessThan(input.length);
        assertThat(references).allMatch(reference -> reference.offset() >= 0 && reference.length() >= -1);
    }
}
