package io.modelops.statistics.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.statistics.change.ChangeDetector.Signal;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DetectorMemoryTest {
    static Stream<Arguments> detectors() {
        return Stream.<Supplier<ChangeDetector>>of(
                        Adwin::withDefaults,
                        Cusum::withDefaults,
                        Ddm::withDefaults,
                        Eddm::withDefaults,
                        EwmaChart::withDefaults,
                        HddmA::withDefaults,
                        HddmW::withDefaults,
                        PageHinkley::withDefaults)
                .map(detector -> Arguments.of(detector.get().getClass().getSimpleName(), detector));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("detectors")
    void recall_atAnyPlaceOfAStream_signalsAsIfNothingHadHappened(String name, Supplier<ChangeDetector> made) {
        ChangeDetector steady = made.get();
        ChangeDetector resumed = made.get();
        SplittableRandom random = new SplittableRandom(7);
        int alarms = 0;
        for (int value = 0; value < 3_000; value++) {
            double error = random.nextDouble() < (value < 1_500 ? 0.1 : 0.5) ? 1 : 0;
            if (value % 211 == 0) {
                ChangeDetector next = made.get();
                next.recall(resumed.memory());
                resumed = next;
            }
            Signal signal = steady.add(error);
            alarms += signal.isAlarm() ? 1 : 0;

            assertThat(resumed.add(error)).as("value %s", value).isEqualTo(signal);
            assertThat(resumed.observations()).isEqualTo(steady.observations());
        }
        assertThat(alarms).isPositive();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("detectors")
    void recall_anythingElse_isRefusedAndForgets(String name, Supplier<ChangeDetector> made) {
        ChangeDetector detector = made.get();
        for (int value = 0; value < 100; value++) {
            detector.add(value % 3 == 0 ? 1 : 0);
        }
        double[] memory = detector.memory();
        for (double[] odd : new double[][] {
            Arrays.copyOf(memory, memory.length - 1), Arrays.copyOf(memory, memory.length + 1), {}, {-1}, {Double.NaN}
        }) {
            detector.recall(memory);
            assertThatThrownBy(() -> detector.recall(odd)).isInstanceOf(IllegalArgumentException.class);
            assertThat(detector.observations()).isZero();
        }
        SplittableRandom random = new SplittableRandom(8);
        for (int round = 0; round < 2_000; round++) {
            double[] odd = memory.clone();
            odd[random.nextInt(odd.length)] = Double.longBitsToDouble(random.nextLong());
            try {
                detector.recall(odd);
            } catch (IllegalArgumentException refused) {
                assertThat(detector.observations()).isZero();
            }
            assertThat(detector.add(1)).isNotNull();
        }
    }

    @Test
    void recall_windowOfKswin_isTheSame() {
        Kswin detector = Kswin.withDefaults();
        for (int value = 0; value < 150; value++) {
            detector.add(value);
        }
        Kswin next = Kswin.withDefaults();
        next.recall(detector.memory());

        assertThat(next.memory()).isEqualTo(detector.memory());
        assertThat(next.observations()).isEqualTo(detector.observations());
    }

    @Test
    void memory_detectorThatDoesNotSay_isEmptyAndRefusesAny() {
        ChangeDetector silent = new ChangeDetector() {
            @Override
            public Signal add(double value) {
                return Signal.STABLE;
            }

            @Override
            public void reset() {}

            @Override
            public long observations() {
                return 1;
            }
        };

        assertThat(silent.memory()).isEmpty();
        silent.recall(new double[0]);
        assertThatThrownBy(() -> silent.recall(new double[1])).isInstanceOf(IllegalArgumentException.class);
    }
}
