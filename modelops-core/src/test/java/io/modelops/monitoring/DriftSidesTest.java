package io.modelops.monitoring;

import static io.modelops.monitoring.Monitors.featureDrift;
import static io.modelops.monitoring.Monitors.predictionDrift;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.failure;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.FeatureProfile;
import io.modelops.model.Features;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.model.Score;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.spi.Monitor;
import io.modelops.spi.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Drift over all kinds of windows, against all kinds of references. */
class DriftSidesTest {
    private static final ModelVersion CHAMPION = version(1);
    private static final ModelVersion CHALLENGER = version(2);
    private static final Features<Double> VALUE =
            Features.<Double>builder().numeric("value", value -> value).build();

    private final SplittableRandom random = new SplittableRandom(5);
    private long second;

    @Test
    void tumblingWindow_judged_saysNothingUntilTheNextIsFull() {
        FeatureDrift<Double> drift = featureDrift(VALUE).window(Window.tumbling(200));
        drift.onServing(CHAMPION, normalProfile());
        observe(drift, CHAMPION, Role.CHAMPION, 250, 0);

        assertThat(only(drift).samples()).isEqualTo(200);
        assertThat(drift.evaluate(START)).isEmpty();

        observe(drift, CHAMPION, Role.CHAMPION, 150, 2);
        assertThat(only(drift).status()).isEqualTo(Status.BREACHED);
    }

    @Test
    void windowByTime_hourOver_isJudgedByTheClock() {
        FeatureDrift<Double> drift = featureDrift(VALUE).window(Window.tumbling(Duration.ofHours(1)));
        drift.onServing(CHAMPION, normalProfile());
        observe(drift, CHAMPION, Role.CHAMPION, 300, 2);
        assertThat(drift.evaluate(START.plusSeconds(3_599)).get(0).status()).isEqualTo(Status.INSUFFICIENT_DATA);

        assertThat(drift.evaluate(START.plusSeconds(3_600)).get(0).status()).isEqualTo(Status.BREACHED);
        assertThat(drift.evaluate(START.plusSeconds(3_700))).isEmpty();
        assertThat(drift.evaluate(START.plusSeconds(7_200)).get(0).status())
                .as("an hour without traffic")
                .isEqualTo(Status.INSUFFICIENT_DATA);
    }

    @Test
    void previousWindow_levelMovedBetween_isFoundOnceAndThenUsual() {
        FeatureDrift<Double> drift =
                featureDrift(VALUE).window(Window.tumbling(500)).reference(Reference.previousWindow());
        drift.onServing(CHAMPION, null);
        observe(drift, CHAMPION, Role.CHAMPION, 500, 0);
        assertThat(only(drift).summary()).contains("the windows that make the reference are not full yet");
        observe(drift, CHAMPION, Role.CHAMPION, 500, 0);
        assertThat(only(drift).status()).isEqualTo(Status.OK);
        observe(drift, CHAMPION, Role.CHAMPION, 500, 2);
        assertThat(only(drift).status()).isEqualTo(Status.BREACHED);
        observe(drift, CHAMPION, Role.CHAMPION, 500, 2);
        assertThat(only(drift).status()).isEqualTo(Status.OK);
    }

    @Test
    void previousWindow_anotherChampion_goesOn() {
        FeatureDrift<Double> drift =
                featureDrift(VALUE).window(Window.tumbling(500)).reference(Reference.previousWindow());
        drift.onServing(CHAMPION, normalProfile());
        observe(drift, CHAMPION, Role.CHAMPION, 600, 0);

        drift.onServing(CHALLENGER, normalProfile());
        observe(drift, CHALLENGER, Role.CHAMPION, 400, 0);

        assertThat(only(drift).status()).isEqualTo(Status.OK);
        assertThat(only(drift.window(100))).isNotNull();
    }

    @Test
    void windowsBefore_asReference_areLongerThanTheCurrent() {
        FeatureDrift<Double> drift = featureDrift(VALUE).window(100).reference(Reference.windowsBefore(5));
        drift.onServing(CHAMPION, normalProfile());
        observe(drift, CHAMPION, Role.CHAMPION, 600, 0);
        assertThat(only(drift).status()).isEqualTo(Status.OK);

        observe(drift, CHAMPION, Role.CHAMPION, 100, 2);

        assertThat(only(drift).status()).isEqualTo(Status.BREACHED);
        assertThat(only(drift).samples()).isEqualTo(100);
    }

    @Test
    void period_over_isTheReference() {
        Instant from = START.plusSeconds(100);
        FeatureDrift<Double> drift = featureDrift(VALUE).reference(Reference.period(from, from.plusSeconds(400)));
        drift.onServing(CHAMPION, null);
        observe(drift, CHAMPION, Role.CHAMPION, 100, 9);
        observe(drift, CHAMPION, Role.CHAMPION, 399, 0);
        assertThat(only(drift).summary()).contains("399 inputs so far in the period");
        observe(drift, CHAMPION, Role.CHAMPION, 1, 0);
        observe(drift, CHAMPION, Role.CHAMPION, 200, 0);
        assertThat(only(drift).status()).isEqualTo(Status.OK);

        observe(drift, CHAMPION, Role.CHAMPION, 500, 9);

        assertThat(only(drift).status()).isEqualTo(Status.BREACHED);
    }

    @Test
    void period_withoutObservations_isNoAlarm() {
        FeatureDrift<Double> drift =
                featureDrift(VALUE).reference(Reference.period(START.minusSeconds(10), START.minusSeconds(5)));
        drift.onServing(CHAMPION, null);
        observe(drift, CHAMPION, Role.CHAMPION, 700, 0);

        assertThat(only(drift).status()).isEqualTo(Status.INSUFFICIENT_DATA);
    }

    @Test
    void champion_asReference_comparesTheSameTime() {
        FeatureDrift<Double> inputs = featureDrift(VALUE).reference(Reference.champion());
        PredictionDrift<Score> answers =
                Monitors.<Score>predictionDrift(Score::score).reference(Reference.champion());
        inputs.onServing(CHAMPION, normalProfile());
        answers.onServing(CHAMPION, null);
        observe(inputs, CHAMPION, Role.CHAMPION, 1_000, 7);
        for (int index = 0; index < 600; index++) {
            observe(inputs, CHALLENGER, Role.CHALLENGER, 1, 1);
            observe(inputs, CHAMPION, Role.CHAMPION, 3, 1);
            answers.onPrediction(answer(CHALLENGER, Role.CHALLENGER, index, 1, new Score(2 + random.nextGaussian())));
            answers.onPrediction(answer(CHAMPION, Role.CHAMPION, index, 1, new Score(random.nextGaussian())));
        }

        assertThat(inputs.name()).isEqualTo("challenger-feature-drift");
        assertThat(only(inputs).status())
                .as("what the champion saw before is no part of it")
                .isEqualTo(Status.OK);
        assertThat(only(inputs).samples()).isBetween(475L, 500L);
        assertThat(only(answers).status()).isEqualTo(Status.BREACHED);
        assertThat(answers.name()).isEqualTo("challenger-prediction-drift");
    }

    @Test
    void champion_withoutChallenger_saysNothingBad() {
        FeatureDrift<Double> drift = featureDrift(VALUE).reference(Reference.champion());
        drift.onServing(CHAMPION, normalProfile());
        observe(drift, CHAMPION, Role.CHAMPION, 1_000, 7);

        assertThat(only(drift).status()).isEqualTo(Status.INSUFFICIENT_DATA);
    }

    @Test
    void fallback_afterItsFailure_countsTheInputOnce() {
        FeatureDrift<Double> drift = featureDrift(VALUE);
        drift.onServing(CHAMPION, normalProfile());
        for (int index = 0; index < 150; index++) {
            Double input = random.nextGaussian();
            drift.onPrediction(failure(CHAMPION, Role.CHAMPION, index, input));
            drift.onPrediction(answer(CHAMPION, Role.FALLBACK, index, input, 1.0));
        }
        assertThat(only(drift).samples()).isEqualTo(150);

        drift.onPrediction(answer(CHAMPION, Role.FALLBACK, 1, random.nextGaussian(), 1.0));
        assertThat(only(drift).samples()).as("the circuit was open").isEqualTo(151);
    }

    @Test
    void ranking_severalDrifted_firstLineNamesThemByEffectTimesImportance() {
        FeatureDrift<Customer> drift = featureDrift(Customer.FEATURES).importance(Map.of("plan", 100.0));
        drift.onServing(CHAMPION, Customer.profile());
        for (Customer customer : Customer.usual(500, 3)) {
            drift.onPrediction(answer(CHAMPION, 1, new Customer(customer.spend() + 20, 3, "plan 0"), 1.0));
        }

        List<Finding> findings = drift.evaluate(START);

        assertThat(findings).extracting(Finding::subject).startsWith("plan");
        assertThat(findings.get(0).summary()).startsWith("plan: PSI").endsWith("; then visits, spend");
        assertThat(findings.get(2).summary()).startsWith("spend: mean 100.2 → 121.1, PSI 1.035 (limit 0.200)");
    }

    @Test
    void rareSecondBin_isJudgedByTheExactTest() {
        Profile reference = new Profile(
                1_000, List.of(new FeatureProfile.Categorical("plan", List.of("a", "b"), List.of(990L, 10L, 0L, 0L))));
        FeatureDrift<Customer> drift =
                featureDrift(Customer.FEATURES).reference(reference).window(20).minSamples(20);
        drift.onServing(CHAMPION, null);
        for (int index = 0; index < 20; index++) {
            drift.onPrediction(answer(CHAMPION, 1, new Customer(1, 1, index < 3 ? "b" : "a"), 1.0));
        }

        // stats.fisher_exact([[990, 10], [17, 3]]).pvalue
        assertThat(drift.evaluate(START).get(0).summary()).contains("p 0.0016");
        assertThat(drift.evaluate(START).get(0).status()).isEqualTo(Status.BREACHED);
        assertThat(drift.evaluate(START).get(0).severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void jensenShannon_asEffect_isMeasuredInBits() {
        Profile reference = new Profile(
                1_000, List.of(new FeatureProfile.Categorical("plan", List.of("a", "b"), List.of(500L, 500L, 0L, 0L))));
        FeatureDrift<Customer> drift = featureDrift(Customer.FEATURES)
                .reference(reference)
                .effect(EffectSize.JENSEN_SHANNON)
                .window(200);
        drift.onServing(CHAMPION, null);
        for (int index = 0; index < 200; index++) {
            drift.onPrediction(answer(CHAMPION, 1, new Customer(1, 1, index < 150 ? "b" : "a"), 1.0));
        }

        Finding finding = drift.evaluate(START).get(0);

        // scipy.spatial.distance.jensenshannon([.5, .5], [.25, .75], base=2)
        assertThat(finding.value()).isCloseTo(0.22089576884901735, within(1e-12));
        assertThat(finding.threshold()).isEqualTo(0.15);
        assertThat(finding.summary()).contains("JS 0.221 (limit 0.150)");
    }

    @Test
    void retainedBytes_moreTraffic_stayBounded() {
        FeatureDrift<Customer> drift = featureDrift(Customer.FEATURES).window(100_000);
        drift.onServing(CHAMPION, Customer.profile());
        long most = 0;
        for (Customer customer : Customer.usual(20_000, 3)) {
            drift.onPrediction(answer(CHAMPION, 1, customer, 1.0));
            most = Math.max(most, drift.retainedBytes());
        }
        assertThat(most).isLessThan(3 * 23 * 300);
        assertThat(drift.retainedBytes()).isPositive();
    }

    @Test
    void predictedClass_newMix_isBreached() {
        PredictionDrift<String> drift = Monitors.classDrift(answer -> answer.isEmpty() ? null : answer);
        drift.onServing(CHAMPION, null);
        for (int index = 0; index < 1_000; index++) {
            String answer = index < 500 ? "c" + random.nextInt(3) : index % 4 == 0 ? "" : "c0";
            drift.onPrediction(answer(CHAMPION, index, index, answer));
        }

        assertThat(only(drift).subject()).isEqualTo("predicted class");
        assertThat(only(drift).status()).isEqualTo(Status.BREACHED);
    }

    @Test
    void confidenceAndMargin_lessSure_areBreached() {
        PredictionDrift<double[]> confidence = Monitors.confidenceDrift(answer -> answer);
        PredictionDrift<double[]> margin = Monitors.marginDrift(answer -> answer);
        for (Monitor<Object, double[]> drift : List.of(confidence, margin)) {
            drift.onServing(CHAMPION, null);
            for (int index = 0; index < 1_000; index++) {
                double first = 0.7 + 0.2 * random.nextDouble() - (index < 500 ? 0 : 0.3);
                drift.onPrediction(answer(CHAMPION, index, index, new double[] {0.6 * (1 - first), first, 0.05}));
            }
            drift.onPrediction(answer(CHAMPION, 1, 1, new double[0]));
        }

        assertThat(only(confidence).summary()).startsWith("confidence: mean 0.7982 → 0.5006, PSI");
        assertThat(only(confidence).status()).isEqualTo(Status.BREACHED);
        assertThat(only(margin).subject()).isEqualTo("margin");
        assertThat(only(margin).status()).isEqualTo(Status.BREACHED);
    }

    @Test
    void predictionWindowByTime_overTwice_isJudgedOnce() {
        PredictionDrift<Score> drift = Monitors.<Score>predictionDrift(Score::score)
                .learnFrom(100)
                .window(Window.tumbling(Duration.ofMinutes(10)));
        drift.onServing(CHAMPION, null);
        for (int index = 0; index < 1_300; index++) {
            drift.onPrediction(answer(CHAMPION, index, 1, new Score(random.nextGaussian())));
        }

        assertThat(drift.evaluate(START.plusSeconds(1_300))).hasSize(1).allMatch(f -> f.status() == Status.OK);
        assertThat(drift.evaluate(START.plusSeconds(1_301))).isEmpty();
        assertThat(predictionDrift(Score::score).window(50).name()).isEqualTo("prediction-drift");
    }

    private void observe(FeatureDrift<Double> drift, ModelVersion version, Role role, int values, double mean) {
        for (int index = 0; index < values; index++) {
            drift.onPrediction(answer(version, role, second++, mean + random.nextGaussian(), 1.0));
        }
    }

    private Profile normalProfile() {
        return Profiler.of(VALUE)
                .profile(random.doubles(2_000)
                        .mapToObj(unused -> random.nextGaussian())
                        .toList());
    }

    private static Finding only(Monitor<?, ?> monitor) {
        return monitor.evaluate(START).get(0);
    }
}
