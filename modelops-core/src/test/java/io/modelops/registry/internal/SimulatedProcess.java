package io.modelops.registry.internal;

import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.ConflictException;
import io.modelops.model.Digest;
import io.modelops.model.ModelVersion;
import io.modelops.model.NotFoundException;
import io.modelops.model.Verdict;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.VerificationReport;
import io.modelops.spi.GarbagePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An application that works with the registry of a simulated machine, and tells the oracle of all it was told. */
final class SimulatedProcess {
    private static final Actor ANA = Actor.by("ana");

    private final SimulatedMachine machine;
    private final SimulatedDisk own;
    private final Disk disk;
    private @Nullable ModelRegistry registry;
    private @Nullable DirectoryStores stores;

    SimulatedProcess(SimulatedMachine machine, SimulatedDisk own, Disk disk) {
        this.machine = machine;
        this.own = own;
        this.disk = disk;
    }

    /** The process ends at any of its calls. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    void open() {
        DirectoryStores opened =
                DirectoryStores.open(SimulatedMachine.ROOT, disk, machine.clock, SimulatedMachine.CHECKPOINT_INTERVAL);
        stores = opened;
        machine.oracle.opened(id());
        registry = ModelRegistry.builder()
                .clock(machine.clock)
                .actor(ANA)
                .stores(opened.log(), opened.artifacts())
                .open();
        machine.oracle.shown(registry());
    }

    void close() {
        registry().close();
    }

    /** What the operating system does when the process is gone. */
    void die() {
        own.die();
    }

    ModelRegistry registry() {
        return Objects.requireNonNull(registry, "not open");
    }

    void register(String model, Path source) {
        register(model, source, UUID.randomUUID());
    }

    void register(String model, Path source, UUID operation) {
        doing(known -> known.register(
                model,
                source,
                details -> details.format("onnx").operation(operation).attach("notes", new byte[] {1, 2, 3})));
    }

    /** Points the champion to a version, wherever it points now. */
    void moveAlias(String model, int number) {
        doing(known -> known.point("champion")
                .from(known.find(model + "@champion").orElse(null))
                .to(known.get(model + ":" + number)));
    }

    void tag(String model, int number, String value) {
        on(model, number, version -> registry().tag(version, "stage", value));
    }

    void comment(String model, int number) {
        on(model, number, version -> registry().comment(version, ANA, "looks good"));
    }

    void approve(String model, int number) {
        on(model, number, version -> registry().approve(version, ANA, "meets the target"));
    }

    void archive(String model, int number) {
        on(model, number, version -> registry().archive(version, ANA, "replaced"));
    }

    void restore(String model, int number) {
        on(model, number, version -> registry().restore(version, ANA, "needed again"));
    }

    void delete(String model, int number) {
        on(model, number, version -> registry().delete(version, ANA, "not needed"));
    }

    void validate(String model, int number, String report) {
        on(model, number, version -> registry().keepValidation(version, Verdict.PASS, "passed", report));
    }

    void append(RegistryEvent event) {
        doing(known -> known.append(event, ANA, "a rollout"));
    }

    void refresh() {
        doing(ModelRegistry::refresh);
    }

    void collectGarbage() {
        collectGarbage(GarbagePlan.removing().olderThan(Duration.ZERO));
    }

    void collectGarbage(GarbagePlan plan) {
        doing(known -> machine.oracle.collected(known.collectGarbage(plan), machine.files, SimulatedMachine.ROOT));
    }

    /** Moves content to the trash that nothing refers to. */
    void discard(Digest digest) {
        doing(known -> Objects.requireNonNull(stores).artifacts().delete(digest));
    }

    void requireWhole() {
        VerificationReport report = registry().verify();
        if (!report.isWhole()) {
            throw new CrashViolation("not whole: " + report.problem());
        }
    }

    /** The greatest number of a version that is there, 0 if none is. */
    int latest(String model) {
        return registry().versions(model).stream()
                .mapToInt(ModelVersion::number)
                .max()
                .orElse(0);
    }

    /** Does anything. What another process has made impossible is not done. */
    void doAnything(SplittableRandom random, Sources sources) {
        String model = random.nextBoolean() ? "churn" : "fraud";
        int latest = latest(model);
        int verb = latest == 0 ? 0 : random.nextInt(12);
        int number = 1 + random.nextInt(Math.max(latest, 1));
        try {
            switch (verb) {
                case 0, 1, 2 -> register(model, sources.get(random.nextInt(sources.size())));
                case 3, 4 -> moveAlias(model, number);
                case 5 -> tag(model, number, "v" + random.nextInt());
                case 6 -> validate(model, number, "{\"report\":" + random.nextInt(2) + "}");
                case 7, 8 -> refresh();
                case 9 -> collectGarbage();
                case 10 -> delete(model, number);
                default -> comment(model, number);
            }
        } catch (ConflictException | NotFoundException otherWasFaster) {
            refresh();
        }
    }

    private void on(String model, int number, Consumer<ModelVersion> verb) {
        doing(known -> verb.accept(known.get(model + ":" + number)));
    }

    private void doing(Consumer<ModelRegistry> verb) {
        verb.accept(registry());
        machine.oracle.shown(registry());
    }

    private UUID id() {
        try {
            Path format = SimulatedMachine.ROOT.resolve("FORMAT");
            byte[] bytes = machine.files.file(format).bytes;
            return Objects.requireNonNull(FormatFile.decode(bytes, format).id());
        } catch (IOException missing) {
            throw new CrashViolation("an open registry has no FORMAT", missing);
        }
    }
}
