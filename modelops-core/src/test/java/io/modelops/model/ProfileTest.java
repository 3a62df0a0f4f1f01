package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.internal.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileTest {
    private static final FeatureProfile.Numeric SPEND = new FeatureProfile.Numeric(
            "spend",
            List.of(-0.5, 1e-300, 3.1),
            List.of(1L, 2L, 3L, 4L, 5L),
            1.0 / 3,
            0.1,
            -Double.MIN_VALUE,
            Double.MAX_VALUE);
    private static final FeatureProfile.Categorical PLAN =
            new FeatureProfile.Categorical("plan", List.of("a\"b\n", ""), List.of(7L, 2L, 0L, 1L));
    private static final FeatureProfile.Numeric EMPTY = new FeatureProfile.Numeric(
            "nothing", List.of(), List.of(0L, 0L), Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    @Test
    void json_profile_isReadBackAsItWas() {
        Profile profile = new Profile(15, List.of(SPEND, PLAN, EMPTY));

        String json = Json.MAPPER.writeValueAsString(profile);

        assertThat(Json.MAPPER.readValue(json, Profile.class)).isEqualTo(profile);
    }

    @Test
    void json_profile_hasTheFormThatStoredOnesHave() {
        Profile profile = new Profile(10, List.of(PLAN, EMPTY));

        assertThat(Json.MAPPER.writeValueAsString(profile))
                .isEqualTo("{\"rows\":10,\"features\":[{\"kind\":\"categorical\",\"name\":\"plan\","
                        + "\"categories\":[\"a\\\"b\\n\",\"\"],\"counts\":[7,2,0,1]},"
                        + "{\"kind\":\"numeric\",\"name\":\"nothing\",\"edges\":[],\"counts\":[0,0],\"mean\":\"NaN\","
                        + "\"standardDeviation\":\"NaN\",\"min\":\"NaN\",\"max\":\"NaN\"}]}");
    }

    @Test
    void find_name_givesItsSummary() {
        Profile profile = new Profile(15, List.of(SPEND, PLAN));

        assertThat(profile.find("plan")).contains(PLAN);
        assertThat(profile.find("other")).isEmpty();
    }

    @Test
    void total_counts_addUp() {
        assertThat(SPEND.total()).isEqualTo(15);
        assertThat(PLAN.total()).isEqualTo(10);
        assertThat(EMPTY.total()).isZero();
    }

    @Test
    void new_countsThatDoNotFit_throws() {
        assertThatThrownBy(() -> new FeatureProfile.Numeric("spend", List.of(1.0), List.of(1L, 2L), 0, 0, 0, 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("expected 3");
        assertThatThrownBy(() -> new FeatureProfile.Categorical("plan", List.of("a"), List.of(1L, 2L, 3L, 4L)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("expected 3");
    }
}
