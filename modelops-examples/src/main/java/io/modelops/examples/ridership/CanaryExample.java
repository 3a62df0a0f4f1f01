package io.modelops.examples.ridership;

import static io.modelops.deployment.Guards.errorRate;
import static io.modelops.deployment.Guards.labelledLoss;
import static io.modelops.examples.ridership.RidershipPolicy.ALIAS;
import static io.modelops.examples.ridership.RidershipPolicy.FIRST_DAY;
import static io.modelops.examples.ridership.RidershipPolicy.LABEL_DELAY_DAYS;
import static io.modelops.examples.ridership.RidershipPolicy.MODEL;
import static java.time.Duration.ofDays;

import io.modelops.ModelOps;
import io.modelops.deployment.Deployment;
import io.modelops.deployment.DeploymentSettings;
import io.modelops.deployment.Rollout;
import io.modelops.examples.common.Scratch;
import io.modelops.model.Actor;
import io.modelops.model.Example;
import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionId;
import io.modelops.spi.TrainedModel;
import io.modelops.spi.TrainingRequest;
import io.modelops.statistics.Metrics;
import java.io.IOException;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Two canaries on real data whose truth becomes known a week late. A version that was trained in haste, on the seven weeks
 * before New Year, is rolled back when the labels show that it is worse; one that was trained on the latest three years is
 * promoted. Exits with 1 if it came out otherwise.
 */
public final class CanaryExample {
    private static final LocalDate LAST_DAY = LocalDate.of(2008, 1, 1);
    private static final int HASTY_DAYS = 49;
    private static final int LEAST_LABELS = 100;
    private static final Actor ANALYST = Actor.by("analyst");

    private final RidershipTable table = RidershipTable.load();
    private final DataClock clock = new DataClock(FIRST_DAY);
    private final List<PredictionId> unlabelled = new ArrayList<>();
    private final List<Example<RidershipDay, Ridership>> days = table.between(FIRST_DAY, LAST_DAY);
    private final PrintStream out;
    private int today;

    private CanaryExample(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs the example.
     *
     * @param arguments none are read
     * @throws IOException if the registry can't be written
     * @throws InterruptedException if training is interrupted
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (!run(System.out).holds()) {
            System.exit(1);
        }
    }

    static CanaryResult run(PrintStream out) throws IOException, InterruptedException {
        CanaryExample example = new CanaryExample(out);
        try (Scratch scratch = Scratch.create("canary-registry-");
                ModelOps ops = ModelOps.builder()
                        .directory(scratch.directory())
                        .runtime(RidershipNetwork.runtime())
                        .clock(example.clock)
                        .random(new Random(1))
                        .executor(Runnable::run)
                        .manualHeartbeat()
                        .open()) {
            return example.play(ops);
        }
    }

    private CanaryResult play(ModelOps ops) throws IOException, InterruptedException {
        ModelVersion first = train(ops, table.before(FIRST_DAY), "all days to the end of 2003");
        ops.registry().point(ALIAS).by(ANALYST).because("the first version").to(first);
        try (Deployment<RidershipDay, Ridership> ridership = ops.deploy(
                MODEL + "@" + ALIAS, RidershipDay.class, Ridership.class, DeploymentSettings::withoutDefaultMonitors)) {
            ModelVersion hasty = train(
                    ops, table.between(FIRST_DAY.minusDays(HASTY_DAYS), FIRST_DAY), "the latest seven weeks only");
            Rollout.Outcome worse = tryOut(ops, ridership, hasty);

            LocalDate now = days.get(today).input().date();
            ModelVersion thorough = train(ops, table.between(now.minusYears(3), now), "the latest three years");
            Rollout.Outcome better = tryOut(ops, ridership, thorough);

            CanaryResult result = new CanaryResult(
                    first, hasty, worse, thorough, better, ops.registry().get(MODEL + "@" + ALIAS), today);
            out.println(result.line());
            return result;
        }
    }

    /** Half of the days are the challenger's, and the truth of each comes a week later. */
    private Rollout.Outcome tryOut(
            ModelOps ops, Deployment<RidershipDay, Ridership> ridership, ModelVersion challenger) {
        Rollout rollout = ridership.rollOut(
                challenger,
                plan -> plan.canary(0.5)
                        .every(ofDays(90))
                        .minimumAnswers(LEAST_LABELS)
                        .deadline(ofDays(700))
                        .guard(errorRate())
                        .guard(labelledLoss(Metrics.meanAbsoluteError(), LEAST_LABELS))
                        .by(ANALYST)
                        .because(challenger.description().text()));
        LocalDate began = days.get(today).input().date();
        while (rollout.outcome().isEmpty() && today < days.size() - 1) {
            play(ops, ridership);
            today++;
        }
        Rollout.Outcome outcome = rollout.outcome()
                .orElseGet(() -> new Rollout.Outcome(Rollout.Outcome.Kind.UNDER_WAY, rollout.waitsFor()));
        out.printf(
                "%s %s to %s: %s, %s%n",
                challenger, began, days.get(today).input().date(), outcome.kind(), outcome.why());
        return outcome;
    }

    private void play(ModelOps ops, Deployment<RidershipDay, Ridership> ridership) {
        RidershipDay day = days.get(today).input();
        clock.moveTo(day.date());
        unlabelled.add(ridership.predict(day).id());
        int known = today - LABEL_DELAY_DAYS;
        if (known >= 0) {
            ridership.feedback().label(unlabelled.get(known), days.get(known).expected());
        }
        ops.beat();
    }

    private ModelVersion train(ModelOps ops, List<Example<RidershipDay, Ridership>> training, String what)
            throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.create("canary-training-")) {
            TrainedModel trained = RidershipNetwork.trainer(table.features())
                    .train(new TrainingRequest<>(training, null, what, scratch.directory(), 1, share -> {}));
            return ops.registry()
                    .register(
                            MODEL,
                            trained.files(),
                            model -> model.trained(trained)
                                    .trainedOn(table.digest())
                                    .describedAs("trained on " + what)
                                    .by(ANALYST));
        }
    }
}
