package io.modelops.examples.churn;

import static io.modelops.deployment.Guards.errorRate;
import static io.modelops.deployment.Guards.scoreDrift;
import static io.modelops.monitoring.Monitors.performance;
import static io.modelops.validation.Checks.logLoss;
import static io.modelops.validation.Checks.rocAuc;
import static java.time.Duration.ofDays;

import io.modelops.ModelOps;
import io.modelops.deployment.Deployment;
import io.modelops.deployment.Prediction;
import io.modelops.model.Example;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.model.Score;
import io.modelops.spi.Trainer;
import io.modelops.statistics.Metrics;
import io.modelops.validation.Validator;
import java.nio.file.Path;
import java.util.List;

/** The code of the README, between the two markers. */
final class ReadmeExample {
    private ReadmeExample() {}

    static Prediction<Score> run(
            Path directory,
            Path churnOnnx,
            Profile trainingData,
            List<Example<Customer, Score>> lastMonth,
            Customer customer,
            Trainer<Customer, Score> trainer) {
        // readme: begin
        try (ModelOps ops = ModelOps.open(directory)) { // nothing listens on a port, nothing is downloaded
            ModelVersion version = ops.registry()
                    .register(
                            "churn",
                            churnOnnx,
                            model -> model.trainedOn(trainingData).builtFrom("git:9f2c1d7"));

            Validator<Customer, Score> gate = ops.validator(Customer.class, Score.class)
                    .require(rocAuc().atLeast(0.90))
                    .require(logLoss().noWorseThan("champion").unlessFirst()) // a paired bootstrap
                    .build();
            gate.validate(version, lastMonth).orElseThrow();
            ops.registry().point("champion").because("good on last month").to(version);

            try (Deployment<Customer, Score> churn = ops.deploy(
                    "churn@champion",
                    Customer.class,
                    Score.class,
                    with -> with.monitor(performance(Metrics.logLoss(), Score::score)))) {
                ops.automate(
                        churn,
                        policy -> policy.retrainWith(trainer) // when a monitor raises an alert
                                .validateWith(gate)
                                .rollOut(plan -> plan.shadow(ofDays(1))
                                        .canary(0.05, 0.25, 0.5)
                                        .every(ofDays(1))
                                        .guard(errorRate())
                                        .guard(scoreDrift())));

                Prediction<Score> answer = churn.predict(customer); // any thread, also while versions change
                churn.feedback().label(answer.id(), new Score(1)); // days later: the customer has left
                return answer; // not shown
            }
        }
        // readme: end
    }
}
