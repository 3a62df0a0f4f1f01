package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeclaredFeaturesTest {
    private record Ticket(
            @Nullable String text,
            float @Nullable [] vector,
            @Nullable Object any) {}

    private static final Ticket NOTHING = new Ticket(null, null, null);

    @Test
    void text_ofABuilder_becomesOneNumberPerDescriptor() {
        Features<Ticket> features =
                Features.<Ticket>builder().text("subject", Ticket::text).build();

        assertThat(features.all())
                .extracting(Feature::name)
                .containsExactly(
                        "subject.length",
                        "subject.words",
                        "subject.letters",
                        "subject.digits",
                        "subject.upper-case",
                        "subject.white-space",
                        "subject.non-ascii",
                        "subject.empty");
        assertThat(read(features, "subject.words", new Ticket("two words", null, null)))
                .isEqualTo(2);
        assertThat(read(features, "subject.words", NOTHING)).isNaN();
    }

    @Test
    void embedding_ofABuilder_becomesItsNormAndProjections() {
        Features<Ticket> features = Features.<Ticket>builder()
                .embedding("vector", Ticket::vector, 2)
                .build();

        assertThat(features.all())
                .extracting(Feature::name)
                .containsExactly("vector.norm", "vector.projection1", "vector.projection2");
        assertThat(read(features, "vector.norm", new Ticket(null, new float[] {3, 4}, null)))
                .isEqualTo(5);
        assertThat(read(features, "vector.projection2", NOTHING)).isNaN();
    }

    private static double read(Features<Ticket> features, String name, Ticket ticket) {
        return ((Feature.Numeric<Ticket>) features.find(name).orElseThrow())
                .value()
                .applyAsDouble(ticket);
    }

    @Test
    void options_declared_areThoseOfTheFeature() {
        Features<Ticket> features = Features.<Ticket>builder()
                .numeric("plain", ticket -> 1)
                .numeric("number", ticket -> 1, number -> number.integers(0, 9).withImportance(0.5))
                .categorical("kind", Ticket::text, kind -> kind.withDistinct().withHeavyHitters(7))
                .build();

        assertThat(options(features, "plain")).isEqualTo(FeatureOptions.NONE);
        assertThat(options(features, "plain").hasRange()).isFalse();
        FeatureOptions number = options(features, "number");
        assertThat(number.hasRange()).isTrue();
        assertThat(number.whole()).isTrue();
        assertThat(number.greatest()).isEqualTo(9);
        assertThat(number.importance()).hasValue(0.5);
        assertThat(options(features, "kind").distinct()).isTrue();
        assertThat(options(features, "kind").heavyHitters()).isEqualTo(7);
        assertThat(FeatureOptions.NONE.range(0, Double.POSITIVE_INFINITY).hasRange())
                .isTrue();
    }

    private static FeatureOptions options(Features<Ticket> features, String name) {
        return features.find(name).orElseThrow().options();
    }

    @Test
    void options_outOfRange_areRefused() {
        FeatureOptions none = FeatureOptions.NONE;

        assertThatThrownBy(() -> none.range(1, 0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> none.range(0, Double.NaN)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> none.withHeavyHitters(1_001)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> none.withHeavyHitters(-1)).isInstanceOf(InvalidInputException.class);
        for (double importance : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> none.withImportance(importance)).isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    void raw_anyValue_isReadOrMissing() {
        Features<Ticket> features = Features.<Ticket>builder()
                .rawNumeric("number", Ticket::any)
                .rawCategorical("category", Ticket::any)
                .build();
        Optional<Feature<Ticket>> category = features.find("category");

        assertThat(List.of(
                        read(features, "number", new Ticket(null, null, 7)),
                        read(features, "number", new Ticket(null, null, true)),
                        read(features, "number", new Ticket(null, null, "7")),
                        read(features, "number", NOTHING)))
                .containsExactly(7.0, 1.0, Double.NaN, Double.NaN);
        Feature.Categorical<Ticket> kind = (Feature.Categorical<Ticket>) category.orElseThrow();
        assertThat(kind.value().apply(new Ticket(null, null, 'x'))).isEqualTo("x");
        assertThat(kind.value().apply(new Ticket(null, null, FeatureKind.TEXT))).isEqualTo("TEXT");
        assertThat(kind.value().apply(new Ticket(null, null, new int[0]))).isNull();
        assertThat(kind.value().apply(NOTHING)).isNull();
    }
}
