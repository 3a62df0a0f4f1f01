package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.Actor;
import io.modelops.model.ModelVersion;
import io.modelops.registry.ModelRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A JDK that was put together without the module {@code jdk.jfr}. */
class WithoutFlightRecorderTest {
    /** Deploys, swaps and predicts in a process of its own. */
    public static final class Main {
        public static void main(String[] arguments) throws IOException {
            assertThat(ModuleLayer.boot().findModule("jdk.jfr")).isEmpty();
            Path file = Files.createTempFile("model", "");
            try (ModelRegistry registry =
                            ModelRegistry.builder().actor(Actor.by("test")).open();
                    Deployer deployer = Deployer.builder(registry)
                            .executor(Runnable::run)
                            .runtime(FunctionRuntime.of(
                                    "function",
                                    String.class,
                                    Integer.class,
                                    files -> input -> files.version().number()))
                            .build()) {
                ModelVersion first = registry.register("churn", file, model -> model.format("function"));
                registry.point("champion").to(first);
                try (Deployment<String, Integer> churn =
                        deployer.deploy("churn@champion", String.class, Integer.class, with -> {})) {
                    Files.writeString(file, "two");
                    registry.point("champion")
                            .from(first)
                            .to(registry.register("churn", file, model -> model.format("function")));
                    System.out.println("answered " + churn.predict("x").value());
                }
            } finally {
                Files.delete(file);
            }
        }
    }

    @Test
    void deploy_withoutFlightRecorder_servesAllTheSame() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--limit-modules",
                        "java.desktop,java.instrument,java.logging,java.management,java.net.http,java.sql,jdk.unsupported",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

        assertThat(printed).contains("answered 2");
        assertThat(process.exitValue()).isZero();
    }
}
