package io.modelops.monitoring;

import static io.modelops.spi.Observed.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelledPeriodsTest {
    private static final class Count implements LabelledPeriods.Counts<Count> {
        private int predictions;
        private int labels;

        @Override
        public void merge(Count other) {
            predictions += other.predictions;
            labels += other.labels;
        }

        @Override
        public long bytes() {
            return 10;
        }
    }

    @Test
    void take_byCount_beginsAPeriodWhenOneIsFull() {
        LabelledPeriods<Count> periods = new LabelledPeriods<>(Window.tumbling(30), Count::new);
        predict(periods, 0, 70);

        assertThat(predictions(periods)).containsExactly(30, 30, 10);
        assertThat(periods.periods()).extracting(LabelledPeriods.Period::full).containsExactly(true, true, false);
        assertThat(periods.latest(LabelledPeriods.Period::full).orElseThrow().to())
                .isEqualTo(START.plusSeconds(59));
    }

    @Test
    void find_labelOfAnEarlierPrediction_isThatPeriod() {
        LabelledPeriods<Count> periods = new LabelledPeriods<>(Window.tumbling(30), Count::new);
        predict(periods, 0, 70);
        label(periods, 5, 29, 30);

        assertThat(labels(periods)).containsExactly(2, 1, 0);
        assertThat(periods.find(START.minusSeconds(1), 0)).isNull();
        assertThat(periods.find(START.plusSeconds(70), 0)).isNull();
    }

    @Test
    void take_byTime_endsWithTheClockAndCountsWhatIsLate() {
        LabelledPeriods<Count> periods = new LabelledPeriods<>(Window.tumbling(Duration.ofSeconds(60)), Count::new);
        predict(periods, 0, 61);

        assertThat(predictions(periods)).containsExactly(60, 1);
        assertThat(periods.take(START.plusSeconds(59), 0)).isNull();
        assertThat(periods.leftOut()).isEqualTo(1);
        label(periods, 59);
        assertThat(labels(periods)).containsExactly(1, 0);

        periods.advance(START.plusSeconds(120));

        assertThat(periods.latest(LabelledPeriods.Period::full).orElseThrow().predictions())
                .isEqualTo(1);
    }

    @Test
    void take_byEventTime_goesByTheTimeOfTheInput() {
        Window window = Window.tumbling(Duration.ofSeconds(60))
                .byEventTime(Integer.class, seconds -> seconds < 0 ? null : START.plusSeconds(seconds))
                .allowedLateness(Duration.ofSeconds(30));
        LabelledPeriods<Count> periods = new LabelledPeriods<>(window, Count::new);
        Instant arrived = START.plusSeconds(1_000);
        take(periods, arrived, 10);
        take(periods, arrived, 70);
        take(periods, arrived, 50);
        take(periods, arrived, -1);
        take(periods, arrived, 95);
        take(periods, arrived, 40);

        assertThat(predictions(periods)).containsExactly(2, 2);
        assertThat(periods.leftOut()).isEqualTo(2);
        periods.find(arrived, 40).labels++;
        assertThat(periods.find(arrived, -1)).isNull();
        assertThat(periods.leftOut()).isEqualTo(2);
        assertThat(labels(periods)).containsExactly(1, 0);
        assertThat(periods.periods().get(0).to()).isEqualTo(START.plusSeconds(50));
    }

    @Test
    void periods_thatOverlap_areTheSumOfTheirSteps() {
        LabelledPeriods<Count> periods =
                new LabelledPeriods<>(Window.sliding(Duration.ofSeconds(30), Duration.ofSeconds(10)), Count::new);
        predict(periods, 0, 41);
        label(periods, 15);

        assertThat(predictions(periods)).containsExactly(10, 20, 30, 30, 21);
        assertThat(labels(periods)).containsExactly(0, 1, 1, 1, 0);
        assertThat(periods.latest(LabelledPeriods.Period::full).orElseThrow().from())
                .isEqualTo(START.plusSeconds(10));
    }

    @Test
    void periods_ofTheLatest_areJudgedFromTheFirstWholeOneOn() {
        LabelledPeriods<Count> periods = new LabelledPeriods<>(Window.latest(100), Count::new);
        predict(periods, 0, 99);
        assertThat(periods.latest(LabelledPeriods.Period::full)).isEmpty();

        predict(periods, 99, 104);

        assertThat(periods.latest(LabelledPeriods.Period::full).orElseThrow().predictions())
                .isEqualTo(100);
    }

    @Test
    void periods_manyMore_areTheLatestHundred() {
        for (Window window : List.of(Window.tumbling(1), Window.tumbling(Duration.ofSeconds(1)), Window.latest(2))) {
            LabelledPeriods<Count> periods = new LabelledPeriods<>(window, Count::new);
            predict(periods, 0, 10_000);

            assertThat(periods.periods()).hasSize(LabelledPeriods.KEPT);
            assertThat(periods.bytes()).isBetween(1_000L, 1_200L);
            assertThat(periods.find(START, 0)).isNull();
        }
    }

    private static void predict(LabelledPeriods<Count> periods, int from, int to) {
        for (int second = from; second < to; second++) {
            take(periods, START.plusSeconds(second), second);
        }
    }

    private static void take(LabelledPeriods<Count> periods, Instant arrived, Object input) {
        Count taken = periods.take(arrived, input);
        if (taken != null) {
            taken.predictions++;
        }
    }

    private static void label(LabelledPeriods<Count> periods, int... seconds) {
        for (int second : seconds) {
            periods.find(START.plusSeconds(second), second).labels++;
        }
    }

    private static List<Integer> predictions(LabelledPeriods<Count> periods) {
        return periods.periods().stream()
                .map(period -> period.counts().predictions)
                .toList();
    }

    private static List<Integer> labels(LabelledPeriods<Count> periods) {
        return periods.periods().stream().map(period -> period.counts().labels).toList();
    }
}
