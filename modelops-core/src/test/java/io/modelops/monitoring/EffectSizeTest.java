package io.modelops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.FeatureProfile;
import io.modelops.model.Features;
import io.modelops.model.Profile;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EffectSizeTest {
    private static final Features<Object> TWO = Features.<Object>builder()
            .numeric("number", value -> 0)
            .categorical("category", Object::toString)
            .build();

    // p = np.array([100, 200, 300, 400]) / 1000; q = np.array([10, 40, 30, 20]) / 100
    @ParameterizedTest
    @CsvSource({
        "HELLINGER, 0.1852419365337176", // np.sqrt(1 - np.sqrt(p * q).sum())
        "TOTAL_VARIATION, 0.2", // np.abs(p - q).sum() / 2
        "L_INFINITY, 0.2", // np.abs(p - q).max()
        "JENSEN_SHANNON, 0.22141025172133794", // scipy.spatial.distance.jensenshannon(p, q, base=2)
        "KOLMOGOROV_SMIRNOV, 0.2", // np.abs(np.cumsum(p - q)).max()
    })
    void of_knownCounts_givesReferenceValue(EffectSize effect, double expected) {
        DriftColumn<Object> column = columns(new long[] {100, 200, 300, 400, 0}).get(0);

        assertThat(effect.of(column, counts(100, 200, 300, 400, 0), counts(10, 40, 30, 20, 0)))
                .isCloseTo(expected, within(1e-12));
    }

    @Test
    void wasserstein_numbersMovedByABin_isAboutThatInStandardDeviations() {
        DriftColumn<Object> column = columns(new long[] {100, 200, 300, 400, 0}).get(0);

        double moved = EffectSize.WASSERSTEIN.of(column, counts(0, 500, 500, 0, 0), counts(0, 0, 500, 500, 0));

        assertThat(moved).isGreaterThan(1);
        assertThat(EffectSize.WASSERSTEIN.of(column, counts(1, 2, 3, 4, 5), counts(1, 2, 3, 4, 5)))
                .isZero();
    }

    @Test
    void ofCategories_numericMeasures_areThoseOfShares() {
        DriftColumn<Object> column = columns(new long[] {100, 200, 300, 400, 0}).get(1);
        ColumnCounts before = counts(50, 50, 0, 0, 0);
        ColumnCounts now = counts(25, 50, 25, 0, 0);

        assertThat(EffectSize.WASSERSTEIN.of(column, before, now)).isCloseTo(0.25, within(1e-12));
        assertThat(EffectSize.KOLMOGOROV_SMIRNOV.of(column, before, now)).isCloseTo(0.25, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void of_oddCounts_isANumberOfZeroOrMoreOrNaN(EffectSize effect) {
        SplittableRandom random = new SplittableRandom(1);
        List<DriftColumn<Object>> columns = columns(new long[] {1, 1, 1, 1, 1});
        for (int round = 0; round < 10_000; round++) {
            for (DriftColumn<Object> column : columns) {
                double value = effect.of(column, odd(random), odd(random));
                assertThat(Double.isNaN(value) || value >= 0).as("%s", value).isTrue();
            }
        }
        assertThat(effect.limit()).isPositive();
    }

    private static ColumnCounts odd(SplittableRandom random) {
        return counts(LongStream.generate(
                        () -> random.nextInt(3) == 0 ? random.nextLong(1L << random.nextInt(1, 40)) : 0)
                .limit(5)
                .toArray());
    }

    private static ColumnCounts counts(long... counts) {
        return ColumnCounts.of(new FeatureProfile.Categorical(
                "category",
                List.of("a", "b", "c"),
                Arrays.stream(counts).boxed().toList()));
    }

    private static List<DriftColumn<Object>> columns(long[] counts) {
        List<Long> boxed = Arrays.stream(counts).boxed().toList();
        return DriftColumn.of(
                TWO,
                new Profile(
                        1,
                        List.of(
                                new FeatureProfile.Numeric("number", List.of(0.0, 1.0, 2.0), boxed, 1, 1, -1, 3),
                                new FeatureProfile.Categorical("category", List.of("a", "b", "c"), boxed))));
    }
}
