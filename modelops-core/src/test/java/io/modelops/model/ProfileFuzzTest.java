package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.modelops.fuzz.Allocation;
import io.modelops.model.internal.Json;
import tools.jackson.core.JacksonException;

class ProfileFuzzTest {
    @FuzzTest
    void read_anyJson_isRefusedOrWrittenAgainAsItWas(byte[] input) throws Exception {
        Profile profile;
        try {
            profile = Allocation.bounded(input.length, 500, () -> Json.MAPPER.readValue(input, Profile.class));
        } catch (JacksonException | ModelOpsException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return;
        }
        if (profile != null) {
            assertThat(profile.features()).hasSizeLessThan(input.length);
            byte[] again = Json.MAPPER.writeValueAsBytes(profile);
            assertThat(Json.MAPPER.readValue(again, Profile.class)).isEqualTo(profile);
        }
    }
}
