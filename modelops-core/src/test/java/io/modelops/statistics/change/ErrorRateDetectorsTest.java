package io.modelops.statistics.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorRateDetectorsTest {
    static Stream<ChangeDetector> detectors() {
        return Stream.of(
                Ddm.withDefaults(),
                Eddm.builder().ratios(0.9, 0.8).build(),
                HddmA.withDefaults(),
                HddmW.withDefaults());
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void add_risingErrorRate_warnsBeforeItAlarms(ChangeDetector detector) {
        List<String> signals = Streams.signals(detector, Streams.ERROR_RATE_RISE);
        int alarm = IntStream.range(0, signals.size())
                .filter(i -> signals.get(i).endsWith("INCREASED"))
                .findFirst()
                .orElseThrow();

        assertThat(alarm).isPositive();
        assertThat(signals.get(alarm - 1)).endsWith("WARNING");
    }

    @Test
    void ddm_firstErrorAfterNone_alarmsAsPublishedButNotWithARate() {
        double[] firstError =
                IntStream.range(0, 200).mapToDouble(i -> i == 150 ? 1 : 0).toArray();

        assertThat(Streams.alarms(Ddm.withDefaults(), firstError)).containsExactly(150);
        assertThat(Streams.alarms(Ddm.builder().leastErrors(1).build(), firstError))
                .isEmpty();
        assertThat(Streams.alarms(Ddm.builder().oneFalseAlarmPer(1000).build(), firstError))
                .isEmpty();
    }

    @Test
    void builders_argumentsOutOfRange_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> Ddm.builder().levels(3, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> Ddm.builder().leastErrors(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Ddm.builder().leastObservations(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Eddm.builder().ratios(0.8, 0.9));
        assertThatIllegalArgumentException().isThrownBy(() -> Eddm.builder().leastErrors(1));
        assertThatIllegalArgumentException().isThrownBy(() -> HddmA.builder().confidences(0.001, 0.005));
        assertThatIllegalArgumentException().isThrownBy(() -> HddmW.builder().confidences(1, 0.005));
        assertThatIllegalArgumentException().isThrownBy(() -> HddmW.builder().weight(0));
    }
}
