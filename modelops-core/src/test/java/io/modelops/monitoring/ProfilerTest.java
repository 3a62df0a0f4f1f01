package io.modelops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.FeatureProfile;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Profile;
import io.modelops.model.internal.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProfilerTest {
    private static final Features<Integer> NUMBER =
            Features.<Integer>builder().numeric("number", Integer::doubleValue).build();

    private record Named(@Nullable String name) {}

    private static final Features<Named> NAME = Features.ofRecord(Named.class);

    @Test
    void profile_numbers_cutsAtQuantiles() {
        Profile profile = Profiler.of(NUMBER)
                .profile(IntStream.rangeClosed(1, 100).boxed().toList());

        FeatureProfile.Numeric number =
                (FeatureProfile.Numeric) profile.features().get(0);
        assertThat(profile.rows()).isEqualTo(100);
        // np.quantile(np.arange(1, 101), np.arange(1, 10) / 10)
        assertThat(number.edges().stream().mapToDouble(Double::doubleValue).toArray())
                .containsExactly(new double[] {10.9, 20.8, 30.7, 40.6, 50.5, 60.4, 70.3, 80.2, 90.1}, within(1e-12));
        assertThat(number.counts()).containsExactly(10L, 10L, 10L, 10L, 10L, 10L, 10L, 10L, 10L, 10L, 0L);
        assertThat(number.mean()).isEqualTo(50.5);
        // np.arange(1, 101).std(ddof=1)
        assertThat(number.standardDeviation()).isCloseTo(29.011491975882016, within(1e-12));
        assertThat(number.min()).isEqualTo(1);
        assertThat(number.max()).isEqualTo(100);
    }

    @Test
    void profile_missingAndInfiniteNumbers_areCountedButMoveNoEdge() {
        Features<Double> value =
                Features.<Double>builder().numeric("value", Double::doubleValue).build();

        Profile profile = Profiler.of(value)
                .bins(2)
                .profile(List.of(1.0, 2.0, 3.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));

        FeatureProfile.Numeric summary =
                (FeatureProfile.Numeric) profile.features().get(0);
        assertThat(summary.edges()).containsExactly(2.0);
        assertThat(summary.counts()).containsExactly(2L, 3L, 1L);
        assertThat(summary.mean()).isEqualTo(2);
    }

    @Test
    void profile_categories_keepsTheMostFrequent() {
        List<Named> rows = new ArrayList<>();
        for (String name : new String[] {"a", "b", "b", "c", "c", "c", "d"}) {
            rows.add(new Named(name));
        }
        rows.add(new Named(null));

        Profile profile = Profiler.of(NAME).categories(2).profile(rows);

        assertThat(profile.find("name"))
                .contains(new FeatureProfile.Categorical("name", List.of("c", "b"), List.of(3L, 2L, 2L, 1L)));
    }

    @Test
    void profile_noRows_isEmpty() {
        Profile profile = Profiler.of(NUMBER).profile(List.of());

        assertThat(profile.rows()).isZero();
        assertThat(profile.features().get(0).total()).isZero();
    }

    @Test
    void profile_asJson_comesBackEqual() {
        Profile profile = Profiler.of(Customer.FEATURES).profile(Customer.usual(500, 1));
        Profile empty = Profiler.of(Customer.FEATURES).profile(List.of());

        assertThat(Json.MAPPER.readValue(Json.MAPPER.writeValueAsString(profile), Profile.class))
                .isEqualTo(profile);
        assertThat(Json.MAPPER.readValue(Json.MAPPER.writeValueAsString(empty), Profile.class))
                .isEqualTo(empty);
    }

    @Test
    void bins_none_isRefused() {
        assertThatThrownBy(() -> Profiler.of(NUMBER).bins(0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("bins 0");
    }

    @Test
    void profile_partsInTheBinsOfOne_addUpToTheWhole() {
        List<Customer> rows = Customer.usual(900, 5);
        Profiler<Customer> profiler = Profiler.of(Customer.FEATURES);
        Profile reference = profiler.profile(rows.subList(0, 300));

        Profile parts = profiler.profile(rows.subList(0, 400), reference)
                .merge(profiler.profile(rows.subList(400, 900), reference));
        Profile whole = profiler.profile(rows, reference);

        assertThat(parts.rows()).isEqualTo(900);
        for (FeatureProfile feature : whole.features()) {
            assertThat(parts.find(feature.name()).orElseThrow().counts()).isEqualTo(feature.counts());
        }
    }

    @Test
    void profile_texts_areDescribedByNumbers() {
        Features<String> features =
                Features.<String>builder().text("comment", text -> text).build();

        Profile profile = Profiler.of(features).profile(List.of("short", "", "a longer one 12"));

        FeatureProfile.Numeric words =
                (FeatureProfile.Numeric) profile.find("comment.words").orElseThrow();
        FeatureProfile.Numeric empty =
                (FeatureProfile.Numeric) profile.find("comment.empty").orElseThrow();
        assertThat(words.max()).isEqualTo(4);
        assertThat(words.mean()).isCloseTo(5.0 / 3, within(1e-12));
        assertThat(empty.mean()).isCloseTo(1.0 / 3, within(1e-12));
    }

    @Test
    void profile_nanOfARecord_isToldApartFromMissing() {
        record Reading(@Nullable Double level) {}

        Profile profile = Profiler.of(Features.ofRecord(Reading.class))
                .profile(List.of(new Reading(1.0), new Reading(null), new Reading(Double.NaN)));

        assertThat(profile.features().get(0).missing()).isEqualTo(1);
        assertThat(profile.features().get(0).irregularities().nan()).isEqualTo(1);
    }
}
