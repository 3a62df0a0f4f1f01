package io.modelops.registry.imports.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class SafetensorsHeaderFuzzTest {
    @FuzzTest
    void read_anyBytes_isRefusedOrFillsTheFile(byte[] input) throws IOException {
        SafetensorsHeader header;
        try {
            header = SafetensorsHeader.read(new ByteArrayInputStream(input), input.length);
        } catch (RefusedException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029\\u202e]");
            return;
        }
        assertThat(header.elements()).isBetween(0L, (long) input.length);
        assertThat(header.tensors()).hasSizeLessThan(input.length);
    }
}
