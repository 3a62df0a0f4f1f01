package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.deployment.internal.EvidenceCollector;
import io.modelops.model.Actor;
import io.modelops.model.ModelName;
import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionId;
import io.modelops.model.Score;
import io.modelops.model.Verdict;
import io.modelops.registry.ModelRegistry;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Observation;
import io.modelops.spi.Role;
import io.modelops.statistics.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often guards are wrong, and how soon they are right, on requests whose truth is known because they are drawn. */
class RolloutStatisticsTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final double ALPHA = 0.05;

    @TempDir
    Path directory;

    private ModelVersion champion;
    private ModelVersion challenger;
    private long number;

    @BeforeEach
    void register() throws IOException {
        Path file = Files.writeString(directory.resolve("model"), "value 1");
        try (ModelRegistry registry = ModelRegistry.builder()
                .directory(directory.resolve("registry"))
                .actor(Actor.by("test"))
                .open()) {
            champion = registry.register(ModelName.of("churn").value(), file, model -> model.format("scripted"));
            challenger = registry.register("churn", file, model -> model.format("scripted"));
        }
    }

    /** The promise of the issue: alpha 0.05, a look after every request, no difference: at most 5 % rolled back. */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.5})
    void errorRate_underNoDifferenceLookedAtAfterEveryRequest_rollsBackAtMostOneInTwenty(double weight) {
        Random random = new Random(5);
        int rollouts = 400;
        int wrong = 0;
        for (int rollout = 0; rollout < rollouts; rollout++) {
            EvidenceCollector<String, Score> evidence = evidence(Guards.errorRate(), ALPHA);
            evidence.enter(weight);
            boolean failed = false;
            for (int request = 0; request < 3_000 && !failed; request++) {
                // The common rate comes and goes, as outages do; that is nobody's fault.
                double rate = request % 1_000 < 200 ? 0.2 : 0.01;
                boolean errs = random.nextDouble() < rate;
                evidence.onPrediction(answer(random.nextDouble() < weight, !errs, 1));
                failed = errs && judge(Guards.errorRate(), evidence) == Verdict.FAIL;
            }
            wrong += failed ? 1 : 0;
        }

        assertThat(wrong / (double) rollouts).isLessThanOrEqualTo(ALPHA);
    }

    /** Requests come in stages of growing weight while the common rate falls: pooled counts would blame the champion. */
    @Test
    void errorRate_whileWeightAndCommonRateChangeTogether_blamesNobody() {
        Random random = new Random(6);
        int wrong = 0;
        for (int rollout = 0; rollout < 200; rollout++) {
            EvidenceCollector<String, Score> evidence = evidence(Guards.errorRate(), ALPHA);
            for (double[] stage : new double[][] {{0.05, 0.001}, {0.5, 0.05}}) {
                evidence.enter(stage[0]);
                for (int request = 0; request < 1_000; request++) {
                    evidence.onPrediction(answer(random.nextDouble() < stage[0], random.nextDouble() >= stage[1], 1));
                }
            }
            wrong += judge(Guards.errorRate(), evidence) == Verdict.FAIL ? 1 : 0;
        }

        assertThat(wrong / 200.0).isLessThanOrEqualTo(ALPHA);
    }

    /**
     * Error rates of 1 % and 3 %, half of the requests each. By Wald's identity for the mixture of {@code EventRace} a
     * failure is shown after (ln 20 + ln 8 + ln 1.5) / 0.1308 = 42 errors on average, which at 2 % are 2,100 requests.
     */
    @Test
    void errorRate_ofThreeTimesTheErrors_rollsBackWithinTheRequestsOfTheory() {
        Random random = new Random(7);
        int rollouts = 200;
        long requests = 0;
        for (int rollout = 0; rollout < rollouts; rollout++) {
            EvidenceCollector<String, Score> evidence = evidence(Guards.errorRate(), ALPHA);
            evidence.enter(0.5);
            boolean failed = false;
            while (!failed) {
                boolean challengers = random.nextBoolean();
                boolean errs = random.nextDouble() < (challengers ? 0.03 : 0.01);
                evidence.onPrediction(answer(challengers, !errs, 1));
                requests++;
                failed = errs && judge(Guards.errorRate(), evidence) == Verdict.FAIL;
            }
        }

        assertThat(requests / (double) rollouts).isLessThanOrEqualTo(2_100);
    }

    @Test
    void errorRate_inTheShadow_comparesTheSameRequests() {
        EvidenceCollector<String, Score> evidence = evidence(Guards.errorRate(), ALPHA);
        evidence.enter(0);
        for (int request = 0; request < 200; request++) {
            // Both fail on the same bad inputs, and copies of some requests were dropped.
            both(evidence, request % 10 != 0, request % 10 != 0);
            evidence.onPrediction(answer(false, request % 3 != 0, 1));
        }
        assertThat(judge(Guards.errorRate(), evidence)).isEqualTo(Verdict.PASS);

        for (int request = 0; request < 10; request++) {
            both(evidence, true, false);
        }
        assertThat(judge(Guards.errorRate(), evidence)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void errorRate_ofAKeyThatAsksMostAndFailsAlways_isNotTheChallengersFault() {
        EvidenceCollector<String, Score> evidence = evidence(Guards.errorRate(), ALPHA);
        evidence.enter(0.05);
        Random random = new Random(8);
        for (int request = 0; request < 2_000; request++) {
            // A tenth of the keys makes half of the requests, and it is among the challenger's.
            evidence.onPrediction(answer(random.nextDouble() < 0.5, random.nextDouble() >= 0.02, 1));
        }

        assertThat(judge(Guards.errorRate(), evidence)).isEqualTo(Verdict.PASS);
        assertThat(evidence.snapshot().splitPValue())
                .as("but the split is not as planned")
                .isLessThan(1e-6);
    }

    @Test
    void split_asPlanned_isNotDoubted() {
        EvidenceCollector<String, Score> evidence = evidence(Guards.errorRate(), ALPHA);
        Random random = new Random(9);
        for (double weight : new double[] {0.05, 0.25, 0.5}) {
            evidence.enter(weight);
            for (int request = 0; request < 1_000; request++) {
                evidence.onPrediction(answer(random.nextDouble() < weight, true, 1));
            }
        }

        assertThat(evidence.snapshot().splitPValue()).isGreaterThan(0.05);
    }

    /** Latencies of one log-normal distribution for both: the p99 guard is asked after every twentieth request. */
    @Test
    void latency_underNoDifferenceLookedAtAllTheTime_rollsBackAtMostOneInTwenty() {
        Random random = new Random(10);
        Guard guard = Guards.latency().p99();
        int wrong = 0;
        for (int rollout = 0; rollout < 100; rollout++) {
            EvidenceCollector<String, Score> evidence = evidence(guard, ALPHA);
            evidence.enter(0.5);
            boolean failed = false;
            for (int request = 0; request < 2_000 && !failed; request++) {
                long nanos = (long) (1e6 * Math.exp(random.nextGaussian() / 2));
                evidence.onPrediction(answer(random.nextBoolean(), true, nanos));
                failed = request % 20 == 0 && judge(guard, evidence) == Verdict.FAIL;
            }
            wrong += failed ? 1 : 0;
        }

        assertThat(wrong).isLessThanOrEqualTo(5);
    }

    @Test
    void latency_ofTwiceTheChampions_fails() {
        Random random = new Random(11);
        for (Guard guard : List.of(
                Guards.latency().p50(), Guards.latency().p95(), Guards.latency().p99())) {
            EvidenceCollector<String, Score> evidence = evidence(guard, ALPHA);
            evidence.enter(0.5);
            for (int request = 0; request < 3_000; request++) {
                boolean challengers = random.nextBoolean();
                long nanos = (long) ((challengers ? 2e6 : 1e6) * Math.exp(random.nextGaussian() / 4));
                evidence.onPrediction(answer(challengers, true, nanos));
            }
            assertThat(judge(guard, evidence)).as(guard.name()).isEqualTo(Verdict.FAIL);
        }
    }

    @Test
    void latency_aboveALimit_failsAndBelowPasses() {
        for (long millis : new long[] {5, 30}) {
            Guard guard = Guards.latency().p99Under(Duration.ofMillis(20));
            EvidenceCollector<String, Score> evidence = evidence(guard, ALPHA);
            evidence.enter(0.5);
            for (int request = 0; request < 1_000; request++) {
                evidence.onPrediction(answer(request % 2 == 0, true, millis * 1_000_000));
            }
            assertThat(judge(guard, evidence)).isEqualTo(millis < 20 ? Verdict.PASS : Verdict.FAIL);
        }
    }

    @Test
    void scoreDrift_underNoDifferenceLookedAtAllTheTime_rollsBackAtMostOneInTwenty() {
        Random random = new Random(12);
        Guard guard = Guards.scoreDrift(20);
        int wrong = 0;
        for (int rollout = 0; rollout < 100; rollout++) {
            EvidenceCollector<String, Score> evidence = evidence(guard, ALPHA);
            evidence.enter(0.5);
            boolean failed = false;
            for (int request = 0; request < 1_500 && !failed; request++) {
                evidence.onPrediction(scored(random.nextBoolean(), random.nextGaussian()));
                failed = request % 10 == 0 && judge(guard, evidence) == Verdict.FAIL;
            }
            wrong += failed ? 1 : 0;
        }

        assertThat(wrong).isLessThanOrEqualTo(5);
    }

    @Test
    void agreement_ofAnswersThatDiffer_fails() {
        Guard guard = Guards.agreement(0.9, 0.01, 50);
        EvidenceCollector<String, Score> evidence = evidence(guard, ALPHA);
        evidence.enter(0);
        assertThat(judge(guard, evidence)).isEqualTo(Verdict.INCONCLUSIVE);
        for (int request = 0; request < 300; request++) {
            pair(evidence, 1, request % 20 == 0 ? 2 : 1.005);
        }
        assertThat(judge(guard, evidence)).isEqualTo(Verdict.PASS);
        for (int request = 0; request < 300; request++) {
            pair(evidence, 1, 2);
        }
        assertThat(judge(guard, evidence)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void labelledLoss_underNoDifferenceLookedAtAfterEveryLabel_rollsBackAtMostOneInTwenty() {
        Random random = new Random(13);
        Guard guard = Guards.labelledLoss(Metrics.meanAbsoluteError(), 200);
        int rollouts = 100;
        int wrong = 0;
        for (int rollout = 0; rollout < rollouts; rollout++) {
            EvidenceCollector<String, Score> evidence = evidence(guard, ALPHA);
            evidence.enter(0.5);
            boolean failed = false;
            for (int label = 0; label < 1_500 && !failed; label++) {
                evidence.onLabel(labelled(answer(random.nextBoolean(), true, 1), 1 + random.nextGaussian()));
                failed = judge(guard, evidence) == Verdict.FAIL;
            }
            wrong += failed ? 1 : 0;
        }

        assertThat(wrong / (double) rollouts).isLessThanOrEqualTo(ALPHA);
    }

    @Test
    void labelledLoss_ofAWorseShadow_isFoundOnTheSameRequestsSoonerThanOnDifferentOnes() {
        Guard guard = Guards.labelledLoss(Metrics.meanAbsoluteError(), 100);
        assertThat(labelsUntilFailure(guard, true)).isLessThan(labelsUntilFailure(guard, false) / 2);
    }

    @Test
    void labelledLoss_withoutEnoughLabelsOfBoth_isInconclusive() {
        Guard guard = Guards.labelledLoss(Metrics.meanAbsoluteError(), 100);
        EvidenceCollector<String, Score> evidence = evidence(guard, ALPHA);
        Random random = new Random(14);
        for (int label = 0; label < 1_000; label++) {
            evidence.onLabel(labelled(answer(true, true, 1), random.nextGaussian()));
        }

        assertThat(guard.judge(evidence.snapshot()).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void businessMetric_ofAChallengerThatEarnsLess_fails() {
        Guard guard = Guards.businessMetric(
                "margin", seen -> seen.output() instanceof Score score ? score.score() : Double.NaN, true, 100);
        EvidenceCollector<String, Score> evidence = evidence(guard, ALPHA);
        evidence.enter(0.5);
        Random random = new Random(15);
        assertThat(judge(guard, evidence)).isEqualTo(Verdict.INCONCLUSIVE);
        for (int request = 0; request < 2_000; request++) {
            boolean challengers = random.nextBoolean();
            evidence.onPrediction(scored(challengers, random.nextGaussian() + (challengers ? -0.5 : 0)));
        }

        assertThat(judge(guard, evidence)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void betterAfter_beforeItsHorizon_saysNothingAndAfterwardsLooksAtNoMore() {
        Guard guard = Guards.betterAfter(Metrics.meanAbsoluteError(), 100);
        EvidenceCollector<String, Score> evidence = evidence(guard, ALPHA);
        Random random = new Random(16);
        for (int label = 0; label < 99; label++) {
            evidence.onLabel(labelled(scored(true, 1), 1 + 0.1 * random.nextGaussian()));
            evidence.onLabel(labelled(scored(false, 2), 1 + 0.1 * random.nextGaussian()));
        }
        assertThat(judge(guard, evidence)).isEqualTo(Verdict.INCONCLUSIVE);
        evidence.onLabel(labelled(scored(true, 1), 1));
        evidence.onLabel(labelled(scored(false, 2), 1));
        String found = guard.judge(evidence.snapshot()).finding();
        assertThat(judge(guard, evidence)).isEqualTo(Verdict.PASS);

        for (int label = 0; label < 500; label++) {
            evidence.onLabel(labelled(scored(true, 9), 1));
        }

        assertThat(guard.judge(evidence.snapshot()).finding()).isEqualTo(found);
    }

    @Test
    void betterAfter_ofAnEqualChallenger_failsAtItsHorizon() {
        Guard guard = Guards.betterAfter(Metrics.meanAbsoluteError(), 100);
        EvidenceCollector<String, Score> evidence = evidence(guard, ALPHA);
        Random random = new Random(17);
        for (int label = 0; label < 200; label++) {
            evidence.onLabel(labelled(scored(label % 2 == 0, 1), 1 + random.nextGaussian()));
        }

        assertThat(judge(guard, evidence)).isEqualTo(Verdict.FAIL);
    }

    private long labelsUntilFailure(Guard guard, boolean paired) {
        Random random = new Random(18);
        EvidenceCollector<String, Score> evidence = evidence(guard, ALPHA);
        evidence.enter(paired ? 0 : 0.5);
        for (int label = 1; label < 100_000; label++) {
            // Some days are much harder than others, for both.
            double truth = 10 * random.nextGaussian();
            PredictionId id = new PredictionId(7, number++);
            evidence.onLabel(labelled(observation(id, false, new Score(0.1 * random.nextGaussian()), 1), truth));
            PredictionId other = paired ? id : new PredictionId(7, number++);
            double others = paired ? truth : 10 * random.nextGaussian();
            double error = Math.signum(others) * -1 + 0.1 * random.nextGaussian();
            evidence.onLabel(labelled(observation(other, true, new Score(error), 1), others));
            if (judge(guard, evidence) == Verdict.FAIL) {
                return label;
            }
        }
        return Long.MAX_VALUE;
    }

    private EvidenceCollector<String, Score> evidence(Guard guard, double alpha) {
        return new EvidenceCollector<>(
                champion, challenger, Score::score, List.of(guard), alpha, Runnable::run, (plugin, thrown) -> {});
    }

    private static Verdict judge(Guard guard, EvidenceCollector<String, Score> evidence) {
        return guard.judge(evidence.snapshot()).verdict();
    }

    private void both(EvidenceCollector<String, Score> evidence, boolean champions, boolean challengers) {
        PredictionId id = new PredictionId(7, number++);
        evidence.onPrediction(observation(id, false, champions ? new Score(1) : null, 1));
        evidence.onPrediction(observation(id, true, challengers ? new Score(1) : null, 1));
    }

    private void pair(EvidenceCollector<String, Score> evidence, double champions, double challengers) {
        PredictionId id = new PredictionId(7, number++);
        evidence.onPrediction(observation(id, false, new Score(champions), 1));
        evidence.onPrediction(observation(id, true, new Score(challengers), 1));
    }

    private Observation<String, Score> answer(boolean ofChallenger, boolean succeeds, long nanos) {
        return observation(new PredictionId(7, number++), ofChallenger, succeeds ? new Score(1) : null, nanos);
    }

    private Observation<String, Score> scored(boolean ofChallenger, double score) {
        return observation(new PredictionId(7, number++), ofChallenger, new Score(score), 1);
    }

    private Observation<String, Score> observation(
            PredictionId id, boolean ofChallenger, @Nullable Score output, long nanos) {
        return new Observation<>(
                id,
                AT,
                ofChallenger ? challenger : champion,
                ofChallenger ? Role.CHALLENGER : Role.CHAMPION,
                "x",
                output,
                output == null ? new IllegalStateException("bad") : null,
                nanos);
    }

    private static LabelledObservation<String, Score> labelled(Observation<String, Score> of, double truth) {
        return new LabelledObservation<>(of, new Score(truth), AT);
    }
}
