package io.modelops.statistics.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.modelops.statistics.change.ChangeDetector.Signal;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for each detector. */
class ChangeDetectorsTest {
    private static final double[] ODD = {
        0,
        -0.0,
        1,
        0.5,
        -1,
        1e-320,
        1e308,
        -1e308,
        Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        1e100,
        -1e150,
        3
    };

    static Stream<Supplier<ChangeDetectorBuilder<?>>> builders() {
        return Stream.of(
                Adwin::builder,
                Cusum::builder,
                () -> Cusum.builder().standardisedBy(0.2, 0.4),
                Ddm::builder,
                Eddm::builder,
                EwmaChart::builder,
                HddmA::builder,
                HddmW::builder,
                () -> Kswin.builder()
                        .window(200, 60)
                        .checkEvery(1)
                        .sampler((places, drawn) -> Arrays.setAll(drawn, i -> i)),
                () -> PageHinkley.builder().threshold(5).tolerance(0.1));
    }

    @ParameterizedTest
    @MethodSource("builders")
    void add_tenThousandOddValues_alwaysAnswers(Supplier<ChangeDetectorBuilder<?>> builders) {
        SplittableRandom random = new SplittableRandom(9);
        for (Direction direction : Direction.values()) {
            ChangeDetector detector = builders.get().watch(direction).build();
            assertThatCode(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            int length = random.nextInt(1, 40);
                            double value = ODD[random.nextInt(ODD.length)];
                            for (int k = 0; k < length && i < 10_000; k++, i++) {
                                Signal signal = detector.add(random.nextInt(3) == 0 ? random.nextGaussian() : value);
                                assertThat(signal).isNotNull();
                                assertThat(detector.observations()).isNotNegative();
                            }
                        }
                    })
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("builders")
    void add_afterOddValuesAndReset_worksAsNew(Supplier<ChangeDetectorBuilder<?>> builders) {
        ChangeDetector used = builders.get().watch(Direction.BOTH).build();
        for (int i = 0; i < 2_000; i++) {
            used.add(ODD[i % ODD.length]);
        }
        used.reset();
        assertThat(used.observations()).isZero();
        ChangeDetector fresh = builders.get().watch(Direction.BOTH).build();

        for (double value : Streams.ERROR_RATE_STEPS) {
            assertThat(used.add(value)).isEqualTo(fresh.add(value));
        }
    }

    @ParameterizedTest
    @MethodSource("builders")
    void add_constantStream_staysStable(Supplier<ChangeDetectorBuilder<?>> builders) {
        for (double value : new double[] {0, 1, 0.3, 1e9 + 0.1}) {
            ChangeDetectorBuilder<?> builder = builders.get().watch(Direction.BOTH);
            if (builder instanceof CusumBuilder cusum) {
                cusum.selfStarting(30);
            }
            ChangeDetector detector = builder.build();
            for (int i = 0; i < 5_000; i++) {
                assertThat(detector.add(value).isAlarm()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("builders")
    void watch_eachDirection_alarmsForItAlone(Supplier<ChangeDetectorBuilder<?>> builders) {
        double[] rise = Streams.ERROR_RATE_RISE;
        double[] fall = new double[rise.length];
        for (int i = 0; i < rise.length; i++) {
            fall[i] = 1 - rise[i];
        }
        ChangeDetectorBuilder<?> builder = builders.get().oneFalseAlarmPer(50_000);
        List<String> rising = Streams.signals(builder.watch(Direction.INCREASE).build(), rise);

        assertThat(rising).anyMatch(signal -> signal.endsWith("INCREASED"));
        assertThat(rising).noneMatch(signal -> signal.endsWith("DECREASED"));
        if (builder instanceof CusumBuilder cusum) {
            cusum.selfStarting(30); // a known level would fit the rising stream only
        }
        assertThat(Streams.signals(builder.watch(Direction.DECREASE).build(), fall))
                .anyMatch(signal -> signal.endsWith("DECREASED"))
                .noneMatch(signal -> signal.endsWith("INCREASED"));
        assertThat(Streams.signals(builder.watch(Direction.INCREASE).build(), fall))
                .noneMatch(signal -> signal.endsWith("DECREASED") || signal.endsWith("INCREASED"));
    }

    @ParameterizedTest
    @MethodSource("builders")
    void afterAlarm_policyThatIsImpossible_throws(Supplier<ChangeDetectorBuilder<?>> builders) {
        ChangeDetectorBuilder<?> builder = builders.get();
        boolean hasWindow = builder instanceof AdwinBuilder || builder instanceof KswinBuilder;
        AfterAlarm impossible = hasWindow ? AfterAlarm.CONTINUE : AfterAlarm.KEEP_RECENT;
        AfterAlarm possible = hasWindow ? AfterAlarm.KEEP_RECENT : AfterAlarm.CONTINUE;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.afterAlarm(impossible))
                .withMessageContaining("afterAlarm was " + impossible);
        ChangeDetector keeping =
                builder.afterAlarm(possible).watch(Direction.BOTH).build();
        List<Integer> alarms = Streams.alarms(keeping, Streams.ERROR_RATE_RISE);
        assertThat(alarms).isNotEmpty();
        assertThat(keeping.observations()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("builders")
    void oneFalseAlarmPer_outOfRange_throws(Supplier<ChangeDetectorBuilder<?>> builders) {
        for (double records : new double[] {99, Double.NaN, Double.POSITIVE_INFINITY, -5}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builders.get().oneFalseAlarmPer(records))
                    .withMessageContaining("records was " + records);
        }
    }
}
