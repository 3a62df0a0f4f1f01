package io.modelops.statistics.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeavyHittersTest {
    private static HeavyHitters of(int capacity, List<String> values) {
        HeavyHittersAccumulator accumulator = new HeavyHittersAccumulator(capacity);
        values.forEach(accumulator::add);
        return accumulator.snapshot();
    }

    /** A stream in which value k is about 1 / k as frequent as the first. */
    private static List<String> skewed(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> values = new ArrayList<>();
        for (int value = 0; value < count; value++) {
            values.add("v" + (int) Math.exp(random.nextDouble() * Math.log(2_000)));
        }
        return values;
    }

    private static void assertWithinBounds(HeavyHitters found, List<String> stream) {
        Map<String, Long> exact = new HashMap<>();
        stream.forEach(value -> exact.merge(value, 1L, Long::sum));
        assertThat(found.total()).isEqualTo(stream.size());
        assertThat(found.error()).isLessThanOrEqualTo(stream.size() / (found.capacity() + 1));
        for (HeavyHitters.Item item : found.items()) {
            assertThat(exact.get(item.value())).isBetween(item.count(), item.count() + found.error());
            exact.remove(item.value());
        }
        assertThat(exact.values()).allMatch(left -> left <= found.error());
    }

    @Test
    void add_fewValues_countsExactly() {
        HeavyHitters found = of(3, List.of("b", "a", "b", "c", "a", "b"));

        assertThat(found)
                .isEqualTo(new HeavyHitters(
                        3,
                        6,
                        0,
                        List.of(
                                new HeavyHitters.Item("b", 3),
                                new HeavyHitters.Item("a", 2),
                                new HeavyHitters.Item("c", 1))));
    }

    @Test
    void add_skewedStreams_keepsTheStatedBounds() {
        for (int capacity : new int[] {1, 2, 10, 100}) {
            List<String> stream = skewed(20_000, capacity);
            assertWithinBounds(of(capacity, stream), stream);
        }
    }

    @Test
    void merge_partsOfAStream_keepsTheBoundsInAnyOrder() {
        SplittableRandom random = new SplittableRandom(5);
        for (int trial = 0; trial < 50; trial++) {
            List<String> stream = skewed(1 + random.nextInt(3_000), trial);
            int cut = random.nextInt(stream.size() + 1);
            HeavyHitters a = of(8, stream.subList(0, cut / 2));
            HeavyHitters b = of(8, stream.subList(cut / 2, cut));
            HeavyHitters c = of(8, stream.subList(cut, stream.size()));

            assertThat(a.merge(b)).isEqualTo(b.merge(a));
            assertWithinBounds(a.merge(b).merge(c), stream);
            assertWithinBounds(a.merge(b.merge(c)), stream);
        }
    }

    @Test
    void add_longValues_areComparedByTheirBeginning() {
        String beginning = "x".repeat(HeavyHitters.LONGEST);

        assertThat(of(2, List.of(beginning + "a", beginning + "b")).items())
                .containsExactly(new HeavyHitters.Item(beginning, 2));
    }

    @Test
    void clear_afterValues_forgetsThem() {
        HeavyHittersAccumulator accumulator = new HeavyHittersAccumulator(2);
        accumulator.add("a");
        accumulator.clear();

        assertThat(accumulator.snapshot()).isEqualTo(HeavyHitters.empty(2));
        assertThat(accumulator.bytes()).isPositive();
    }

    @Test
    void new_whatNoStreamGives_isRefused() {
        HeavyHitters.Item a = new HeavyHitters.Item("a", 1);
        assertThatThrownBy(() -> new HeavyHitters(1, 2, 0, List.of(a, new HeavyHitters.Item("b", 1))))
                .hasMessageContaining("2 items in room for 1");
        assertThatThrownBy(() -> new HeavyHitters(2, 2, 0, List.of(a, a))).hasMessageContaining("listed twice");
        assertThatThrownBy(() -> new HeavyHitters(2, 0, 0, List.of(a))).hasMessageContaining("not in 1..0");
        assertThatThrownBy(() -> new HeavyHitters(2, 1, 2, List.of())).hasMessageContaining("error 2");
        assertThatThrownBy(() -> new HeavyHittersAccumulator(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HeavyHitters.empty(1).merge(HeavyHitters.empty(2)))
                .hasMessageContaining("same room");
    }

    @Test
    void bytes_anyList_comeBackEqual() {
        HeavyHitters found = of(20, skewed(5_000, 9));

        assertThat(HeavyHitters.ofBytes(found.toBytes())).isEqualTo(found);
    }
}
