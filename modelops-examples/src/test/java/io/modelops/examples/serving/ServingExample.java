package io.modelops.examples.serving;

import static io.modelops.deployment.Guards.errorRate;
import static io.modelops.deployment.Guards.labelledLoss;
import static io.modelops.deployment.Guards.latency;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;

import io.modelops.ModelOps;
import io.modelops.deployment.Batching;
import io.modelops.deployment.CircuitBreaker;
import io.modelops.deployment.ConcurrencyLimit;
import io.modelops.deployment.Deployment;
import io.modelops.deployment.Fallback;
import io.modelops.deployment.MemoryBudget;
import io.modelops.deployment.PredictOptions;
import io.modelops.deployment.Prediction;
import io.modelops.deployment.ResponseCache;
import io.modelops.deployment.Rollout;
import io.modelops.model.Actor;
import io.modelops.model.Score;
import io.modelops.statistics.Metrics;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the README says of serving, between the markers. */
final class ServingExample {
    private ServingExample() {}

    static List<Prediction<Score>> run(Path directory, Client client, List<Client> many, Actor ben) {
        // readme: begin
        try (ModelOps ops = ModelOps.builder()
                        .directory(directory)
                        .serving(with -> with.memoryBudget(MemoryBudget.ofThisProcess())) // seldom used models leave it
                        .open();
                Deployment<Client, Score> churn = ops.deploy(
                        "churn@champion",
                        Client.class,
                        Score.class,
                        with -> with.batching(Batching.upTo(32)) // idle workers take what is there, nobody waits
                                .limit(ConcurrencyLimit.gradient(4, 200)) // what would only wait is refused at once
                                .responseCache(ResponseCache.ofSize(10_000))
                                .circuitBreaker(CircuitBreaker.Settings.ofDefaults())
                                .fallback(Fallback.olderVersion())
                                .keepWarm(ofMinutes(10)) // pointing the alias back swaps at once
                                .route(table -> table.when("pilot", Client::isPilot, "churn:3")
                                        .shadow("churn:4")))) {

            Prediction<Score> soon = churn.predict(
                    client, PredictOptions.standard().within(ofMillis(500)).forKey(client.id()));
            List<Prediction<Score>> all = churn.predictAll(many); // one batch, one version
            CompletableFuture<Prediction<Score>> later = churn.predictAsync(client); // holds no thread

            Rollout rollout = churn.rollOut(
                    ops.registry().get("churn:2"),
                    plan -> plan.shadow(ofHours(1))
                            .canary(0.05, 0.25)
                            .every(ofHours(6))
                            .guard(errorRate())
                            .guard(latency().p99())
                            .guard(labelledLoss(Metrics.meanAbsoluteError(), 200)) // judged whenever labels come
                            .approval() // the last step waits for registry.approve
                            .because("trained on November"));
            rollout.pause(ben, "Black Friday"); // every node holds still, a restart goes on from here
            rollout.abort(ben, "not this week");

            churn.status().versions().forEach(System.out::println); // state, since, weight, queue, p99, errors, memory
            return List.of(soon, all.get(0), later.join()); // not shown
        }
        // readme: end
    }
}
