package io.modelops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.InvalidInputException;
import io.modelops.statistics.sketch.SketchKind;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WindowedTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    /** A summary that forgets nothing, so that tests see what a window holds. */
    private static final class Values implements WindowSummary<Values> {
        private final List<Integer> all = new ArrayList<>();

        @Override
        public void merge(Values other) {
            all.addAll(other.all);
        }

        @Override
        public void write(SketchWriter writer) {
            MonitorState.all(writer, all, all.size(), value -> writer.count(value));
        }

        @Override
        public void read(SketchReader reader) {
            all.addAll(MonitorState.all(reader, Integer.MAX_VALUE, () -> (int) reader.count()));
        }

        @Override
        public long bytes() {
            return 4L * all.size();
        }
    }

    private record Timed(int value, @Nullable Instant at) {}

    @Test
    void latest_moreThanItHolds_forgetsTheOldest() {
        Windowed<Values> window = Windowed.of(Window.latest(500), 0, Values::new);

        IntStream.range(0, 1_000).forEach(value -> add(window, value, START));

        assertThat(current(window)).containsExactlyInAnyOrderElementsOf(range(500, 1_000));
        assertThat(window.windows()).isEqualTo(1_000);
    }

    @Test
    void latest_anySize_holdsTheNewestBetween95PercentAndAll() {
        for (int size : new int[] {1, 2, 7, 19, 20, 21, 39, 100, 510, 1_001}) {
            Windowed<Values> window = Windowed.of(Window.latest(size), 2, Values::new);
            for (int value = 0; value < 4 * size + 50; value++) {
                add(window, value, START);
                if (value % 37 != 0) {
                    continue;
                }
                List<Integer> held = current(window);
                int least = value + 1 < size ? value + 1 : size - (size - 1) / 20;
                assertThat(held).hasSizeBetween(least, size);
                assertThat(held).hasSameElementsAs(range(value + 1 - held.size(), value + 1));
            }
            assertThat(window.panes()).isLessThanOrEqualTo(3 * 20 + 1);
        }
    }

    @Test
    void read_whatAnyWindowWroteAtAnyTime_goesOnAsThatOne() {
        SplittableRandom random = new SplittableRandom(21);
        for (int round = 0; round < 300; round++) {
            int size = 1 + random.nextInt(60);
            Window kind = switch (round % 4) {
                case 0 -> Window.latest(size);
                case 1 -> Window.tumbling(size);
                case 2 -> Window.tumbling(HOUR);
                default -> Window.sliding(HOUR.multipliedBy(4), HOUR);
            };
            int before = random.nextInt(3);
            Windowed<Values> steady = Windowed.of(kind, before, Values::new);
            int restart = random.nextInt(400);
            IntStream.range(0, restart).forEach(value -> add(steady, value, START.plusSeconds(97L * value)));
            SketchWriter writer = new SketchWriter(SketchKind.MONITOR);
            steady.write(writer);
            Windowed<Values> resumed = Windowed.of(kind, before, Values::new);
            SketchReader reader = new SketchReader(SketchKind.MONITOR, writer.toBytes());
            resumed.read(reader);
            reader.end();

            for (int value = restart; value < restart + 200; value++) {
                Instant at = START.plusSeconds(97L * value);
                add(steady, value, at);
                add(resumed, value, at);
                assertThat(resumed.windows()).isEqualTo(steady.windows());
                if (value % 9 == 0) {
                    assertThat(resumed.current().map(window -> window.all))
                            .isEqualTo(steady.current().map(window -> window.all));
                    assertThat(resumed.before().map(window -> window.all))
                            .isEqualTo(steady.before().map(window -> window.all));
                }
            }
            assertThat(resumed.panes()).isEqualTo(steady.panes());
            assertThat(resumed.late()).isEqualTo(steady.late());
            assertThat(resumed.bytes()).isEqualTo(steady.bytes());
        }
    }

    @Test
    void latest_windowsBefore_endWhereTheCurrentBegins() {
        Windowed<Values> window = Windowed.of(Window.latest(10), 2, Values::new);
        IntStream.range(0, 29).forEach(value -> add(window, value, START));
        assertThat(window.before()).isEmpty();

        add(window, 29, START);

        assertThat(current(window)).isEqualTo(reversed(range(20, 30)));
        assertThat(window.before().orElseThrow().all).containsExactlyInAnyOrderElementsOf(range(0, 20));
    }

    @Test
    void tumblingByCount_full_isJudgedUntilTheNextIs() {
        Windowed<Values> window = Windowed.of(Window.tumbling(100), 1, Values::new);
        IntStream.range(0, 99).forEach(value -> add(window, value, START));
        assertThat(window.current()).isEmpty();
        assertThat(window.windows()).isZero();

        IntStream.range(99, 350).forEach(value -> add(window, value, START));

        assertThat(current(window)).isEqualTo(range(200, 300));
        assertThat(window.before().orElseThrow().all).isEqualTo(range(100, 200));
        assertThat(window.windows()).isEqualTo(3);
        assertThat(window.panes()).isEqualTo(3);
    }

    @Test
    void tumblingByTime_over_isJudgedWithoutAnotherObservation() {
        Windowed<Values> window = Windowed.of(Window.tumbling(HOUR), 1, Values::new);
        add(window, 1, START);
        add(window, 2, START.plus(HOUR).minusMillis(1));
        assertThat(window.current()).isEmpty();

        window.advance(START.plus(HOUR));
        assertThat(current(window)).containsExactly(1, 2);
        assertThat(window.before()).isEmpty();

        add(window, 3, START.plus(HOUR));
        window.advance(START.plus(HOUR.multipliedBy(2)));
        assertThat(current(window)).containsExactly(3);
        assertThat(window.before().orElseThrow().all).containsExactly(1, 2);

        window.advance(START.plus(HOUR.multipliedBy(10)));
        assertThat(current(window)).isEmpty();
        assertThat(window.panes()).isZero();
        assertThat(window.windows()).isEqualTo(10);
    }

    @Test
    void slidingByTime_everyStep_holdsTheLastLength() {
        Windowed<Values> window = Windowed.of(Window.sliding(HOUR.multipliedBy(3), HOUR), 0, Values::new);

        IntStream.range(0, 10).forEach(hour -> add(window, hour, START.plus(HOUR.multipliedBy(hour))));

        assertThat(current(window)).containsExactly(6, 7, 8);
        assertThat(window.panes()).isEqualTo(4);
    }

    @Test
    void byEventTime_withinTheLateness_isTakenAndLaterIsCounted() {
        Windowed<Values> window = Windowed.of(
                Window.tumbling(HOUR).byEventTime(Timed.class, Timed::at).allowedLateness(Duration.ofMinutes(10)),
                0,
                Values::new);
        Instant arrival = START.plus(HOUR.multipliedBy(100));
        add(window, new Timed(1, START.plus(Duration.ofMinutes(30))), arrival);
        add(window, new Timed(2, START.plus(Duration.ofMinutes(69))), arrival);
        add(window, new Timed(3, START), arrival);
        window.advance(arrival);
        assertThat(window.current())
                .as("the clock alone ends no window by event time")
                .isEmpty();

        add(window, new Timed(4, START.plus(Duration.ofMinutes(70))), arrival);
        assertThat(current(window)).containsExactlyInAnyOrder(1, 3);

        add(window, new Timed(5, START.plus(Duration.ofMinutes(59))), arrival);
        assertThat(current(window)).containsExactlyInAnyOrder(1, 3);
        assertThat(window.late()).isEqualTo(1);
        assertThat(window.untimed()).isZero();
    }

    @Test
    void byEventTime_noTimeOrOneThatHasNotCome_isLeftOut() {
        Window byTime = Window.latest(10).byEventTime(Timed.class, timed -> {
            if (timed.value() == 99) {
                throw new IllegalStateException("unreadable");
            }
            return timed.at();
        });
        Windowed<Values> window = Windowed.of(byTime, 0, Values::new);

        add(window, new Timed(1, null), START);
        add(window, new Timed(2, START.plusMillis(1)), START);
        add(window, new Timed(99, START), START);
        add(window, "of another type", START);
        add(window, null, START);
        add(window, new Timed(3, Instant.MAX), START);
        add(window, new Timed(4, START), START);
        add(window, new Timed(5, Instant.MIN), START);

        assertThat(current(window)).containsExactly(4);
        assertThat(window.untimed()).isEqualTo(6);
        assertThat(window.late()).isEqualTo(1);
    }

    @Test
    void take_anyTimes_keepsBoundedPanesAndLosesNothingUncounted() {
        SplittableRandom random = new SplittableRandom(7);
        Windowed<Values> window = Windowed.of(
                Window.sliding(Duration.ofMillis(50), Duration.ofMillis(10)).allowedLateness(Duration.ofMillis(30)),
                3,
                Values::new);
        long taken = 0;
        for (int value = 0; value < 10_000; value++) {
            Instant at = value % 1_000 == 999
                    ? (random.nextBoolean() ? Instant.MIN : START.plusMillis(random.nextLong(1_000_000)))
                    : START.plusMillis(value + random.nextLong(60));
            taken += add(window, value, at) ? 1 : 0;
            assertThat(window.panes()).isLessThanOrEqualTo(4 * 5 + 5);
        }
        assertThat(window.late() + taken).isEqualTo(10_000);
        assertThat(window.late()).isPositive();
    }

    @Test
    void take_atTheEndsOfTime_staysTotal() {
        for (Window shape : List.of(Window.tumbling(Duration.ofMillis(1)), Window.tumbling(HOUR), Window.latest(3))) {
            Windowed<Values> window = Windowed.of(shape, 1, Values::new);
            for (Instant at : List.of(Instant.MIN, Instant.EPOCH, START, Instant.MAX, Instant.MIN, Instant.MAX)) {
                add(window, 1, at);
                window.advance(at);
                window.current();
                window.before();
            }
            assertThat(window.panes()).isLessThanOrEqualTo(6);
        }
    }

    @Test
    void window_badSettings_areRefusedInWords() {
        assertThatThrownBy(() -> Window.latest(0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Window.tumbling(-1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Window.tumbling(Duration.ZERO))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("1 ms or more");
        assertThatThrownBy(() -> Window.sliding(HOUR, Duration.ofMinutes(7))).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Window.sliding(Duration.ofDays(1), Duration.ofSeconds(1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at most 1000 steps");
        assertThatThrownBy(() -> Window.tumbling(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Window.tumbling(HOUR).allowedLateness(Duration.ofDays(100)))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Window.latest(5).allowedLateness(Duration.ofMillis(-1)))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Reference.first(9)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Reference.windowsBefore(0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Reference.period(START, START)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void toString_saysWhatIsJudgedTogether() {
        assertThat(Window.latest(500)).hasToString("the latest 500 observations");
        assertThat(Window.tumbling(100)).hasToString("every 100 observations");
        assertThat(Window.sliding(Duration.ofDays(1), HOUR).byEventTime(Timed.class, Timed::at))
                .hasToString("PT24H every PT1H by event time");
    }

    private static boolean add(Windowed<Values> window, int value, Instant at) {
        return add(window, (Object) value, at);
    }

    private static boolean add(Windowed<Values> window, @Nullable Object input, Instant at) {
        Values pane = window.take(at, input);
        if (pane != null) {
            pane.all.add(input instanceof Timed timed ? timed.value() : input instanceof Integer value ? value : -1);
        }
        return pane != null;
    }

    private static List<Integer> current(Windowed<Values> window) {
        return window.current().orElseThrow().all;
    }

    private static List<Integer> range(int from, int to) {
        return LongStream.range(from, to).mapToObj(value -> (int) value).toList();
    }

    private static List<Integer> reversed(List<Integer> values) {
        List<Integer> reversed = new ArrayList<>(values);
        Collections.reverse(reversed);
        return reversed;
    }
}
