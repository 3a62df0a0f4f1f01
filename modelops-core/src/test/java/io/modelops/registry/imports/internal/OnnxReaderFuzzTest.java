package io.modelops.registry.imports.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class OnnxReaderFuzzTest {
    @FuzzTest
    void read_anyBytes_isRefusedOrStaysWithinTheFile(byte[] input) throws IOException {
        OnnxModel model;
        try {
            model = OnnxReader.read(new ByteArrayInputStream(input), input.length);
        } catch (RefusedException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029\\u202e]");
            return;
        }
        assertThat(model.inputs().size()
                        + model.outputs().size()
                        + model.external().size())
                .isLessThan(input.length);
        assertThat(model.external()).allMatch(tensor -> tensor.offset() >= 0 && tensor.length() >= -1);
    }
}
