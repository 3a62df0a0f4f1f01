package io.modelops.crash.machine;

import io.modelops.event.LogEntry;
import io.modelops.model.Actor;
import io.modelops.model.CommitUnknownException;
import io.modelops.model.InvalidInputException;
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
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A process that changes a registry until it has made so many changes, or is killed. Before and after each change it says
 * so on its output, one line at a time, each in one call: {@code try}, then {@code ok} with what was acknowledged, or
 * {@code no} if it was certainly not done.
 *
 * <p>Arguments: directory, name, seed, number of changes, name of a {@link PlantedBug}.
 */
final class Writer {
    static final List<String> MODELS = List.of("churn", "fraud", "price");
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private static final int OPENINGS = 5;

    private final Path root;
    private final String name;
    private final SplittableRandom random;
    private final PlantedBug bug;
    private final Path source;
    private final OutputStream output = new FileOutputStream(FileDescriptor.out);
    private final String prefix;
    private ModelRegistry registry;

    /** @param prefix what each line starts with */
    Writer(Path root, String name, long seed, PlantedBug bug, String prefix) throws IOException {
        this.root = root;
        this.name = name;
        this.prefix = prefix;
        this.random = new SplittableRandom(seed);
        this.bug = bug;
        this.source = Files.createTempFile(root.getParent(), "source-", ".onnx");
        this.registry = bug.open(root, PATIENCE);
    }

    public static void main(String[] arguments) throws IOException {
        new Writer(
                        Path.of(arguments[0]),
                        arguments[1],
                        Long.parseLong(arguments[2]),
                        PlantedBug.valueOf(arguments[4]),
                        "")
                .make(Integer.parseInt(arguments[3]));
    }

    /** Makes so many acknowledged changes. */
    void make(int changes) throws IOException {
        say("ready");
        for (int left = changes; left > 0; ) {
            if (change()) {
                left--;
            }
        }
        registry.close();
        Files.delete(source);
        say("end");
    }

    /** @return whether it was acknowledged */
    private boolean change() throws IOException {
        UUID operation = UUID.randomUUID();
        int verb = random.nextInt(100);
        String model = MODELS.get(random.nextInt(MODELS.size()));
        if (verb < 3) {
            return collectGarbage();
        }
        List<ModelVersion> versions = registry.versions(model);
        if (verb < 30 || versions.isEmpty()) {
            Files.writeString(source, content());
            return tried(operation, () -> {
                registry.register(model, source, details -> details.operation(operation));
                return registry.findOperation(operation).orElseThrow();
            });
        }
        ModelVersion version = versions.get(random.nextInt(versions.size()));
        if (verb < 60) {
            return tried(
                    operation,
                    () -> registry.point("champion")
                            .from(registry.find(model + "@champion").orElse(null))
                            .operation(operation)
                            .to(version));
        }
        if (verb < 75) {
            return tried(null, () -> registry.comment(version, Actor.by(name), "looks good to " + name));
        }
        if (verb < 85) {
            return tried(
                    null,
                    () -> registry.keepValidation(version, Verdict.PASS, "fine", "{\"report\":\"" + content() + "\"}"));
        }
        if (verb < 90) {
            return tried(
                    null,
                    () -> registry.isArchived(version)
                            ? registry.restore(version, Actor.by(name), "again")
                            : registry.archive(version, Actor.by(name), "aside"));
        }
        if (verb < 92) {
            return tried(null, () -> registry.delete(version, Actor.by(name), "of no use"));
        }
        return tried(null, () -> registry.tag(version, "by", name));
    }

    private boolean collectGarbage() {
        try {
            registry.collectGarbage(
                    GarbagePlan.removing().olderThan(Duration.ZERO).keepingTrashFor(Duration.ZERO));
        } catch (ModelOpsException busy) {
            // The others write without a pause.
        }
        return false;
    }

    /** Sometimes the same as others register, so that content is adopted. */
    private String content() {
        int kind = random.nextInt(4);
        return (kind == 0 ? "shared " + random.nextInt(5) : UUID.randomUUID().toString())
                .repeat(1 + random.nextInt(40));
    }

    private boolean tried(UUID operation, Change change) throws IOException {
        say("try " + (operation == null ? "-" : operation));
        try {
            return acknowledge(change.make());
        } catch (CommitUnknownException unknown) {
            reopen();
            var found = registry.findOperation(unknown.operation());
            say("unknown " + unknown.operation() + (found.isPresent() ? " took" : " did not take"));
            if (found.isPresent()) {
                return acknowledge(found.get());
            }
        } catch (InvalidInputException bugOfOurs) {
            throw bugOfOurs;
        } catch (ModelOpsException certain) {
            // Somebody was faster, or the change does not fit any more.
        }
        say("no");
        try {
            registry.refresh();
        } catch (ModelOpsException syncFailed) {
            // It is never tried again, so that the registry has to be opened again.
            reopen();
        }
        return false;
    }

    private void reopen() {
        registry.close();
        ModelOpsException last = null;
        for (int tries = 0; tries < OPENINGS; tries++) {
            try {
                registry = bug.open(root, PATIENCE);
                return;
            } catch (ModelOpsException badDisk) {
                last = badDisk;
            }
        }
        throw Objects.requireNonNull(last);
    }

    private boolean acknowledge(LogEntry entry) throws IOException {
        say("ok " + entry.sequence() + " " + entry.operation() + " "
                + entry.digest().hex());
        return true;
    }

    private void say(String line) throws IOException {
        output.write((prefix + line + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    @FunctionalInterface
    private interface Change {
        LogEntry make();
    }
}
