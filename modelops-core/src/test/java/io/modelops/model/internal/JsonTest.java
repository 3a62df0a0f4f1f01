package io.modelops.model.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.Actor;
import io.modelops.model.Digest;
import io.modelops.model.Lineage;
import io.modelops.model.ModelName;
import io.modelops.model.ModelRef;
import io.modelops.model.PredictionId;
import io.modelops.model.Score;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;

class JsonTest {
    static Stream<Arguments> singleStrings() {
        return Stream.of(
                Arguments.of(ModelName.of("churn"), "churn"),
                Arguments.of(Actor.by("ana"), "ana"),
                Arguments.of(Digest.of(""), Digest.of("").hex()),
                Arguments.of(ModelRef.parse("churn:7"), "churn:7"),
                Arguments.of(new PredictionId(1, 2), "00000000000000010000000000000002"));
    }

    @ParameterizedTest
    @MethodSource("singleStrings")
    void json_sharedValue_isASingleString(Object value, String text) {
        assertThat(Json.MAPPER.writeValueAsString(value)).isEqualTo('"' + text + '"');
        assertThat(Json.MAPPER.readValue('"' + text + '"', value.getClass())).isEqualTo(value);
    }

    @Test
    void readValue_valueThatIsNotAllowed_throws() {
        assertThatThrownBy(() -> Json.MAPPER.readValue("\"../x\"", ModelName.class))
                .isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> Json.MAPPER.readValue("\"churn@champion\"", ModelRef.Numbered.class))
                .isInstanceOf(JacksonException.class);
    }

    @Test
    void json_lineage_isReadBackAsItWas() {
        Lineage lineage = new Lineage(
                "git:9f2c1d7", List.of(Digest.of("data")), new ModelRef.Numbered(ModelName.of("churn"), 6), "alert-1");

        assertThat(Json.MAPPER.readValue(Json.MAPPER.writeValueAsString(lineage), Lineage.class))
                .isEqualTo(lineage);
        assertThat(Json.MAPPER.readValue(Json.MAPPER.writeValueAsString(Lineage.UNKNOWN), Lineage.class))
                .isEqualTo(Lineage.UNKNOWN);
    }

    @Test
    void readValue_propertyOfANewerVersion_isSkipped() {
        assertThat(Json.MAPPER.readValue("{\"score\":0.5,\"colour\":{\"r\":1}}", Score.class))
                .isEqualTo(new Score(0.5));
    }

    @Test
    void readValue_nullForANumber_throws() {
        assertThatThrownBy(() -> Json.MAPPER.readValue("{\"score\":null}", Score.class))
                .isInstanceOf(JacksonException.class);
    }

    @Test
    void readTree_deepLongOrEndlessInput_throws() {
        assertThatThrownBy(() -> Json.MAPPER.readTree("[".repeat(65) + "]".repeat(65)))
                .isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> Json.MAPPER.readTree("1".repeat(65))).isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> Json.MAPPER.readTree('"' + "x".repeat(8_000_001) + '"'))
                .isInstanceOf(JacksonException.class);
    }

    @Test
    void readValue_namedClassInTheInput_isNotLoaded() {
        Object value = Json.MAPPER.readValue("{\"@class\":\"java.util.Date\",\"score\":1}", Score.class);

        assertThat(value).isEqualTo(new Score(1));
    }
}
