package io.modelops.statistics.change;

import io.modelops.statistics.internal.Arguments;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Shows how often a detector raises false alarms and how soon it finds a change, on streams with a seed: each has some records
 * without a change and then some with it. So detectors and their settings can be compared, for the records and the changes one
 * expects, before one of them is switched on.
 *
 * @param before the number of records of a stream before the change, 0 or more
 * @param after the most records after the change, 0 or more; a stream ends with the first alarm among them
 * @param streams the number of streams, at least 1
 * @param seed decides the records: the same seed gives the same streams to each detector whose sources take the same numbers
 */
public record DetectorTrial(int before, int after, int streams, long seed) {
    /**
     * Checks the sizes.
     *
     * @param before the number of records before the change
     * @param after the most records after it
     * @param streams the number of streams
     * @param seed the seed
     * @throws IllegalArgumentException if a size is out of its range
     */
    public DetectorTrial {
        Arguments.atLeast(0, "before", before);
        Arguments.atLeast(0, "after", after);
        Arguments.atLeast(1, "streams", streams);
    }

    /**
     * Runs a trial.
     *
     * @param detectors makes a detector for each stream
     * @param normal gives the records before the change
     * @param changed gives those after it
     * @return what the detectors did
     */
    public DetectorOutcome run(Supplier<? extends ChangeDetector> detectors, Source normal, Source changed) {
        SplittableRandom seeds = new SplittableRandom(seed);
        long falseAlarms = 0;
        long[] delays = new long[streams];
        int detected = 0;
        for (int stream = 0; stream < streams; stream++) {
            SplittableRandom random = seeds.split();
            ChangeDetector detector = detectors.get();
            for (int i = 0; i < before; i++) {
                falseAlarms += detector.add(normal.next(random)).isAlarm() ? 1 : 0;
            }
            long delay = 1;
            while (delay <= after && !detector.add(changed.next(random)).isAlarm()) {
                delay++;
            }
            if (delay <= after) {
                delays[detected] = delay;
                detected++;
            }
        }
        return new DetectorOutcome(
                (long) before * streams,
                falseAlarms,
                streams,
                Arrays.stream(delays, 0, detected).sorted().boxed().toList());
    }

    /** Gives records, one after the other. */
    @FunctionalInterface
    public interface Source {
        /**
         * Returns the next record.
         *
         * @param random the only source of chance
         * @return any number
         */
        double next(RandomGenerator random);
    }
}
