package io.modelops.deployment;

import io.modelops.model.Example;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.model.Score;
import io.modelops.registry.ModelRegistry;
import io.modelops.spi.ModelHost;
import io.modelops.spi.ModelHostContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class DeployerTest extends ModelHostContract<String, Score> {
    @TempDir
    Path directory;

    private final ModelRegistry registry = ModelRegistry.inMemory();
    private final Deployer deployer =
            Deployer.builder(registry).runtime(new ScriptedRuntime(false)).build();
    private ModelVersion good;
    private ModelVersion broken;

    @BeforeEach
    void register() throws IOException {
        good = register("value 3");
        broken = register("fail-load");
        registry.point("champion").to(good);
    }

    @AfterEach
    void close() {
        deployer.close();
        registry.close();
    }

    @Override
    protected ModelHost createHost() {
        return deployer;
    }

    @Override
    protected ModelVersion goodVersion() {
        return good;
    }

    @Override
    protected ModelVersion brokenVersion() {
        return broken;
    }

    @Override
    protected ModelRef.Aliased alias() {
        return new ModelRef.Aliased(good.model(), "champion");
    }

    @Override
    protected List<Example<String, Score>> goldenExamples() {
        return List.of(Example.of("anybody", new Score(3)));
    }

    @Override
    protected Class<String> inputType() {
        return String.class;
    }

    @Override
    protected Class<Score> outputType() {
        return Score.class;
    }

    private ModelVersion register(String script) throws IOException {
        Path file = Files.writeString(directory.resolve("model"), script);
        return registry.register(
                "churn", file, model -> model.format(ScriptedRuntime.FORMAT).goldenExamples(goldenExamples()));
    }
}
