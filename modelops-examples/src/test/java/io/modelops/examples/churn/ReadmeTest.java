package io.modelops.examples.churn;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.ModelOps;
import io.modelops.deployment.Prediction;
import io.modelops.model.Example;
import io.modelops.model.Profile;
import io.modelops.model.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles, runs, and is what this project's tests run. */
class ReadmeTest {
    private static final Path SOURCE = Path.of("src/test/java/io/modelops/examples/churn/ReadmeExample.java");
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
    private static final int MOST_LINES = 36;

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

    @Test
    void readme_javaBlock_isTheExample() throws IOException {
        String example = example();
        assertThat(example.lines()).hasSizeBetween(10, MOST_LINES);
        if (Files.exists(README)) {
            Matcher block = JAVA_BLOCK.matcher(Files.readString(README));
            assertThat(block.find())
                    .as("README.md has a block that begins with ```java")
                    .isTrue();
            assertThat(block.group(1)).isEqualToNormalizingNewlines(example);
        }
    }

    private static String example() throws IOException {
        List<String> lines = Files.readAllLines(SOURCE);
        int begin = index(lines, "// readme: begin");
        int end = index(lines, "// readme: end");
        // "return answer;" is the test's, not the reader's.
        return String.join("\n", lines.subList(begin + 1, end)).stripIndent().replaceAll("(?m)^ *return answer;\\R", "")
                + "\n";
    }

    private static int index(List<String> lines, String marker) {
        return lines.stream().map(String::strip).toList().indexOf(marker);
    }
}
