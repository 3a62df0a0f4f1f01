package io.modelops.deployment;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Verdict;
import io.modelops.statistics.Binning;
import io.modelops.statistics.ConfidenceSequence;
import io.modelops.statistics.Interval;
import io.modelops.statistics.Metric;
import io.modelops.statistics.Moments;
import io.modelops.statistics.PopulationStability;
import io.modelops.statistics.ProportionSequence;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The guards that come with the library. */
public final class Guards {
    private static final double CONFIDENCE = 0.95;
    private static final double MATERIAL_DRIFT = 0.25;
    private static final double DRIFT_ALPHA = 0.001;
    private static final int DRIFT_SAMPLES = 100;

    private Guards() {}

    /**
     * Fails when the challenger is shown to fail more often than the champion: when a 95 % confidence sequence of the
     * difference of the two error rates, which is valid at all times together, lies above 0.
     *
     * @return the guard; inconclusive until each version has answered once
     */
    public static Guard errorRate() {
        return guard("error rate", evidence -> {
            RolloutEvidence.Arm champion = evidence.champion();
            RolloutEvidence.Arm challenger = evidence.challenger();
            if (champion.answers() == 0 || challenger.answers() == 0) {
                return waiting("no answers of both versions yet");
            }
            Interval worse = ProportionSequence.atConfidence(CONFIDENCE)
                    .difference(challenger.errors(), challenger.answers(), champion.errors(), champion.answers());
            return judged(
                    !worse.isAbove(0),
                    "challenger fails %d of %d, champion %d of %d (difference %.4f to %.4f)",
                    challenger.errors(),
                    challenger.answers(),
                    champion.errors(),
                    champion.answers(),
                    worse.low(),
                    worse.high());
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
     * stability index above 0.25 over the champion's deciles that is also significant at 0.001.
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
        return guard("score drift", evidence -> {
            double[] champion = evidence.champion().scores();
            double[] challenger = evidence.challenger().scores();
            if (Math.min(champion.length, challenger.length) < minimumSamples) {
                return waiting(String.format(
                        Locale.ROOT,
                        "%d answers of the champion and %d of the challenger, %d of each are needed",
                        champion.length,
                        challenger.length,
                        minimumSamples));
            }
            Binning bins = Binning.ofQuantiles(champion);
            PopulationStability drift = PopulationStability.of(bins.count(champion), bins.count(challenger));
            return judged(
                    drift.value() <= MATERIAL_DRIFT || drift.pValue() > DRIFT_ALPHA,
                    "PSI %.3f, p %.4g",
                    drift.value(),
                    drift.pValue());
        });
    }

    /**
     * Fails when the challenger is shown to have the greater loss on requests whose true outcome is known by now: when a
     * 95 % confidence sequence of the difference of the mean losses lies above 0. Inconclusive until the challenger has
     * the given number of labelled answers.
     *
     * @param loss a metric that is a mean of a loss per answer, lower being better, such as
     *     {@code Metrics.meanAbsoluteError()}
     * @param minimumLabels the least number of labelled answers of the challenger, 1 or more
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
        return guard(loss.name() + " on labels", evidence -> {
            Moments champion = losses(perAnswer, evidence.champion());
            Moments challenger = losses(perAnswer, evidence.challenger());
            if (challenger.count() < minimumLabels || champion.count() == 0) {
                return waiting(challenger.count() + " labelled answers, " + minimumLabels + " are needed");
            }
            Interval worse = ConfidenceSequence.atConfidence(CONFIDENCE).difference(challenger, champion);
            return judged(
                    !worse.isAbove(0),
                    "challenger %.4f, champion %.4f (difference %.4f to %.4f)",
                    challenger.mean(),
                    champion.mean(),
                    worse.low(),
                    worse.high());
        });
    }

    /** Says which latency of the challenger is meant, and how much of it is too much. Immutable. */
    public static final class LatencyGuard {
        private static final double TOLERATED_RATIO = 1.5;
        private static final int P99_SAMPLES = 200;

        private LatencyGuard() {}

        /**
         * Fails when the challenger's 99th percentile is more than 1.5 times the champion's.
         *
         * @return the guard; inconclusive below 200 answers of each version
         */
        public Guard p99() {
            return guard("latency p99", evidence -> {
                RolloutEvidence.Arm champion = evidence.champion();
                RolloutEvidence.Arm challenger = evidence.challenger();
                if (Math.min(champion.answers(), challenger.answers()) < P99_SAMPLES) {
                    return waiting("a 99th percentile needs " + P99_SAMPLES + " answers of each version");
                }
                return judged(
                        challenger.latencyP99Nanos() <= TOLERATED_RATIO * champion.latencyP99Nanos(),
                        "challenger %.3f ms, champion %.3f ms",
                        challenger.latencyP99Nanos() / 1e6,
                        champion.latencyP99Nanos() / 1e6);
            });
        }

        /**
         * Fails when the challenger's 99th percentile is above a limit.
         *
         * @param limit the limit
         * @return the guard; inconclusive below 200 answers of the challenger
         */
        public Guard p99Under(Duration limit) {
            return guard("latency p99 under " + limit.toNanos() / 1e6 + " ms", evidence -> {
                RolloutEvidence.Arm challenger = evidence.challenger();
                if (challenger.answers() < P99_SAMPLES) {
                    return waiting("a 99th percentile needs " + P99_SAMPLES + " answers");
                }
                return judged(
                        challenger.latencyP99Nanos() <= limit.toNanos(),
                        "challenger %.3f ms",
                        challenger.latencyP99Nanos() / 1e6);
            });
        }
    }

    private static Moments losses(Metric.RowValue loss, RolloutEvidence.Arm arm) {
        return Moments.of(IntStream.range(0, arm.labels().length)
                .mapToDouble(row -> loss.of(arm.labelledScores()[row], arm.labels()[row]))
                .toArray());
    }

    private static Guard guard(String name, Function<RolloutEvidence, Guard.Judgement> judge) {
        return new Named(name, judge);
    }

    private static Guard.Judgement waiting(String finding) {
        return new Guard.Judgement(Verdict.INCONCLUSIVE, finding);
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be one more dependency for one private method
    private static Guard.Judgement judged(boolean passed, String finding, @Nullable Object... values) {
        return new Guard.Judgement(passed ? Verdict.PASS : Verdict.FAIL, String.format(Locale.ROOT, finding, values));
    }

    private record Named(String name, Function<RolloutEvidence, Guard.Judgement> judgement) implements Guard {
        @Override
        public Guard.Judgement judge(RolloutEvidence evidence) {
            return judgement.apply(evidence);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
