package io.modelops.examples.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.examples.imports.MlflowDirectory;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.signing.KeyPairSigner;
import io.modelops.registry.signing.SignatureBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says of the registry works. */
class RegistryExampleTest {
    @Test
    void run_onADirectory_leavesARegistryThatAnswers(@TempDir Path directory)
            throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        Path mlflowModel = Files.createDirectory(directory.resolve("mlflow"));
        MlflowDirectory.copyTo(mlflowModel);
        Path card = directory.resolve("card.html");
        Queue<String> audit = new ConcurrentLinkedQueue<>();

        RegistryExample.run(
                directory.resolve("models"),
                mlflowModel,
                Files.copy(mlflowModel.resolve("model.onnx"), directory.resolve("churn.onnx")),
                directory.resolve("anchors"),
                card,
                KeyPairSigner.of(generator.generateKeyPair()),
                Instant.now(),
                entry -> audit.add(entry.summary()));

        try (ModelRegistry registry = ModelRegistry.open(directory.resolve("models"))) {
            assertThat(registry.get("churn@champion").ref()).hasToString("churn:2");
            assertThat(registry.verify().isWhole()).isTrue();
            assertThat(registry.signatures(registry.get("churn:2")))
                    .singleElement()
                    .satisfies(bundle -> assertThat(SignatureBundle.parse(bundle)
                                    .mismatch(registry.get("churn:2")
                                            .description()
                                            .manifest()))
                            .isEmpty());
        }
        assertThat(card).content().contains("churn:2", "0.93");
        assertThat(audit).allSatisfy(line -> assertThat(line).startsWith("churn"));
    }
}
