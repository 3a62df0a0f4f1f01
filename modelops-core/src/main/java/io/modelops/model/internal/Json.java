package io.modelops.model.internal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.modelops.model.Actor;
import io.modelops.model.Digest;
import io.modelops.model.FeatureProfile;
import io.modelops.model.FeatureSpec;
import io.modelops.model.Irregularities;
import io.modelops.model.ModelDescription;
import io.modelops.model.ModelName;
import io.modelops.model.ModelRef;
import io.modelops.model.PredictionId;
import io.modelops.model.Signature;
import io.modelops.statistics.sketch.DistinctCount;
import io.modelops.statistics.sketch.HeavyHitters;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one mapper for everything that the library itself writes. Shared values are single strings, unknown properties of
 * newer versions are skipped, and what it reads is limited in depth, length and number size.
 */
public final class Json {
    private static final int LONGEST_TEXT = 8_000_000;

    /** The mapper; safe for use by several threads. */
    public static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength(LONGEST_TEXT)
                            .maxNumberLength(64)
                            .build())
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .addMixIn(ModelName.class, NameForm.class)
            .addMixIn(Digest.class, DigestForm.class)
            .addMixIn(Actor.class, ActorForm.class)
            .addMixIn(ModelRef.Numbered.class, NumberedForm.class)
            .addMixIn(PredictionId.class, PredictionIdForm.class)
            .addMixIn(FeatureProfile.class, FeatureProfileForm.class)
            .addMixIn(FeatureProfile.Numeric.class, LaterPartsForm.class)
            .addMixIn(FeatureProfile.Categorical.class, LaterPartsForm.class)
            .addMixIn(DistinctCount.class, DistinctCountForm.class)
            .addMixIn(Signature.class, SignatureForm.class)
            .addMixIn(ModelDescription.class, DescriptionForm.class)
            .build();

    private Json() {}

    @SuppressWarnings("unused") // Jackson reads the shape, nobody calls it
    private abstract static class NameForm {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        NameForm(String value) {}

        @JsonValue
        abstract String value();
    }

    @SuppressWarnings("unused") // Jackson reads the shape, nobody calls it
    private abstract static class DigestForm {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        DigestForm(String hex) {}

        @JsonValue
        abstract String hex();
    }

    @SuppressWarnings("unused") // Jackson reads the shape, nobody calls it
    private abstract static class ActorForm {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        ActorForm(String name) {}

        @JsonValue
        abstract String name();
    }

    private abstract static class NumberedForm {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static ModelRef.Numbered parse(String text) {
            return ModelRef.Numbered.parse(text);
        }

        @JsonValue
        @Override
        public abstract String toString();
    }

    private abstract static class PredictionIdForm {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static PredictionId parse(String text) {
            return PredictionId.parse(text);
        }

        @JsonValue
        @Override
        public abstract String toString();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = FeatureProfile.Numeric.class, name = "numeric"),
        @JsonSubTypes.Type(value = FeatureProfile.Categorical.class, name = "categorical")
    })
    private interface FeatureProfileForm {}

    /** Parts that came later are left out where they say nothing, so that what was written before stays as it is. */
    @SuppressWarnings("unused") // Jackson reads the shape, nobody calls it
    private abstract static class LaterPartsForm {
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = NothingIrregular.class)
        abstract Irregularities irregularities();

        @JsonInclude(JsonInclude.Include.NON_NULL)
        abstract @Nullable DistinctCount distinct();

        @JsonInclude(JsonInclude.Include.NON_NULL)
        abstract @Nullable HeavyHitters heavyHitters();
    }

    /** Equal to what is left out, as Jackson asks. */
    private static final class NothingIrregular {
        @Override
        public boolean equals(Object other) {
            return Irregularities.NONE.equals(other);
        }

        @Override
        public int hashCode() {
            return Irregularities.NONE.hashCode();
        }
    }

    @SuppressWarnings("unused") // Jackson reads the shape, nobody calls it
    private abstract static class DistinctCountForm {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static DistinctCount ofBytes(byte[] bytes) {
            return DistinctCount.ofBytes(bytes);
        }

        @JsonValue
        abstract byte[] toBytes();
    }

    /** A part that came later is left out where it says nothing, so that what was written before stays as it is. */
    @SuppressWarnings("unused") // Jackson reads the shape, nobody calls it
    private abstract static class SignatureForm {
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        abstract List<FeatureSpec> features();
    }

    @SuppressWarnings("unused") // Jackson reads the shape, nobody calls it
    private abstract static class DescriptionForm {
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        abstract String intendedUse();
    }
}
