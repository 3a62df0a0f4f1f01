package io.modelops.deployment;

import static io.modelops.deployment.internal.GuardText.decimal;

import io.modelops.deployment.RolloutEvidence.Arm;
import io.modelops.deployment.RolloutEvidence.Measured;
import io.modelops.deployment.internal.GuardText;
import io.modelops.deployment.internal.MeasuringGuard;
import io.modelops.deployment.internal.NamedGuard;
import io.modelops.deployment.internal.ThompsonGuard;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Verdict;
import io.modelops.spi.Observation;
import io.modelops.statistics.Binning;
import io.modelops.statistics.ConfidenceSequence;
import io.modelops.statistics.Interval;
import io.modelops.statistics.Metric;
import io.modelops.statistics.Moments;
import io.modelops.statistics.PopulationStability;
import io.modelops.statistics.ProportionSequence;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * The guards that come with the library. Their statistics are valid however often one looks: a challenger that is no worse
 * is rolled back by all guards of a plan together with a probability of at most 5 %.
 */
public final class Guards {
    private static final double MATERIAL_DRIFT = 0.25;
    private static final int DRIFT_SAMPLES = 100;
    private static final int P_SAMPLES = 200;
    private static final double ENOUGH_BELIEF = 0.95;

    private Guards() {}

    /**
     * Fails when the challenger is shown to fail more often than the champion at the same time, by a test that may be
     * looked at after every request (see {@link io.modelops.statistics.EventRace}). Where one answers copies of the other's
     * requests, the requests that both answered are compared.
     *
     * @return the guard; inconclusive until each version has answered once
     */
    public static Guard errorRate() {
        return new NamedGuard("error rate", evidence -> {
            Arm champion = evidence.champion();
            Arm challenger = evidence.challenger();
            if (champion.answers() == 0 || challenger.answers() == 0) {
                return waiting("no answers of both versions yet");
            }
            return judged(
                    evidence.errorPValue() > evidence.alpha(),
                    "challenger fails %d of %d, champion %d of %d (p %.3g whenever one looks)",
                    challenger.errors(),
                    challenger.answers(),
                    champion.errors(),
                    champion.answers(),
                    evidence.errorPValue());
        });
    }

    /**
     * Looks at the latency of the challenger.
     *
     * @return what to say which latency is meant
     */
    public static LatencyGuard latency() {
        return new LatencyGuard();
    }

    /**
     * Fails when the answers of the challenger, as numbers, are distributed otherwise than the champion's: a population
     * stability index above 0.25 over the champion's deciles that is also significant. It looks at the first 100 answers of
     * each version, then at the first 200, 400 and so on, each time with a smaller part of the allowed probability of
     * error; so asking it more often changes nothing.
     *
     * @return the guard; inconclusive below 100 answers of each version
     */
    public static Guard scoreDrift() {
        return scoreDrift(DRIFT_SAMPLES);
    }

    /**
     * As {@link #scoreDrift()}, with another minimum of answers.
     *
     * @param minimumSamples the least number of answers of each version to judge by, 10 or more
     * @return the guard
     * @throws InvalidInputException if the minimum is less than 10
     */
    public static Guard scoreDrift(int minimumSamples) {
        if (minimumSamples < 10) {
            throw new InvalidInputException(
                    "Score drift can't be judged by " + minimumSamples + " answers: ask for 10 or more.");
        }
        String name =
                minimumSamples == DRIFT_SAMPLES ? "score drift" : "score drift from " + minimumSamples + " answers";
        return new NamedGuard(name, evidence -> {
            double[] champion = evidence.champion().scores();
            double[] challenger = evidence.challenger().scores();
            int both = Math.min(champion.length, challenger.length);
            if (both < minimumSamples) {
                return waiting(String.format(
                        Locale.ROOT,
                        "%d answers of the champion and %d of the challenger, %d of each are needed",
                        champion.length,
                        challenger.length,
                        minimumSamples));
            }
            int look = 31 - Integer.numberOfLeadingZeros(both / minimumSamples);
            int size = minimumSamples << look;
            double[] before = Arrays.copyOf(champion, size);
            Binning bins = Binning.ofQuantiles(before);
            PopulationStability drift =
                    PopulationStability.of(bins.count(before), bins.count(Arrays.copyOf(challenger, size)));
            // alpha / (k (k + 1)) at the k-th look adds up to alpha over all looks.
            double spent = evidence.alpha() / ((look + 1.0) * (look + 2.0));
            return judged(
                    drift.value() <= MATERIAL_DRIFT || drift.pValue() > spent,
                    "PSI %.3f, p %.4g after %d answers of each",
                    drift.value(),
                    drift.pValue(),
                    size);
        });
    }

    /**
     * Fails when the challenger is shown to agree too seldom with the champion on the same requests. It needs a stage in
     * which one answers copies of the other's requests.
     *
     * @param share the least share of requests on which they must agree, above 0 and below 1
     * @param tolerance how far the two answers, as numbers, may be apart; answers that are no numbers agree if they are
     *     equal
     * @param minimumRequests the least number of requests that both have answered, 1 or more
     * @return the guard
     * @throws InvalidInputException if an argument is out of its range
     */
    public static Guard agreement(double share, double tolerance, int minimumRequests) {
        if (!(share > 0 && share < 1) || !(tolerance >= 0) || minimumRequests < 1) {
            throw new InvalidInputException("Agreement on " + share + " of the requests within " + tolerance + " after "
                    + minimumRequests + " can't be judged: expected a share between 0 and 1, a tolerance of 0 or more,"
                    + " and 1 request or more.");
        }
        String name = "agreement on " + decimal(share) + " within " + decimal(tolerance) + " from " + minimumRequests
                + " requests";
        Guard.Measure measure = new Guard.Measure.OfBothAnswers(
                (champions, challengers) -> GuardText.agree(champions, challengers, tolerance) ? 1 : 0);
        return new MeasuringGuard(name, measure, false, (measured, alpha) -> {
            Moments agreeing = measured.paired();
            if (agreeing.count() < minimumRequests) {
                return waiting(agreeing.count() + " requests that both answered, " + minimumRequests + " are needed");
            }
            long agreed = Math.round(agreeing.mean() * agreeing.count());
            Interval truth = ProportionSequence.atConfidence(1 - alpha).proportion(agreed, agreeing.count());
            return judged(
                    !truth.isBelow(share),
                    "both agree on %d of %d (%.4f to %.4f)",
                    agreed,
                    agreeing.count(),
                    truth.low(),
                    truth.high());
        });
    }

    /**
     * Fails when the challenger is shown to have the greater loss on requests whose true outcome is known by now: when a
     * confidence sequence of the difference of the mean losses lies above 0. Where both versions answered the same requests
     * it compares those too, which needs fewer labels. Only the promotion waits for the labels, so that a rollout whose
     * labels are delayed can take its first steps.
     *
     * @param loss a metric that is a mean of a loss per answer, lower being better, such as
     *     {@code Metrics.meanAbsoluteError()}
     * @param minimumLabels the least number of labelled answers of each version, 1 or more; the sequence is tightest at
     *     twice as many, and claims nothing below {@value ConfidenceSequence#LEAST_OBSERVATIONS}
     * @return the guard
     * @throws InvalidInputException if the metric is no mean of a loss, or the minimum is less than 1
     */
    public static Guard labelledLoss(Metric loss, int minimumLabels) {
        Metric.RowValue perAnswer = loss.rowValue().orElse(null);
        if (perAnswer == null || loss.higherIsBetter() || minimumLabels < 1) {
            throw new InvalidInputException(
                    "Metric " + loss.name() + " with " + minimumLabels
                            + " labels can't guard a rollout: expected a mean of losses, lower being better, and 1 label or more.");
        }
        Guard.Measure measure = new Guard.Measure.OfLabel(perAnswer::of, Long.MAX_VALUE);
        return new MeasuringGuard(
                loss.name() + " on " + minimumLabels + " labels",
                measure,
                true,
                (measured, alpha) -> noWorse(measured, 1, minimumLabels, "labelled answers", alpha));
    }

    /**
     * Fails when the challenger is shown to do worse by a number that the application computes for each answer, such as a
     * price or a margin. Resumed rollouts know it by its name: give it to the deployment with
     * {@link DeploymentSettings#rolloutGuard} too.
     *
     * @param name the name, without commas and semicolons
     * @param value the number for an answer; {@code NaN} if it does not count
     * @param higherIsBetter whether a greater number is better
     * @param minimumAnswers the least number of values of each version, 1 or more; fewer than
     *     {@value ConfidenceSequence#LEAST_OBSERVATIONS} show nothing
     * @return the guard
     * @throws InvalidInputException if the minimum is less than 1
     */
    public static Guard businessMetric(
            String name,
            ToDoubleFunction<? super Observation<?, ?>> value,
            boolean higherIsBetter,
            int minimumAnswers) {
        positive(name, minimumAnswers);
        return new MeasuringGuard(
                name,
                new Guard.Measure.OfAnswer(value, Long.MAX_VALUE),
                false,
                (measured, alpha) -> noWorse(measured, higherIsBetter ? -1 : 1, minimumAnswers, "values", alpha));
    }

    /**
     * Decides an A/B test with a fixed horizon: when each version has so many labelled answers, and not before, it passes
     * if the challenger's mean loss on them is significantly lower (Welch's test, one-sided) and fails if not. Later
     * labels are not looked at.
     *
     * @param loss a metric that is a mean of a loss per answer, lower being better
     * @param labelsOfEach how many labelled answers of each version decide, 30 or more
     * @return the guard
     * @throws InvalidInputException if the metric is no mean of a loss, or the number is less than 30
     */
    public static Guard betterAfter(Metric loss, int labelsOfEach) {
        Metric.RowValue perAnswer = loss.rowValue().orElse(null);
        if (perAnswer == null || loss.higherIsBetter() || labelsOfEach < 30) {
            throw new InvalidInputException("Metric " + loss.name() + " can't decide an A/B test after " + labelsOfEach
                    + " labels: expected a mean of losses, lower being better, and 30 labels or more.");
        }
        return new MeasuringGuard(
                "better " + loss.name() + " after " + labelsOfEach + " labels of each",
                new Guard.Measure.OfLabel(perAnswer::of, labelsOfEach),
                true,
                (measured, alpha) -> better(measured, labelsOfEach, alpha));
    }

    /**
     * Decides a Thompson bandit on a reward: each round of the bandit gives the challenger the share of requests that is
     * the probability that its reward is the greater one, and the challenger is promoted when that is at least 95 %.
     *
     * @param name the name of the reward, without commas and semicolons
     * @param reward the reward of an answer when its true outcome is known, 0 to 1, of both as numbers
     * @param minimumRewards the least number of rewards of each version to promote by, 1 or more
     * @return the guard; give it to {@link RolloutPlan.Builder#bandit}
     * @throws InvalidInputException if the minimum is less than 1
     */
    public static Guard thompson(String name, DoubleBinaryOperator reward, int minimumRewards) {
        positive(name, minimumRewards);
        return new ThompsonGuard(
                name, new Guard.Measure.OfLabel(reward, Long.MAX_VALUE), minimumRewards, ENOUGH_BELIEF);
    }

    /** Says which latency of the challenger is meant, and how much of it is too much. Immutable. */
    public static final class LatencyGuard {
        private static final double TOLERATED_RATIO = 1.5;

        private LatencyGuard() {}

        /**
         * Fails when the challenger's median is shown to be more than 1.5 times the champion's usual one.
         *
         * @return the guard; inconclusive below 200 answers of each version after the champion's first 200
         */
        public Guard p50() {
            return relative("latency p50", 0.5);
        }

        /**
         * Fails when the challenger's 95th percentile is shown to be more than 1.5 times the champion's usual one.
         *
         * @return the guard; inconclusive below 200 answers of each version after the champion's first 200
         */
        public Guard p95() {
            return relative("latency p95", 0.95);
        }

        /**
         * Fails when the challenger's 99th percentile is shown to be more than 1.5 times the champion's usual one: when
         * more than one in a hundred of its requests are slower than that, and more than of the champion's at the same
         * time. What is usual is what the champion's first 200 answers took, so that the limit stands before anything is
         * compared with it; both comparisons are confidence sequences.
         *
         * @return the guard; inconclusive below 200 answers of each version after the champion's first 200
         */
        public Guard p99() {
            return relative("latency p99", 0.99);
        }

        /**
         * Fails when the challenger's 99th percentile is shown to be above a limit.
         *
         * @param limit the limit
         * @return the guard; inconclusive below 200 answers of the challenger
         */
        public Guard p99Under(Duration limit) {
            return new NamedGuard("latency p99 under " + decimal(limit.toNanos() / 1e6) + " ms", evidence -> {
                RolloutEvidence.Latencies challenger = evidence.challenger().latencies();
                if (challenger.count() < P_SAMPLES) {
                    return waiting("a 99th percentile needs " + P_SAMPLES + " answers");
                }
                long slower = challenger.slowerThan(limit.toNanos());
                return judged(
                        !ProportionSequence.atConfidence(1 - evidence.alpha())
                                .proportion(slower, challenger.count())
                                .isAbove(0.01),
                        "challenger %.3f ms, %d of %d slower than the limit",
                        challenger.quantileNanos(0.99) / 1e6,
                        slower,
                        challenger.count());
            });
        }

        private static Guard relative(String name, double quantile) {
            return new NamedGuard(name, evidence -> {
                RolloutEvidence.Latencies champion = evidence.champion().latencies();
                RolloutEvidence.Latencies challenger = evidence.challenger().latencies();
                if (Math.min(champion.count(), challenger.count()) < P_SAMPLES) {
                    return waiting(champion.count() + " answers of the champion after its first " + P_SAMPLES + " and "
                            + challenger.count() + " of the challenger, " + P_SAMPLES + " of each are needed");
                }
                long limit = (long) (TOLERATED_RATIO * evidence.usualLatency().quantileNanos(quantile));
                long champions = champion.slowerThan(limit);
                long challengers = challenger.slowerThan(limit);
                ProportionSequence sequence = ProportionSequence.atConfidence(1 - evidence.alpha());
                boolean worse =
                        sequence.proportion(challengers, challenger.count()).isAbove(1 - quantile)
                                && sequence.difference(challengers, challenger.count(), champions, champion.count())
                                        .isAbove(0);
                return judged(
                        !worse,
                        "challenger %.3f ms, champion %.3f ms (slower than %.3f ms: %d of %d, %d of %d)",
                        challenger.quantileNanos(quantile) / 1e6,
                        champion.quantileNanos(quantile) / 1e6,
                        limit / 1e6,
                        challengers,
                        challenger.count(),
                        champions,
                        champion.count());
            });
        }
    }

    /** Compares by all values and, if there are enough, by those of the same requests; each with half of the alpha. */
    private static Guard.Judgement noWorse(Measured measured, int sign, int minimum, String what, double alpha) {
        Moments champion = measured.champion();
        Moments challenger = measured.challenger();
        if (challenger.count() < minimum || champion.count() < minimum) {
            return waiting(challenger.count() + " " + what + " of the challenger and " + champion.count()
                    + " of the champion, " + minimum + " of each are needed");
        }
        int tuned = (int) Math.min(Integer.MAX_VALUE / 2, Math.max(500, 2L * minimum));
        ConfidenceSequence sequence =
                ConfidenceSequence.atConfidence(1 - alpha / 2).tunedFor(tuned);
        Interval all = sequence.difference(challenger, champion);
        Interval same = sequence.mean(measured.paired());
        boolean unknown = Double.isInfinite(all.low()) && Double.isInfinite(same.low());
        boolean constant = champion.squaredDeviations() == 0 && challenger.squaredDeviations() == 0;
        if (unknown && !(constant && sign * (challenger.mean() - champion.mean()) <= 0)) {
            return waiting(String.format(
                    Locale.ROOT,
                    "challenger %.4f over %d, champion %.4f over %d: too few, or too much alike, to show a difference",
                    challenger.mean(),
                    challenger.count(),
                    champion.mean(),
                    champion.count()));
        }
        Interval shown = all.width() <= same.width() ? all : same;
        boolean worse = sign > 0 ? all.isAbove(0) || same.isAbove(0) : all.isBelow(0) || same.isBelow(0);
        return judged(
                !worse,
                "challenger %.4f over %d, champion %.4f over %d (difference %.4f to %.4f)",
                challenger.mean(),
                challenger.count(),
                champion.mean(),
                champion.count(),
                shown.low(),
                shown.high());
    }

    private static Guard.Judgement better(Measured measured, int needed, double alpha) {
        Moments champion = measured.champion();
        Moments challenger = measured.challenger();
        if (champion.count() < needed || challenger.count() < needed) {
            return waiting(challenger.count() + " labelled answers of the challenger and " + champion.count()
                    + " of the champion, the test ends at " + needed + " of each");
        }
        double z = (champion.mean() - challenger.mean())
                / Math.hypot(champion.standardError(), challenger.standardError());
        double p = NormalDistribution.of(0, 1).survivalProbability(z);
        return judged(
                p <= alpha,
                "challenger %.4f, champion %.4f over %d of each, p %.4g for better",
                challenger.mean(),
                champion.mean(),
                needed,
                p);
    }

    private static void positive(String name, int minimum) {
        if (minimum < 1) {
            throw new InvalidInputException("Guard " + Objects.requireNonNull(name) + " can't judge by " + minimum
                    + " values: expected 1 or more.");
        }
    }

    private static Guard.Judgement waiting(String finding) {
        return new Guard.Judgement(Verdict.INCONCLUSIVE, finding);
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be one more dependency for one private method
    private static Guard.Judgement judged(boolean passed, String finding, @Nullable Object... values) {
        return new Guard.Judgement(passed ? Verdict.PASS : Verdict.FAIL, String.format(Locale.ROOT, finding, values));
    }
}
