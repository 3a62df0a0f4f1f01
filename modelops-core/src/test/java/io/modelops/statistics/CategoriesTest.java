package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CategoriesTest {
    private final Categories plans = Categories.of(List.of("basic", "pro"));

    @Test
    void binOf_knownUnknownAndMissing_haveTheirBins() {
        assertThat(plans.binOf("basic")).isZero();
        assertThat(plans.binOf("pro")).isEqualTo(1);
        assertThat(plans.binOf("Pro")).isEqualTo(2).isEqualTo(plans.otherBin());
        assertThat(plans.binOf("")).isEqualTo(2);
        assertThat(plans.binOf(null)).isEqualTo(3).isEqualTo(plans.missingBin());
        assertThat(plans.size()).isEqualTo(4);
    }

    @Test
    void count_someCategories_fillsTheBins() {
        assertThat(plans.count(Arrays.asList("pro", null, "basic", "pro", "new")))
                .containsExactly(1, 2, 1, 1);
        assertThat(plans.count(List.of())).containsExactly(0, 0, 0, 0);
    }

    @Test
    void ofMostFrequent_moreThanTheLimit_keepsTheMostFrequentThenByName() {
        List<String> reference = Arrays.asList("b", "a", "c", "c", null, null, null);

        assertThat(Categories.ofMostFrequent(reference, 2).known()).containsExactly("c", "a");
    }

    @Test
    void ofMostFrequent_nothingButMissing_knowsNothing() {
        Categories none = Categories.ofMostFrequent(Arrays.asList(null, null), 5);

        assertThat(none.count(Arrays.asList("a", null))).containsExactly(1, 1);
        assertThat(none).isEqualTo(Categories.ofMostFrequent(List.of(), 5));
    }

    @Test
    void known_givenToOf_makesEqualCategories() {
        assertThat(Categories.of(plans.known())).isEqualTo(plans).hasSameHashCodeAs(plans);
    }

    @Test
    void label_everyBin_isItsName() {
        assertThat(plans.label(0)).isEqualTo("basic");
        assertThat(plans.label(2)).isEqualTo("(other)");
        assertThat(plans.label(3)).isEqualTo("(missing)");
        assertThatThrownBy(() -> plans.label(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void of_categoryTwice_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Categories.of(List.of("a", "b", "a")))
                .withMessageContaining("\"a\" is listed twice");
    }

    @Test
    void ofMostFrequent_noLimit_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> Categories.ofMostFrequent(List.of("a"), 0));
    }

    @Test
    void binOf_categoriesOfOneHash_findsEachAndNoOther() {
        List<String> known = new ArrayList<>(List.of(""));
        for (int doubled = 0; doubled < 6; doubled++) {
            // "Aa" and "BB" have the same hash, and so has every row of them.
            known = known.stream()
                    .flatMap(start -> Stream.of(start + "Aa", start + "BB"))
                    .collect(Collectors.toCollection(ArrayList::new));
        }
        String unknown = known.remove(63);
        Categories categories = Categories.of(known);

        for (int bin = 0; bin < known.size(); bin++) {
            assertThat(categories.binOf(known.get(bin))).isEqualTo(bin);
        }
        assertThat(categories.binOf(unknown)).isEqualTo(categories.otherBin());
    }
}
