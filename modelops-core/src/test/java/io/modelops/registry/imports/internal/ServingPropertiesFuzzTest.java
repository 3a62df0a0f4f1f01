package io.modelops.registry.imports.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

class ServingPropertiesFuzzTest {
    @FuzzTest
    void parse_anyText_isRefusedOrCarriesOnlyPlainValues(byte[] input) throws IOException {
        ServingProperties properties;
        try {
            properties = ServingProperties.parse("serving.properties", new String(input, StandardCharsets.UTF_8));
        } catch (RefusedException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return;
        }
        assertThat(properties.carried().values()).allMatch(value -> value.matches("[A-Za-z0-9 ._:;,/+-]{1,200}"));
        assertThat(properties.left())
                .doesNotContainKeys(properties.carried().keySet().toArray(String[]::new));
    }
}
