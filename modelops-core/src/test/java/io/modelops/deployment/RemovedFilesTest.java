package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import io.modelops.model.ModelVersion;
import io.modelops.registry.ModelRegistry;
import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import io.modelops.spi.ModelFiles;
import io.modelops.spi.ModelRuntime;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the files that a large model was loaded from. */
class RemovedFilesTest {
    private static final int LARGE = 5 << 20;

    @TempDir
    Path directory;

    private ModelRegistry registry;
    private final Reading runtime = new Reading();

    @BeforeEach
    void open() throws IOException {
        registry = ModelRegistry.open(directory.resolve("registry"));
        Path weights = Files.write(directory.resolve("weights"), new byte[LARGE]);
        ModelVersion version = registry.register("large", weights, model -> model.format("weights"));
        registry.point("champion").to(version);
    }

    @AfterEach
    void close() throws IOException {
        runtime.file.close();
        registry.close();
    }

    private void deployAndClose() {
        try (Deployer deployer = Deployer.builder(registry).runtime(runtime).build();
                var large = deployer.deploy("large@champion", String.class, Integer.class, with -> {})) {
            assertThat(large.predict("x").value()).isEqualTo(1);
        }
        await().atMost(ONE_MINUTE).until(() -> !Files.exists(runtime.path));
        assertThat(runtime.path.getParent()).doesNotExist();
    }

    @Test
    void close_ofALargeModel_shortensItsFilesBeforeTheyAreRemoved() throws IOException {
        deployAndClose();

        assertThat(runtime.file.size()).isPositive().isLessThan(LARGE / 2);
    }

    @Test
    void close_thatFails_leavesTheBytesToWhoeverStillReadsThem() throws IOException {
        runtime.failsToClose = true;

        deployAndClose();

        assertThat(runtime.file.size()).isEqualTo(LARGE);
    }

    @Test
    void close_ofAModelWhoseFileTheEngineLinked_leavesTheBytesToTheLink() throws IOException {
        runtime.link = directory.resolve("linked");

        deployAndClose();

        assertThat(runtime.link).hasSize(LARGE);
    }

    /** Keeps its file open, as an engine does that maps it into memory. */
    private static final class Reading implements ModelRuntime {
        private Path path;
        private FileChannel file;
        private Path link;
        private boolean failsToClose;

        @Override
        public String name() {
            return "reading";
        }

        @Override
        public Set<String> formats() {
            return Set.of("weights");
        }

        @Override
        public <I, O> LoadedModel<I, O> load(ModelFiles files, Class<I> inputType, Class<O> outputType)
                throws IOException {
            path = files.onlyFile();
            file = FileChannel.open(path);
            if (link != null) {
                Files.createLink(link, path);
            }
            return new LoadedModel<>() {
                @Override
                public Inference<I, O> newInference() {
                    return input -> outputType.cast(1);
                }

                @Override
                public void close() {
                    if (failsToClose) {
                        throw new IllegalStateException("still in use");
                    }
                }
            };
        }
    }
}
