package io.modelops.examples.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.deployment.Prediction;
import io.modelops.examples.imports.MlflowDirectory;
import io.modelops.model.Actor;
import io.modelops.model.ModelVersion;
import io.modelops.model.Score;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.imports.Importers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says of serving works. */
class ServingExampleTest {
    @Test
    void run_fourVersions_answersByTheChampionAndLeavesTheRolloutInTheLog(@TempDir Path directory) throws IOException {
        Path mlflowModel = Files.createDirectory(directory.resolve("mlflow"));
        MlflowDirectory.copyTo(mlflowModel);
        Path registry = directory.resolve("models");
        try (ModelRegistry models = ModelRegistry.open(registry)) {
            ModelVersion first = Importers.mlflowModel(mlflowModel)
                    .into(models, "churn")
                    .orElseThrow()
                    .version();
            for (int version = 2; version <= 4; version++) {
                models.register("churn", mlflowModel.resolve("model.onnx"), model -> {});
            }
            models.point("champion").to(first);
        }
        Client client = new Client(1, 1.2f, 3);

        List<Prediction<Score>> answers =
                ServingExample.run(registry, client, List.of(client, new Client(2, 1, 0)), Actor.by("ben"));

        assertThat(answers).extracting(answer -> answer.version().number()).containsExactly(1, 1, 1);
        try (ModelRegistry models = ModelRegistry.open(registry)) {
            assertThat(models.history("churn"))
                    .extracting(entry -> entry.event().getClass().getSimpleName())
                    .contains("RolloutStarted", "RolloutEnded");
            assertThat(models.get("churn@champion").number()).isEqualTo(1);
        }
    }
}
