package io.modelops.statistics.change;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * Makes the numbers that the builders hand to {@link FalseAlarms}: for 1,000, 10,000, 100,000 and 1,000,000 records, the most
 * sensitive setting with at most one alarm on average in that many records without a change, for the worst of some
 * distributions, with twice the standard error of the simulation to spare. The builders round them to the safe side. Run {@link #main} with the names of detectors, or
 * without for all of them; it takes some minutes for each.
 */
final class FalseAlarmsSimulation {
    private static final int[] RECORDS = {1_000, 10_000, 100_000, 1_000_000};
    private static final int[] STREAMS = {4_000, 1_500, 400, 80};
    private static final int HALVINGS = 10;

    /** Distributions of records without a change. */
    enum Null {
        NORMAL(SplittableRandom::nextGaussian),
        ERRORS_99(random -> random.nextDouble() < 0.99 ? 1 : 0),
        ERRORS_95(random -> random.nextDouble() < 0.95 ? 1 : 0),
        ERRORS_50(random -> random.nextDouble() < 0.5 ? 1 : 0),
        ERRORS_20(random -> random.nextDouble() < 0.2 ? 1 : 0),
        ERRORS_10(random -> random.nextDouble() < 0.1 ? 1 : 0),
        ERRORS_05(random -> random.nextDouble() < 0.05 ? 1 : 0),
        ERRORS_01(random -> random.nextDouble() < 0.01 ? 1 : 0);

        private final ToDoubleFunction<SplittableRandom> next;

        Null(ToDoubleFunction<SplittableRandom> next) {
            this.next = next;
        }

        double next(SplittableRandom random) {
            return next.applyAsDouble(random);
        }
    }

    /** A detector as a function of its setting, from a setting without false alarms to one with many. */
    enum Subject {
        ADWIN(
                -9,
                -0.01,
                u -> Adwin.builder().delta(Math.pow(10, u)).build(),
                Null.ERRORS_50,
                Null.ERRORS_05,
                Null.NORMAL),
        DDM(
                15,
                1,
                u -> Ddm.builder().leastErrors(10).levels(u * 2 / 3, u).build(),
                Null.ERRORS_01,
                Null.ERRORS_10,
                Null.ERRORS_50,
                Null.ERRORS_95),
        EDDM(
                0.02,
                0.999,
                u -> Eddm.builder().ratios((1 + u) / 2, u).build(),
                Null.ERRORS_20,
                Null.ERRORS_05,
                Null.ERRORS_50,
                Null.ERRORS_95),
        HDDM_A(
                -12,
                -0.1,
                u -> HddmA.builder()
                        .confidences(Math.pow(10, u), Math.pow(10, u))
                        .build(),
                Null.ERRORS_50,
                Null.ERRORS_10),
        HDDM_W(
                -12,
                -0.1,
                u -> HddmW.builder()
                        .confidences(Math.pow(10, u), Math.pow(10, u))
                        .build(),
                Null.ERRORS_50,
                Null.ERRORS_10),
        KSWIN(-12, -0.5, u -> Kswin.builder().alpha(Math.pow(10, u)).build(), Null.NORMAL);

        private final double quiet;
        private final double noisy;
        private final DoubleFunction<ChangeDetector> detector;
        private final List<Null> nulls;

        Subject(double quiet, double noisy, DoubleFunction<ChangeDetector> detector, Null... nulls) {
            this.quiet = quiet;
            this.noisy = noisy;
            this.detector = detector;
            this.nulls = List.of(nulls);
        }
    }

    private FalseAlarmsSimulation() {}

    /** The number of alarms in a stream of independent records. */
    static int alarms(ChangeDetector detector, Null records, int length, SplittableRandom random) {
        int alarms = 0;
        for (int i = 0; i < length; i++) {
            alarms += detector.add(records.next(random)).isAlarm() ? 1 : 0;
        }
        return alarms;
    }

    public static void main(String... names) {
        for (Subject subject : Subject.values()) {
            if (names.length == 0 || List.of(names).contains(subject.name())) {
                for (int i = 0; i < RECORDS.length; i++) {
                    System.out.println(String.format(
                            Locale.ROOT,
                            "%s records=%d setting=%.4f",
                            subject,
                            RECORDS[i],
                            setting(subject, RECORDS[i], STREAMS[i])));
                }
            }
        }
    }

    private static double setting(Subject subject, int records, int streams) {
        double quiet = subject.quiet;
        double noisy = subject.noisy;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (quiet + noisy) / 2;
            if (isRareEnough(subject, middle, records, streams)) {
                quiet = middle;
            } else {
                noisy = middle;
            }
        }
        return quiet;
    }

    private static boolean isRareEnough(Subject subject, double setting, int records, int streams) {
        double most = streams * (1 - 2 / Math.sqrt(streams));
        for (Null distribution : subject.nulls) {
            SplittableRandom random = new SplittableRandom(streams);
            double alarms = 0;
            for (int stream = 0; stream < streams && alarms <= most; stream++) {
                alarms += alarms(subject.detector.apply(setting), distribution, records, random);
            }
            if (alarms > most) {
                return false;
            }
        }
        return true;
    }
}
