package io.modelops.statistics.change;

import io.modelops.calibrate.CalibrateRun;
import io.modelops.calibrate.Claim;
import io.modelops.statistics.change.FalseAlarmsSimulation.Null;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** "One false alarm per N records" holds, with other seeds than those of {@link FalseAlarmsSimulation}. */
@Tag("calibrate")
class FalseAlarmsTest {
    private static final List<Null> ERRORS = List.of(Null.ERRORS_50, Null.ERRORS_10, Null.ERRORS_01);
    private static final List<Null> NUMBERS = List.of(Null.NORMAL);

    private static Arguments of(String name, List<Null> nulls, DoubleFunction<? extends ChangeDetector> detectors) {
        return Arguments.of(name, nulls, detectors);
    }

    static Stream<Arguments> bounded() {
        return Stream.of(
                of(
                        "adwin",
                        List.of(Null.NORMAL, Null.ERRORS_50, Null.ERRORS_05),
                        n -> Adwin.builder().oneFalseAlarmPer(n).build()),
                of("ddm", ERRORS, n -> Ddm.builder().oneFalseAlarmPer(n).build()),
                of(
                        "eddm",
                        List.of(Null.ERRORS_50, Null.ERRORS_20, Null.ERRORS_05),
                        n -> Eddm.builder().oneFalseAlarmPer(n).build()),
                of("hddm-a", ERRORS, n -> HddmA.builder().oneFalseAlarmPer(n).build()),
                of("hddm-w", ERRORS, n -> HddmW.builder().oneFalseAlarmPer(n).build()),
                of(
                        "hddm-a-both",
                        List.of(Null.ERRORS_50, Null.ERRORS_95),
                        n -> HddmA.builder()
                                .watch(Direction.BOTH)
                                .oneFalseAlarmPer(n)
                                .build()),
                of("kswin", NUMBERS, n -> Kswin.builder().oneFalseAlarmPer(n).build()),
                of(
                        "page-hinkley",
                        NUMBERS,
                        n -> PageHinkley.builder()
                                .tolerance(0.25)
                                .oneFalseAlarmPer(n)
                                .build()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bounded")
    void oneFalseAlarmPer_recordsWithoutChange_alarmsAtMostThatOften(
            String name, List<Null> nulls, DoubleFunction<? extends ChangeDetector> detectors) {
        for (int records : CalibrateRun.isFull() ? new int[] {1_000, 3_000, 10_000, 100_000} : new int[] {1_000}) {
            int streams = CalibrateRun.of(100, Math.max(200, 3_000_000 / records));
            for (Null distribution : nulls) {
                double[] alarms = alarms(detectors, records, records, distribution, streams);
                Claim.meanAtMost(name(name, records, distribution), 1, alarms).check();
            }
        }
    }

    static Stream<Arguments> exact() {
        return Stream.of(
                of(
                        "cusum",
                        NUMBERS,
                        n -> Cusum.builder()
                                .standardisedBy(0, 1)
                                .oneFalseAlarmPer(n)
                                .build()),
                of(
                        "cusum-both",
                        NUMBERS,
                        n -> Cusum.builder()
                                .standardisedBy(0, 1)
                                .tolerance(0.25)
                                .watch(Direction.BOTH)
                                .oneFalseAlarmPer(n)
                                .build()),
                of(
                        "cusum-self-starting",
                        NUMBERS,
                        n -> Cusum.builder().oneFalseAlarmPer(n).build()),
                of(
                        "ewma",
                        NUMBERS,
                        n -> EwmaChart.builder()
                                .standardisedBy(0, 1)
                                .oneFalseAlarmPer(n)
                                .build()),
                of(
                        "ewma-slow-increase",
                        NUMBERS,
                        n -> EwmaChart.builder()
                                .standardisedBy(0, 1)
                                .weight(0.05)
                                .watch(Direction.INCREASE)
                                .oneFalseAlarmPer(n)
                                .build()),
                of(
                        "ewma-self-starting",
                        NUMBERS,
                        n -> EwmaChart.builder().oneFalseAlarmPer(n).build()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exact")
    void oneFalseAlarmPer_normalRecords_alarmsThatOften(
            String name, List<Null> nulls, DoubleFunction<? extends ChangeDetector> detectors) {
        for (int records : CalibrateRun.isFull() ? new int[] {1_000, 10_000, 100_000} : new int[] {1_000}) {
            int streams = CalibrateRun.of(50, Math.max(50, 1_000_000 / records));
            for (Null distribution : nulls) {
                double[] alarms = alarms(detectors, records, 10 * records, distribution, streams);
                Claim.meanAbout(name(name, records, distribution), 10, 0.1, alarms)
                        .check();
            }
        }
    }

    private static String name(String detector, int records, Null distribution) {
        return "false-alarms-" + detector + "-per-" + records + "-"
                + distribution.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static double[] alarms(
            DoubleFunction<? extends ChangeDetector> detectors, int rate, int length, Null distribution, int streams) {
        SplittableRandom random = new SplittableRandom(71);
        double[] alarms = new double[streams];
        for (int stream = 0; stream < streams; stream++) {
            alarms[stream] = FalseAlarmsSimulation.alarms(detectors.apply(rate), distribution, length, random);
        }
        return alarms;
    }
}
