package io.modelops.monitoring;

import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.labelled;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Score;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.statistics.change.Adwin;
import io.modelops.statistics.change.ChangeDetectorBuilder;
import io.modelops.statistics.change.Ddm;
import io.modelops.statistics.change.Direction;
import io.modelops.statistics.change.EwmaChart;
import io.modelops.statistics.change.HddmA;
import io.modelops.statistics.change.HddmW;
import io.modelops.statistics.change.Kswin;
import io.modelops.statistics.change.PageHinkley;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any change detector in the place of the cumulative sum. */
class ErrorShiftDetectorTest {
    private static final ModelVersion CHAMPION = version(1);

    private final SplittableRandom random = new SplittableRandom(8);

    static Stream<ChangeDetectorBuilder<?>> ofNumbers() {
        return Stream.of(
                Adwin.builder().watch(Direction.INCREASE), EwmaChart.builder(), Kswin.builder(), PageHinkley.builder());
    }

    static Stream<ChangeDetectorBuilder<?>> ofRates() {
        return Stream.of(Ddm.builder(), HddmA.builder(), HddmW.builder());
    }

    @ParameterizedTest
    @MethodSource("ofNumbers")
    void detectorOfNumbers_errorsRise_breachesAndNotBefore(ChangeDetectorBuilder<?> builder) {
        ErrorShift<Score> shift =
                Monitors.<Score>errorShift(Score::score).detector(builder).hold(500);
        shift.onServing(CHAMPION, null);

        label(shift, 500, 1_000_000);
        assertThat(only(shift).status()).isEqualTo(Status.OK);
        label(shift, 300, 9_000_000);

        assertThat(only(shift).status()).isEqualTo(Status.BREACHED);
        assertThat(only(shift).summary()).contains("latest losses ", "usually ");
    }

    @ParameterizedTest
    @MethodSource("ofRates")
    void detectorOfRates_mistakesRise_breachesAndNotBefore(ChangeDetectorBuilder<?> builder) {
        ErrorShift<String> shift =
                Monitors.<String>mistakeShift().detector(builder).hold(2_000);
        shift.onServing(CHAMPION, null);

        mistakes(shift, 2_000, 0.1);
        assertThat(only(shift).status()).isEqualTo(Status.OK);
        mistakes(shift, 1_000, 0.4);

        assertThat(only(shift).status()).isEqualTo(Status.BREACHED);
        assertThat(only(shift).value()).isBetween(0.2, 0.6);
    }

    @Test
    void mistakeShift_defaults_findsTheRise() {
        ErrorShift<String> shift = Monitors.<String>mistakeShift().hold(1_000);
        shift.onServing(CHAMPION, null);
        mistakes(shift, 1_000, 0.1);
        mistakes(shift, 500, 0.5);

        assertThat(shift.name()).isEqualTo("mistake-shift");
        assertThat(only(shift).status()).isEqualTo(Status.BREACHED);
        shift.onServing(version(2), null);
        assertThat(only(shift).status()).isEqualTo(Status.INSUFFICIENT_DATA);
    }

    @Test
    void settings_impossible_areRefused() {
        assertThatThrownBy(() -> Monitors.<Score>errorShift(Score::score)
                        .detector(Adwin.builder())
                        .oneFalseAlarmPer(1e12))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("one false alarm in");
        assertThatThrownBy(() -> Monitors.<Score>mistakeShift().loss((prediction, label) -> 0))
                .isInstanceOf(InvalidInputException.class);
    }

    private void label(ErrorShift<Score> shift, int outcomes, double spread) {
        for (int index = 0; index < outcomes; index++) {
            shift.onLabel(labelled(
                    answer(CHAMPION, index, 1, new Score(0)), new Score(spread * Math.abs(random.nextGaussian()))));
        }
    }

    private void mistakes(ErrorShift<String> shift, int outcomes, double rate) {
        for (int index = 0; index < outcomes; index++) {
            shift.onLabel(labelled(answer(CHAMPION, index, 1, "a"), random.nextDouble() < rate ? "b" : "a"));
        }
    }

    private static Finding only(ErrorShift<?> shift) {
        return shift.evaluate(START).get(0);
    }
}
