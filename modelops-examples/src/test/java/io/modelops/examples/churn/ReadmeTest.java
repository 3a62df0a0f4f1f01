package io.modelops.examples.churn;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.ModelOps;
import io.modelops.deployment.Prediction;
import io.modelops.model.Example;
import io.modelops.model.Profile;
import io.modelops.model.Score;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows first runs. */
class ReadmeTest {
    @TempDir
    private Path directory;

    @Test
    void example_onARealModel_answers() {
        List<Example<Customer, Score>> customers = Customers.random(1_000, 3);
        Path churnOnnx = ChurnTraining.fit(customers, 400, directory.resolve("churn.onnx"));
        Customer unhappy = new Customer("basic", 1, 99, 5);

        Profile trainingData = ModelOps.profile(
                Customer.class, customers.stream().map(Example::input).toList());

        Prediction<Score> answer = ReadmeExample.run(
                directory.resolve("models"), churnOnnx, trainingData, Customers.random(1_000, 4), unhappy, request -> {
                    throw new AssertionError("nothing was alerted, so nothing is to be trained");
                });

        assertThat(answer.version().ref()).hasToString("churn:1");
        assertThat(answer.value().score()).isBetween(0.9, 1.0);
    }
}
