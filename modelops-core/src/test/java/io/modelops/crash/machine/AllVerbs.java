package io.modelops.crash.machine;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.CommitUnknownException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelName;
import io.modelops.model.ModelOpsException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Verdict;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.internal.PlantedBug;
import io.modelops.spi.GarbagePlan;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A process that uses each verb of a registry once, in a fixed order, and says as a {@link Writer} does what became of each.
 * What fails is not tried again; a registry of which something is unknown is opened again.
 *
 * <p>Arguments: directory, a directory that was prepared, name of a {@link PlantedBug}.
 */
final class AllVerbs {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Actor ANA = Actor.by("ana");

    private final Path root;
    private final Path sources;
    private final PlantedBug bug;
    private final OutputStream output = new FileOutputStream(FileDescriptor.out);
    private ModelRegistry registry;

    private AllVerbs(Path root, Path sources, PlantedBug bug) {
        this.root = root;
        this.sources = sources;
        this.bug = bug;
        this.registry = bug.open(root, PATIENCE);
    }

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        PlantedBug bug = PlantedBug.valueOf(arguments[2]);
        AllVerbs verbs;
        try {
            verbs = new AllVerbs(root, Path.of(arguments[1]), bug);
        } catch (ModelOpsException spoilt) {
            verbs = new AllVerbs(root, Path.of(arguments[1]), bug);
        }
        verbs.run();
        verbs.registry.close();
        verbs.say("end");
    }

    /** Lays out what is registered. */
    static void prepare(Path sources) throws IOException {
        Files.writeString(sources.resolve("first.onnx"), "first ".repeat(2_000));
        Path second = Files.createDirectories(sources.resolve("second"));
        Files.writeString(second.resolve("model.onnx"), "second");
        Files.writeString(second.resolve("weights.bin"), "weights ".repeat(20_000));
    }

    private void run() throws IOException {
        say("ready");
        Path first = sources.resolve("first.onnx");
        Path second = sources.resolve("second");
        tried(() -> register(first, "text/plain"));
        tried(() -> register(second, "text/plain"));
        // The same content again.
        tried(() -> register(first, "text/markdown"));
        List<ModelVersion> versions = registry.versions("churn");
        if (versions.isEmpty()) {
            return;
        }
        ModelVersion one = versions.get(0);
        ModelVersion last = versions.get(versions.size() - 1);
        tried(() -> registry.point("champion").to(one));
        tried(() -> registry.keepValidation(last, Verdict.PASS, "good", "{\"auc\":0.9}"));
        tried(() -> registry.approve(last, ANA, "meets the target"));
        tried(() -> registry.point("champion")
                .from(registry.find("churn@champion").orElse(null))
                .to(last));
        tried(() -> registry.comment(last, ANA, "watch it"));
        tried(() -> registry.tag(last, "stage", "live"));
        tried(() -> registry.append(new RegistryEvent.RetrainingStarted(ModelName.of("churn"), "drift"), ANA, ""));
        tried(() -> registry.archive(one, ANA, "old"));
        tried(() -> registry.restore(one, ANA, "after all"));
        tried(() -> registry.delete(one, ANA, "no use"));
        collectGarbage();
        collectGarbage();
        tried(() -> registry.point("champion")
                .from(registry.find("churn@champion").orElse(null))
                .away());
    }

    private LogEntry register(Path source, String type) {
        registry.register(
                "churn",
                source,
                model -> model.format("onnx").metric("auc", 0.9).owner(type));
        return registry.head().orElseThrow();
    }

    private void collectGarbage() {
        try {
            registry.collectGarbage(
                    GarbagePlan.removing().olderThan(Duration.ZERO).keepingTrashFor(Duration.ZERO));
        } catch (ModelOpsException spoilt) {
            // Half done is allowed; the judge looks at what is left.
        }
    }

    private void tried(Change change) throws IOException {
        say("try -");
        try {
            acknowledge(change.make());
            return;
        } catch (CommitUnknownException unknown) {
            say("unknown " + unknown.operation());
            reopen();
            var found = registry.findOperation(unknown.operation());
            if (found.isPresent()) {
                acknowledge(found.get());
                return;
            }
        } catch (InvalidInputException bugOfOurs) {
            throw bugOfOurs;
        } catch (ModelOpsException certain) {
            // A sync that failed is never tried again, so that a registry has to be opened again.
            reopen();
        }
        say("no");
    }

    private void reopen() {
        registry.close();
        registry = bug.open(root, PATIENCE);
    }

    private void acknowledge(LogEntry entry) throws IOException {
        say("ok " + entry.sequence() + " " + entry.operation() + " "
                + entry.digest().hex());
    }

    private void say(String line) throws IOException {
        output.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    @FunctionalInterface
    private interface Change {
        LogEntry make();
    }
}
