package io.modelops.deployment;

import io.modelops.model.Actor;
import io.modelops.model.ModelVersion;
import io.modelops.model.Score;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.internal.InMemoryArtifactStore;
import io.modelops.registry.internal.InMemoryRegistryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Processes that share one log, each with a registry and a deployer of its own, and a clock that only tests move. */
final class Fleet implements AutoCloseable {
    private final Path directory;
    private final boolean threaded;
    private final InMemoryRegistryStore log = new InMemoryRegistryStore();
    private final InMemoryArtifactStore content = new InMemoryArtifactStore();
    private final List<Node> nodes = new ArrayList<>();
    volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /** With everything of a node on the thread that calls it. */
    Fleet(Path directory) {
        this(directory, false);
    }

    Fleet(Path directory, boolean threaded) {
        this.directory = directory;
        this.threaded = threaded;
    }

    Node node() {
        return node(settings -> {});
    }

    Node node(Consumer<DeploymentSettings<String, Score>> settings) {
        Node node = new Node(settings);
        nodes.add(node);
        return node;
    }

    void pass(Duration time) {
        now = now.plus(time);
        nodes.forEach(Node::beat);
    }

    @Override
    public void close() {
        List.copyOf(nodes).forEach(Node::close);
    }

    final class Node implements AutoCloseable {
        final ModelRegistry registry = ModelRegistry.builder()
                .actor(Actor.by("test"))
                .clock(() -> now)
                .stores(log, content)
                .open();
        final ScriptedRuntime runtime = new ScriptedRuntime(true);
        final Deployer deployer;
        private final Consumer<DeploymentSettings<String, Score>> settings;

        private Node(Consumer<DeploymentSettings<String, Score>> settings) {
            this.settings = settings;
            DeployerBuilder builder =
                    Deployer.builder(registry).runtime(runtime).clock(() -> now).random(new Random(nodes.size()));
            this.deployer = (threaded ? builder : builder.executor(Runnable::run)).build();
        }

        ModelVersion register(String script) {
            try {
                Path file = Files.writeString(directory.resolve("model-" + System.nanoTime()), script);
                return registry.register("churn", file, model -> model.format(ScriptedRuntime.FORMAT));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        Deployment<String, Score> deploy() {
            return deployer.deploy("churn@champion", String.class, Score.class, settings::accept);
        }

        void beat() {
            registry.refresh();
            deployer.beat();
        }

        @Override
        public void close() {
            nodes.remove(this);
            deployer.close();
            registry.close();
        }
    }
}
