package io.modelops.statistics;

import io.modelops.calibrate.CalibrateRun;
import io.modelops.calibrate.Claim;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What may be looked at continuously is wrong at most as often as it says, at all looks together. */
@Tag("calibrate")
class SequentialCalibrationTest {
    private static final int STREAMS = CalibrateRun.of(100, 4_000);
    private static final int LOOKS = CalibrateRun.of(500, 3_000);

    /** The number of streams in which something goes wrong. */
    private static int wrong(int seed, Predicate<SplittableRandom> stream) {
        SplittableRandom seeds = new SplittableRandom(seed);
        int wrong = 0;
        for (int i = 0; i < STREAMS; i++) {
            wrong += stream.test(seeds.split()) ? 1 : 0;
        }
        return wrong;
    }

    @Test
    void mean_lookedAtAlways_isExcludedAtMostAsOftenAsSaid() {
        ConfidenceSequence sequence = ConfidenceSequence.atConfidence(0.95);
        int wrong = wrong(1, random -> {
            MomentsAccumulator values = new MomentsAccumulator();
            for (int i = 0; i < LOOKS; i++) {
                values.add(random.nextGaussian());
                if (!sequence.mean(values.moments()).contains(0)) {
                    return true;
                }
            }
            return false;
        });

        Claim.atMost("confidence-sequence-mean-normal", 0.05, wrong, STREAMS).check();
    }

    @Test
    void proportion_lookedAtAlways_isExcludedAtMostAsOftenAsSaid() {
        double most = Math.log(20);
        for (double rate : new double[] {0.5, 0.01}) {
            // What ProportionSequence.proportion(successes, trials).contains(rate) says, without searching for its
            // ends.
            int wrong = wrong(2, random -> {
                int successes = 0;
                for (int i = 1; i <= LOOKS; i++) {
                    successes += random.nextDouble() < rate ? 1 : 0;
                    if (SampleRatio.logEvidence(successes, i, rate) >= most) {
                        return true;
                    }
                }
                return false;
            });

            Claim.atMost("confidence-sequence-proportion-" + rate, 0.05, wrong, STREAMS)
                    .check();
        }
    }

    @Test
    void quantile_lookedAtAlways_isExcludedAtMostAsOftenAsSaid() {
        QuantileSequence sequence = QuantileSequence.atConfidence(0.95);
        QuantileSequence.Ranks[] ranks = new QuantileSequence.Ranks[LOOKS + 1];
        for (int i = 1; i <= LOOKS; i++) {
            ranks[i] = sequence.ranks(i, 0.9);
        }
        int wrong = wrong(3, random -> {
            long atMostTheQuantile = 0;
            for (int i = 1; i <= LOOKS; i++) {
                atMostTheQuantile += random.nextDouble() <= 0.9 ? 1 : 0; // values are their own ranks
                if (atMostTheQuantile < ranks[i].low() || atMostTheQuantile >= ranks[i].high()) {
                    return true;
                }
            }
            return false;
        });

        Claim.atMost("confidence-sequence-quantile-0.9", 0.05, wrong, STREAMS).check();
    }

    @Test
    void mixtureSprt_lookedAtAlways_rejectsAtMostAsOftenAsSaid() {
        int known = wrong(4, random -> {
            MixtureSprt test = MixtureSprt.forEffect(0.2, 1);
            for (int i = 0; i < LOOKS; i++) {
                test.add(random.nextGaussian());
            }
            return test.rejects(0.05);
        });
        int unknown = wrong(5, random -> {
            MixtureSprt test = MixtureSprt.forEffect(0.2);
            for (int i = 0; i < LOOKS; i++) {
                test.add(random.nextGaussian());
            }
            return test.rejects(0.05);
        });

        Claim.atMost("mixture-sprt-known-variance", 0.05, known, STREAMS).check();
        Claim.atMost("mixture-sprt-estimated-variance", 0.05, unknown, STREAMS).check();
    }

    @Test
    void groupSequential_eachSpending_rejectsAsOftenAsSaid() {
        double[] looks = {0.1, 0.25, 0.3, 0.6, 0.9, 1};
        int streams = CalibrateRun.of(2_000, 400_000);
        claim("obrien-fleming", GroupSequential.twoSided(0.05, AlphaSpending.obrienFleming(0.025)), looks, streams);
        claim("pocock", GroupSequential.twoSided(0.05, AlphaSpending.pocock()), looks, streams);
    }

    private static void claim(String name, GroupSequential test, double[] looks, int streams) {
        double[] boundaries = test.boundaries(looks);
        SplittableRandom random = new SplittableRandom(6);
        int rejected = 0;
        for (int stream = 0; stream < streams; stream++) {
            double sum = 0;
            boolean crossed = false;
            for (int look = 0; look < looks.length; look++) {
                sum += random.nextGaussian() * Math.sqrt(looks[look] - (look == 0 ? 0 : looks[look - 1]));
                crossed |= Math.abs(sum) / Math.sqrt(looks[look]) >= boundaries[look];
            }
            rejected += crossed ? 1 : 0;
        }
        Claim.about("group-sequential-" + name, 0.05, 0.02, rejected, streams).check();
    }

    @Test
    void populationStability_withoutDrift_rejectsAboutAsOftenAsSaid() {
        int windows = CalibrateRun.of(1_000, 20_000);
        for (int size : CalibrateRun.isFull() ? new int[] {200, 1_000, 10_000} : new int[] {1_000}) {
            SplittableRandom random = new SplittableRandom(size);
            int stability = 0;
            int homogeneity = 0;
            for (int window = 0; window < windows; window++) {
                long[] reference = counts(random, 5_000);
                long[] current = counts(random, size);
                stability += PopulationStability.of(reference, current).rejects(0.01) ? 1 : 0;
                homogeneity += ChiSquareHomogeneity.of(reference, current).rejects(0.01) ? 1 : 0;
            }
            Claim.about("psi-" + size + "-of-5000", 0.01, 0.5, stability, windows)
                    .check();
            Claim.about("chi-square-" + size + "-of-5000", 0.01, 0.5, homogeneity, windows)
                    .check();
        }
    }

    /** The counts of ten equally probable bins: a normal approximation would hide what small counts do. */
    private static long[] counts(SplittableRandom random, int size) {
        long[] counts = new long[10];
        for (int i = 0; i < size; i++) {
            counts[random.nextInt(10)]++;
        }
        return counts;
    }
}
