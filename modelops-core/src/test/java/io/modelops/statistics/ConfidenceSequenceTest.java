package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class ConfidenceSequenceTest {
    private static final ConfidenceSequence SEQUENCE = ConfidenceSequence.atConfidence(0.95);

    private static void assertInterval(Interval interval, double estimate, double halfWidth) {
        assertThat(interval.estimate()).isCloseTo(estimate, within(1e-14));
        assertThat(interval.high() - interval.estimate()).isCloseTo(halfWidth, within(1e-13));
        assertThat(interval.estimate() - interval.low()).isCloseTo(halfWidth, within(1e-13));
    }

    // def cs(n, s, al=.05, N=5000):
    //     r2 = (-2*np.log(al) + np.log(-2*np.log(al) + 1)) / N; r = np.sqrt(r2)
    //     return s * np.sqrt(2*(n*r2 + 1)*np.log(np.sqrt(n*r2 + 1)/al)) / (n*r)
    // x = np.sin(np.arange(1, 101)); y = np.cos(np.arange(1, 161)) + .5
    @Test
    void mean_hundredObservations_matchesTheFormula() {
        Moments moments = Moments.of(Samples.sines(100));

        // x.mean(), cs(100, x.std(ddof=1)), cs(100, x.std(ddof=1), .01, 100)
        assertInterval(SEQUENCE.mean(moments), -0.0012717101366042016, 0.47702385891420535);
        assertInterval(
                ConfidenceSequence.atConfidence(0.99).tunedFor(100).mean(moments),
                -0.0012717101366042016,
                0.25450460210434556);
    }

    @Test
    void difference_unequalSizes_matchesTheFormula() {
        Moments candidate = Moments.of(Samples.of(160, i -> Math.cos(i) + 0.5));
        Moments baseline = Moments.of(Samples.sines(100));

        // y.mean() - x.mean(), cs(260, np.sqrt(260) * np.sqrt(x.var(ddof=1)/100 + y.var(ddof=1)/160))
        assertInterval(SEQUENCE.difference(candidate, baseline), 0.49635304116317025, 0.4222313242051168);
    }

    @Test
    void mean_tooFewObservations_isUnbounded() {
        assertUnbounded(SEQUENCE.mean(Moments.EMPTY));
        assertUnbounded(SEQUENCE.mean(Moments.of(1)));
        assertUnbounded(SEQUENCE.mean(Moments.of(Samples.sines(99))));
        assertThat(SEQUENCE.mean(Moments.of(Samples.sines(100))).width()).isFinite();
    }

    @Test
    void difference_tooFewInEither_isUnbounded() {
        Moments enough = Moments.of(Samples.sines(1000));

        assertUnbounded(SEQUENCE.difference(enough, Moments.of(1, 2)));
        assertUnbounded(SEQUENCE.difference(Moments.EMPTY, enough));
    }

    @Test
    void mean_spreadBeyondDoubles_isUnbounded() {
        assertUnbounded(SEQUENCE.mean(Moments.of(Samples.of(400, i -> i % 2 == 0 ? 1e308 : -1e308))));
    }

    private static void assertUnbounded(Interval interval) {
        assertThat(interval.low()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(interval.high()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void mean_observationsThatNeverVaried_isUnbounded() {
        Moments noErrors = Moments.of(new double[500]);

        assertUnbounded(SEQUENCE.mean(noErrors));
        assertUnbounded(SEQUENCE.difference(noErrors, Moments.of(Samples.sines(500))));
        assertUnbounded(SEQUENCE.difference(Moments.of(Samples.sines(500)), noErrors));
    }

    /** The share of 400 streams of 2,000 values with a mean of 0 whose interval excluded 0 at any look. */
    private static double wrong(ConfidenceSequence sequence, DoubleSupplier values) {
        int wrong = 0;
        for (int stream = 0; stream < 400; stream++) {
            MomentsAccumulator observations = new MomentsAccumulator();
            boolean excluded = false;
            for (int i = 0; i < 2000; i++) {
                observations.add(values.getAsDouble());
                excluded |= !sequence.mean(observations.moments()).contains(0);
            }
            wrong += excluded ? 1 : 0;
        }
        return wrong / 400.0;
    }

    @Test
    void mean_lookedAtAfterEveryObservation_isWrongAtMostAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(11);

        assertThat(wrong(SEQUENCE, random::nextGaussian)).isLessThanOrEqualTo(0.05);
        assertThat(wrong(SEQUENCE.tunedFor(500), random::nextGaussian)).isLessThanOrEqualTo(0.05);
    }

    @Test
    void mean_skewedOrRareObservations_isWrongAtMostAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(14);

        assertThat(wrong(SEQUENCE, () -> random.nextExponential() - 1)).isLessThanOrEqualTo(0.05);
        assertThat(wrong(SEQUENCE, () -> Math.exp(random.nextGaussian()) - Math.exp(0.5)))
                .isLessThanOrEqualTo(0.05);
        assertThat(wrong(SEQUENCE, () -> (random.nextDouble() < 0.05 ? 1 : 0) - 0.05))
                .isLessThanOrEqualTo(0.05);
    }

    @Test
    void mean_ordinaryIntervalLookedAtAfterEveryObservation_isWrongFarMoreOften() {
        SplittableRandom random = new SplittableRandom(15);
        int wrong = 0;
        for (int stream = 0; stream < 400; stream++) {
            MomentsAccumulator observations = new MomentsAccumulator();
            boolean excluded = false;
            for (int i = 1; i <= 2000; i++) {
                observations.add(random.nextGaussian());
                Moments moments = observations.moments();
                excluded |= i >= ConfidenceSequence.LEAST_OBSERVATIONS
                        && Math.abs(moments.mean()) > 1.96 * moments.standardError();
            }
            wrong += excluded ? 1 : 0;
        }

        assertThat(wrong / 400.0).isGreaterThan(0.25);
    }

    @Test
    void difference_lookedAtAfterEveryObservation_isWrongAtMostAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(12);
        ConfidenceSequence tuned = SEQUENCE.tunedFor(1000);
        int wrong = 0;
        for (int stream = 0; stream < 400; stream++) {
            MomentsAccumulator candidate = new MomentsAccumulator();
            MomentsAccumulator baseline = new MomentsAccumulator();
            boolean excluded = false;
            for (int i = 0; i < 2000; i++) {
                (random.nextDouble() < 0.2 ? candidate : baseline).add(random.nextGaussian());
                excluded |= !tuned.difference(candidate.moments(), baseline.moments())
                        .contains(0);
            }
            wrong += excluded ? 1 : 0;
        }

        assertThat(wrong / 400.0).isLessThanOrEqualTo(0.05);
    }

    @Test
    void difference_realDifference_isFound() {
        SplittableRandom random = new SplittableRandom(13);
        Moments candidate = Moments.of(Samples.of(2500, i -> random.nextGaussian() + 0.2));
        Moments baseline = Moments.of(Samples.of(2500, i -> random.nextGaussian()));

        assertThat(SEQUENCE.difference(candidate, baseline).isAbove(0)).isTrue();
    }

    @Test
    void arguments_outOfRange_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> ConfidenceSequence.atConfidence(95));
        assertThatIllegalArgumentException().isThrownBy(() -> SEQUENCE.tunedFor(0));
    }
}
