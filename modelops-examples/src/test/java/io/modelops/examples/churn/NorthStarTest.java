package io.modelops.examples.churn;

import static io.modelops.deployment.Guards.errorRate;
import static io.modelops.deployment.Guards.latency;
import static io.modelops.deployment.Guards.scoreDrift;
import static io.modelops.model.Actor.by;
import static io.modelops.validation.Checks.logLoss;
import static io.modelops.validation.Checks.rocAuc;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.ModelOps;
import io.modelops.deployment.Deployment;
import io.modelops.deployment.Prediction;
import io.modelops.deployment.Rollout;
import io.modelops.model.DataType;
import io.modelops.model.Example;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.model.Score;
import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import io.modelops.spi.Feedback;
import io.modelops.validation.Checks;
import io.modelops.validation.ValidationReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page that the whole design was drawn from, on a real model: if it reads worse here, the API has gone wrong. */
class NorthStarTest {
    private final ManualClock clock = new ManualClock();
    private final List<Example<Customer, Score>> customers = Customers.random(2_000, 1);
    private final List<Example<Customer, Score>> holdout = Customers.random(3_000, 2);
    private final Signature signature = Signature.of(
            TensorSpec.of("x", DataType.FLOAT32, -1, 5), TensorSpec.of("probability", DataType.FLOAT32, -1, 1));
    private final Profile trainingSample = ModelOps.profile(
            Customer.class, customers.stream().map(Example::input).toList());

    @TempDir
    private Path build;

    @Test
    @Timeout(120)
    void page_onARealModel_worksWordForWord() throws InterruptedException {
        try (ModelOps ops = ModelOps.builder()
                .directory(build.resolve("models"))
                .clock(clock)
                .ticker(clock::tick)
                .executor(Runnable::run)
                .manualHeartbeat()
                .open()) {
            ModelVersion current = ops.registry().register("churn", train(20), model -> model.signature(signature));
            ops.registry().point("champion").to(current);

            ModelVersion candidate = ops.registry()
                    .register(
                            "churn",
                            train(400),
                            model -> model.format("onnx")
                                    .signature(signature)
                                    .metric("auc", 0.912)
                                    .builtFrom("git:9f2c1d7")
                                    .trainedOn(trainingSample)
                                    .owner("growth-team"));

            ValidationReport report = ops.validator(Customer.class, Score.class)
                    .require(rocAuc().atLeast(0.90))
                    .require(logLoss().noWorseThan("champion").atConfidence(0.95))
                    .require(rocAuc().onEverySliceOf("plan").atLeast(0.85))
                    .require(Checks.latency().p99Under(Duration.ofMillis(20)))
                    .build()
                    .validate(candidate, holdout);
            Path page = report.writeHtml(build.resolve("churn.html"));
            report.orElseThrow();

            ops.registry().approve(candidate, by("ana"), "meets the Q3 target");
            ops.registry().point("champion").from(current).to(candidate);

            ModelVersion next = ops.registry().register("churn", train(500), model -> model.signature(signature));
            try (Deployment<Customer, Score> churn = ops.deploy("churn@champion", Customer.class, Score.class)) {
                Traffic traffic = Traffic.start(ops, churn, holdout, clock);
                Prediction<Score> p = churn.predict(holdout.get(0).input());

                Rollout.Outcome outcome = churn.rollOut(
                                next,
                                plan -> plan.shadow(ofMinutes(10))
                                        .canary(0.05, 0.25, 0.5)
                                        .every(ofMinutes(5))
                                        .guard(errorRate())
                                        .guard(latency().p99())
                                        .guard(scoreDrift()))
                        .await(ofHours(1));

                Feedback.Outcome labelled = churn.feedback().label(p.id(), new Score(1.0));

                traffic.stop();
                assertThat(page).content().contains("churn:2").contains("<html");
                assertThat(p.version()).isEqualTo(candidate);
                assertThat(outcome.kind()).as(outcome.why()).isEqualTo(Rollout.Outcome.Kind.PROMOTED);
                assertThat(churn.version()).isEqualTo(next);
                assertThat(ops.registry().get("churn@champion")).isEqualTo(next);
                assertThat(labelled).isEqualTo(Feedback.Outcome.JOINED);
            }
        }
    }

    private Path train(int rounds) {
        return ChurnTraining.fit(customers, rounds, build.resolve("churn-" + rounds + ".onnx"));
    }
}
