package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.monitoring.Profiler;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProfileMergeTest {
    private record Row(@Nullable Object spend, @Nullable Object plan) {}

    private static final Features<Row> FEATURES = Features.<Row>builder()
            .rawNumeric("spend", Row::spend, spend -> spend.range(-3, 3).withDistinct())
            .rawCategorical("plan", Row::plan, plan -> plan.withDistinct().withHeavyHitters(50))
            .build();
    private static final Profile REFERENCE = Profiler.of(FEATURES).profile(rows(500, 1));

    /** Numbers, infinities, NaN, texts and nothing at all. */
    private static List<Row> rows(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Object[] odd = {null, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, "text", 7, true, -0.0};
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            rows.add(new Row(
                    random.nextInt(4) == 0 ? odd[random.nextInt(odd.length)] : random.nextGaussian(),
                    switch (random.nextInt(5)) {
                        case 0 -> null;
                        case 1 -> new int[0];
                        default -> "plan " + random.nextInt(1 + random.nextInt(12));
                    }));
        }
        return rows;
    }

    private static Profile counted(List<Row> rows) {
        return Profiler.of(FEATURES).profile(rows, REFERENCE);
    }

    @Test
    void merge_anySplit_isTheProfileOfTheWhole() {
        SplittableRandom random = new SplittableRandom(7);
        for (int trial = 0; trial < 200; trial++) {
            List<Row> all = rows(random.nextInt(60), trial);
            int first = random.nextInt(all.size() + 1);
            int second = first + random.nextInt(all.size() - first + 1);
            Profile a = counted(all.subList(0, first));
            Profile b = counted(all.subList(first, second));
            Profile c = counted(all.subList(second, all.size()));

            Profile left = a.merge(b).merge(c);
            assertSame(left, counted(all));
            assertSame(left, a.merge(b.merge(c)));
            assertSame(left, c.merge(a).merge(b));
            assertThat(a.merge(b).features().get(1))
                    .isEqualTo(b.merge(a).features().get(1));
        }
    }

    private static void assertSame(Profile actual, Profile expected) {
        assertThat(actual.rows()).isEqualTo(expected.rows());
        assertThat(actual.features().get(1)).isEqualTo(expected.features().get(1));
        FeatureProfile.Numeric is = numeric(actual);
        FeatureProfile.Numeric should = numeric(expected);
        assertThat(is.counts()).isEqualTo(should.counts());
        assertThat(is.irregularities()).isEqualTo(should.irregularities());
        assertThat(is.distinct()).isEqualTo(should.distinct());
        assertThat(is.min()).isEqualTo(Double.valueOf(should.min()));
        assertThat(is.max()).isEqualTo(Double.valueOf(should.max()));
        assertThat(is.moments().count()).isEqualTo(should.moments().count());
        if (is.moments().count() > 1) {
            assertThat(is.mean()).isCloseTo(should.mean(), within(1e-12));
            assertThat(is.standardDeviation()).isCloseTo(should.standardDeviation(), within(1e-12));
        }
    }

    private static FeatureProfile.Numeric numeric(Profile profile) {
        return (FeatureProfile.Numeric) profile.features().get(0);
    }

    @Test
    void merge_emptyProfile_changesNothing() {
        Profile nothing = new Profile(0, List.of());

        assertThat(REFERENCE.merge(nothing)).isSameAs(REFERENCE);
        assertThat(nothing.merge(REFERENCE)).isSameAs(REFERENCE);
        assertThat(nothing.merge(nothing)).isEqualTo(nothing);
    }

    @Test
    void merge_otherBins_isRefused() {
        Profile other = Profiler.of(FEATURES).profile(rows(500, 2));

        assertThatThrownBy(() -> REFERENCE.merge(other))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"spend\"")
                .hasMessageContaining("bin edges differ")
                .hasMessageContaining("same reference");
    }

    @Test
    void merge_otherCategoriesKindNameOrNumberOfFeatures_isRefused() {
        FeatureProfile plan = new FeatureProfile.Categorical("plan", List.of("a"), List.of(1L, 0L, 0L));
        FeatureProfile otherPlan = new FeatureProfile.Categorical("plan", List.of("b"), List.of(1L, 0L, 0L));
        FeatureProfile number = new FeatureProfile.Numeric("plan", List.of(1.0), List.of(1L, 0L, 0L), 0, 0, 0, 0);
        FeatureProfile named = new FeatureProfile.Categorical("name", List.of("a"), List.of(1L, 0L, 0L));

        assertRefused(plan, otherPlan, "categories differ");
        assertRefused(plan, number, "one is categorical and the other is numeric");
        assertRefused(number, plan, "one is numeric and the other is categorical");
        assertRefused(plan, named, "\"plan\" and \"name\"");
        assertThatThrownBy(() -> new Profile(1, List.of(plan)).merge(new Profile(1, List.of(plan, named))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("1 and 2 features");
    }

    @Test
    void merge_onlyOneWithASketch_isRefused() {
        FeatureProfile.Categorical with =
                (FeatureProfile.Categorical) REFERENCE.features().get(1);
        FeatureProfile without = new FeatureProfile.Categorical(with.name(), with.categories(), with.counts());
        FeatureProfile withDistinct = new FeatureProfile.Categorical(
                with.name(), with.categories(), with.counts(), Irregularities.NONE, with.distinct(), null);

        assertRefused(with, without, "different values");
        assertRefused(with, withDistinct, "heavy hitters");
    }

    @Test
    void merge_countsBeyondALong_isRefused() {
        FeatureProfile plan = new FeatureProfile.Categorical("plan", List.of(), List.of(Long.MAX_VALUE, 0L));

        assertRefused(plan, plan, "at most");
    }

    private static void assertRefused(FeatureProfile one, FeatureProfile other, String why) {
        assertThatThrownBy(() -> one.merge(other))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(why);
    }

    @Test
    void moments_ofAStoredProfile_areThoseOfItsFiniteValues() {
        FeatureProfile.Numeric stored = new FeatureProfile.Numeric(
                "spend", List.of(0.0), List.of(1L, 3L, 2L), 1.5, 2.0, -1, 4, irregular(1, 0), null, null);

        assertThat(stored.moments().count()).isEqualTo(3);
        assertThat(stored.moments().mean()).isEqualTo(1.5);
        assertThat(stored.moments().squaredDeviations()).isEqualTo(8);
        assertThat(stored.moments().ignored()).isEqualTo(3);
        assertThat(stored.missing()).isEqualTo(2);
    }

    private static Irregularities irregular(long positiveInfinity, long nan) {
        return new Irregularities(nan, positiveInfinity, 0, 0, 0, 0);
    }
}
