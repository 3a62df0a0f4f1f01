package io.modelops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.FeatureProfile;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Profile;
import io.modelops.model.Verdict;
import io.modelops.monitoring.ComparedFeature.Bin;
import io.modelops.monitoring.ComparedFeature.Role;
import io.modelops.monitoring.ComparedFeature.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ComparisonReportTest {
    private static FeatureProfile numeric(String name, List<Double> edges, Long... counts) {
        return new FeatureProfile.Numeric(name, edges, List.of(counts), 1, 2, 0, 9);
    }

    private static FeatureProfile categorical(String name, List<String> categories, Long... counts) {
        return new FeatureProfile.Categorical(name, categories, List.of(counts));
    }

    private static ComparisonReport compare(FeatureProfile reference, FeatureProfile current) {
        return ComparisonReport.between(profile(reference), profile(current)).build();
    }

    private static Profile profile(FeatureProfile... features) {
        return new Profile(1_000, List.of(features));
    }

    private static ComparedFeature only(FeatureProfile reference, FeatureProfile current) {
        return compare(reference, current).features().get(0);
    }

    @Test
    void build_largeAndSignificantDifference_isDrift() {
        ComparisonReport report =
                compare(numeric("x", List.of(1.0), 500L, 500L, 0L), numeric("x", List.of(1.0), 900L, 100L, 0L));

        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.features().get(0).status()).isEqualTo(Status.DRIFTED);
        assertThat(report.features().get(0).mostMoved())
                .hasValueSatisfying(bin -> assertThat(bin.label()).isEqualTo("(-∞, 1.0)"));
    }

    /**
     * {@code p = (500.5/1001, 500.5/1001); q = (900.5/1001, 100.5/1001); sum((p-q)*log(p/q))} in NumPy 2.4, and
     * {@code scipy.stats.chi2_contingency([[500,500],[900,100]], correction=False)[1]}.
     */
    @Test
    void build_effectAndPValue_areThoseOfTheReference() {
        ComparedFeature feature =
                only(numeric("x", List.of(1.0), 500L, 500L, 0L), numeric("x", List.of(1.0), 900L, 100L, 0L));

        assertThat(feature.effect()).isCloseTo(0.8762, within(1e-3));
        assertThat(feature.pValue()).isLessThan(1e-80);
    }

    @Test
    void build_significantButSmallDifference_isStable() {
        assertThat(only(
                                numeric("x", List.of(1.0), 500_000L, 500_000L, 0L),
                                numeric("x", List.of(1.0), 510_000L, 490_000L, 0L))
                        .status())
                .isEqualTo(Status.STABLE);
    }

    @Test
    void build_fewValues_areNotJudged() {
        ComparisonReport report =
                compare(numeric("x", List.of(1.0), 500L, 500L, 0L), numeric("x", List.of(1.0), 99L, 0L, 0L));

        assertThat(report.features().get(0).status()).isEqualTo(Status.INSUFFICIENT_DATA);
        assertThat(report.features().get(0).pValue()).isNaN();
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void build_differentEdges_arePooledExactlyBetweenThoseThatBothHave() {
        ComparedFeature feature = only(
                numeric("x", List.of(1.0, 2.0, 3.0), 100L, 200L, 300L, 400L, 5L),
                numeric("x", List.of(2.0, 2.5), 10L, 20L, 970L, 7L));

        assertThat(feature.edges()).containsExactly(2.0);
        assertThat(feature.bins())
                .extracting(Bin::reference, Bin::current)
                .containsExactly(tuple(300L, 10L), tuple(700L, 990L), tuple(5L, 7L));
        assertThat(feature.remark()).contains("Only 1 of 3 edges");
    }

    @Test
    void build_noCommonEdgeOrOtherKind_isNotComparable() {
        assertThat(only(numeric("x", List.of(1.0), 500L, 500L, 0L), numeric("x", List.of(2.0), 500L, 500L, 0L))
                        .status())
                .isEqualTo(Status.NOT_COMPARABLE);
        assertThat(only(numeric("x", List.of(1.0), 500L, 500L, 0L), categorical("x", List.of(), 500L, 0L))
                        .status())
                .isEqualTo(Status.NOT_COMPARABLE);
    }

    @Test
    void build_unseenCategory_isItsOwnBinAndSaysSo() {
        ComparedFeature feature = only(
                categorical("plan", List.of("a", "b"), 600L, 400L, 0L, 0L),
                categorical("plan", List.of("a", "new"), 700L, 300L, 0L, 0L));

        assertThat(feature.bins())
                .extracting(Bin::label, Bin::role, Bin::reference, Bin::current)
                .contains(tuple("b", Role.VALUE, 400L, 0L), tuple("new", Role.UNSEEN, 0L, 300L));
        assertThat(feature.growthOf(Role.UNSEEN)).isCloseTo(0.3, within(1e-12));
    }

    @Test
    void build_categoryHiddenInAnOverflow_isPutWithTheOthersOnBothSides() {
        ComparedFeature feature = only(
                categorical("plan", List.of("a", "b"), 500L, 300L, 200L, 0L),
                categorical("plan", List.of("a", "c"), 600L, 250L, 150L, 0L));

        assertThat(feature.bins())
                .extracting(Bin::label, Bin::role, Bin::reference, Bin::current)
                .containsExactly(
                        tuple("a", Role.VALUE, 500L, 600L),
                        tuple("(other)", Role.OTHER, 500L, 400L),
                        tuple("(missing)", Role.MISSING, 0L, 0L));
        assertThat(feature.remark()).startsWith("2 categories");
    }

    @Test
    void build_featureOfOneSideOnly_isGoneOrNew() {
        ComparisonReport report = compare(
                categorical("old", List.of("a"), 500L, 0L, 0L), categorical("young", List.of("a"), 500L, 0L, 0L));

        assertThat(report.features())
                .extracting(ComparedFeature::name, ComparedFeature::status)
                .containsExactly(tuple("old", Status.REMOVED), tuple("young", Status.ADDED));
        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void build_importance_decidesWhichDriftedFeatureIsFirst() {
        FeatureProfile before = numeric("strong", List.of(1.0), 500L, 500L, 0L);
        FeatureProfile after = numeric("strong", List.of(1.0), 950L, 50L, 0L);
        FeatureProfile other = numeric("used", List.of(1.0), 500L, 500L, 0L);
        FeatureProfile moved = numeric("used", List.of(1.0), 800L, 200L, 0L);
        ComparisonBuilder builder = ComparisonReport.between(profile(before, other), profile(after, moved));

        assertThat(builder.build().features().get(0).name()).isEqualTo("strong");
        assertThat(builder.importance(Map.of("used", 0.9, "strong", 0.05))
                        .build()
                        .features()
                        .get(0)
                        .name())
                .isEqualTo("used");
    }

    @Test
    void build_sameCountsEverywhere_neverDrifts() {
        FeatureProfile constant = numeric("x", List.of(5.0, Math.nextUp(5.0)), 0L, 1_000L, 0L, 0L);

        assertThat(only(constant, constant).status()).isEqualTo(Status.STABLE);
        assertThat(only(constant, constant).mostMoved()).isEmpty();
        assertThat(compare(constant, constant).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void builder_badSetting_throws() {
        ComparisonBuilder builder = ComparisonReport.between(profile(), profile());

        assertThatThrownBy(() -> builder.threshold(Double.NaN)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> builder.alpha(1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> builder.minSamples(0)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void build_anyTwoProfiles_keepsAllCounts() {
        Random random = new Random(3);
        for (int run = 0; run < 3_000; run++) {
            FeatureProfile before = odd(random);
            FeatureProfile after = odd(random);
            ComparedFeature feature = only(before, after);

            assertThat(feature.pValue())
                    .satisfiesAnyOf(
                            p -> assertThat(p).isNaN(), p -> assertThat(p).isBetween(0.0, 1.0));
            assertThat(feature.effect())
                    .satisfiesAnyOf(
                            effect -> assertThat(effect).isNaN(),
                            effect -> assertThat(effect).isNotNegative());
            if (!feature.bins().isEmpty()) {
                assertThat(feature.referenceTotal()).isEqualTo(before.total());
                assertThat(feature.currentTotal()).isEqualTo(after.total());
            }
        }
    }

    private static FeatureProfile odd(Random random) {
        int bins = random.nextInt(4);
        List<Long> counts = new ArrayList<>();
        for (int bin = 0; bin < bins + 2; bin++) {
            counts.add(random.nextInt(3) == 0 ? 0L : random.nextInt(200));
        }
        if (random.nextInt(5) > 0) {
            List<String> names = IntStream.range(0, bins)
                    .mapToObj(name -> "c" + (name * 2 + random.nextInt(2)))
                    .toList();
            return new FeatureProfile.Categorical("x", names, counts);
        }
        List<Double> edges = IntStream.range(0, bins)
                .mapToObj(edge -> edge * 2.0 + random.nextInt(2))
                .toList();
        return new FeatureProfile.Numeric(
                "x", edges, counts, Double.NaN, Double.NaN, Double.NaN, Double.NEGATIVE_INFINITY);
    }

    /** {@code 0.5 * (abs(.5 - .9) + abs(.5 - .1))}, and {@code max} of the same differences, in Python 3. */
    @Test
    void build_effect_isMeasuredAndJudgedAsTold() {
        FeatureProfile before = numeric("x", List.of(1.0), 500L, 500L, 0L);
        FeatureProfile after = numeric("x", List.of(1.0), 900L, 100L, 0L);
        ComparisonReport report = ComparisonReport.between(profile(before), profile(after))
                .effect(EffectSize.KOLMOGOROV_SMIRNOV)
                .build();

        assertThat(report.measure()).isEqualTo(EffectSize.KOLMOGOROV_SMIRNOV);
        assertThat(report.threshold()).isEqualTo(0.15);
        assertThat(report.features().get(0).effect()).isCloseTo(0.4, within(1e-12));
        assertThat(ComparisonReport.between(profile(before), profile(after))
                        .effect(EffectSize.TOTAL_VARIATION)
                        .threshold(0.5)
                        .build()
                        .verdict())
                .isEqualTo(Verdict.PASS);
    }

    /** {@code scipy.stats.fisher_exact([[998, 2], [192, 8]])[1]} in SciPy 1.17. */
    @Test
    void build_twoBinsOfWhichOneIsRare_areTestedByFisher() {
        ComparedFeature feature = only(
                categorical("x", List.of("a", "b"), 998L, 2L, 0L, 0L),
                categorical("x", List.of("a", "b"), 192L, 8L, 0L, 0L));

        assertThat(feature.pValue()).isCloseTo(1.74767974268909e-05, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource(EffectSize.class)
    void build_oddCounts_haveAnEffectThatIsNaNOrNotNegative(EffectSize effect) {
        Random random = new Random(9);
        for (int round = 0; round < 2_000; round++) {
            int edges = random.nextInt(4);
            List<Double> own =
                    IntStream.range(0, edges).mapToObj(edge -> (double) edge).toList();
            Long[] before = random.longs(edges + 2, 0, 3).boxed().toArray(Long[]::new);
            Long[] after = random.longs(edges + 2, 0, 200).boxed().toArray(Long[]::new);
            ComparedFeature feature = ComparisonReport.between(
                            profile(numeric("x", own, before)), profile(numeric("x", own, after)))
                    .effect(effect)
                    .minSamples(1)
                    .build()
                    .features()
                    .get(0);
            assertThat(feature.effect())
                    .satisfiesAnyOf(
                            value -> assertThat(value).isNaN(),
                            value -> assertThat(value).isGreaterThanOrEqualTo(0));
        }
    }
}
