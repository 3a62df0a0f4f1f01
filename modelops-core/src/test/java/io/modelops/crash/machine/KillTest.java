package io.modelops.crash.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.crash.CrashRun;
import io.modelops.model.Actor;
import io.modelops.model.ModelVersion;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.internal.PlantedBug;
import io.modelops.spi.GarbagePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kills writers in the middle of their work, thousands of times. */
@Tag("crash")
class KillTest {
    private static final int ROUNDS_PER_REGISTRY = 16;
    private static final long SEED = 20_261_123;

    private static Path scratch;
    private static VictimJvm jvm;
    private final SplittableRandom random = new SplittableRandom(SEED);

    @BeforeAll
    static void train() throws Exception {
        scratch = Scratch.inMemory();
        jvm = new VictimJvm(Files.createDirectory(scratch.resolve("jvm")))
                .trainedBy(Writer.class, scratch.resolve("training").toString(), "trainer", "1", "60", "NONE");
    }

    @AfterAll
    static void clean() throws IOException {
        Scratch.delete(scratch);
    }

    @Test
    void write_killedJvms_losesAndDoublesNothing() throws Exception {
        Tally tally = kill(
                CrashRun.of(30, 300),
                (root, name, seed, ledger) ->
                        FreshVictim.start(jvm, root, name, seed, Integer.MAX_VALUE, PlantedBug.NONE, ledger));

        assertThat(tally.violations).isEmpty();
        assertThat(tally.acknowledged).isGreaterThan(tally.kills);
        tally.report("L3-kill-jvm");
    }

    @Test
    void write_killedCopiesOfAWarmJvm_losesAndDoublesNothing() throws Exception {
        Optional<Path> library = NativeCode.library("zygote.c", scratch);
        if (library.isEmpty()) {
            CrashRun.unavailable("L3-kill-copy", "no C compiler");
            return;
        }
        try (ForkedVictims victims =
                new ForkedVictims(jvm, library.get(), scratch.resolve("practice"), PlantedBug.NONE)) {
            if (!victims.run(scratch.resolve("probe"))) {
                CrashRun.unavailable("L3-kill-copy", "copies of this JVM do not run");
                return;
            }
        }
        Tally tally = killCopies(library.get(), CrashRun.of(270, 9_700), PlantedBug.NONE);
        assertThat(tally.violations).isEmpty();
        assertThat(tally.acknowledged).isGreaterThan(tally.kills);
        tally.report("L3-kill-copy");
        for (PlantedBug bug :
                List.of(PlantedBug.COPY_FOR_LINK, PlantedBug.RENAME_FOR_LINK).subList(0, CrashRun.of(1, 2))) {
            Tally found = killCopies(library.get(), 600, bug);
            assertThat(found.violations).as("the harness finds %s", bug).isNotEmpty();
            CrashRun.report("L3-planted", found.kills, 0, "bug=" + bug + " found=true");
        }
    }

    private Tally killCopies(Path library, int kills, PlantedBug bug) throws Exception {
        try (ForkedVictims victims = new ForkedVictims(jvm, library, scratch.resolve("practice-" + bug), bug)) {
            return kill(kills, victims::start);
        }
    }

    @FunctionalInterface
    private interface Start {
        Victim start(Path root, String name, long seed, Ledger ledger) throws IOException, InterruptedException;
    }

    private record Tally(int kills, long acknowledged, Set<String> violations) {
        void report(String layer) {
            CrashRun.report(layer, kills, violations.size(), "writers=1-3 acknowledged=" + acknowledged);
        }
    }

    /** Kills so many writers, or stops at the first violation. */
    private Tally kill(int kills, Start start) throws Exception {
        int done = 0;
        int registries = 0;
        long acknowledged = 0;
        Set<String> violations = Set.of();
        while (done < kills && violations.isEmpty()) {
            // Most in memory, where most kills fit into a minute; some on a disk, where syncs take their time.
            Path place = registries % 8 == 7 ? Scratch.onDisk() : Scratch.inMemory();
            try {
                Path root = place.resolve("registry");
                ModelRegistry.open(root).close();
                Ledger ledger = new Ledger();
                for (int round = 0; round < ROUNDS_PER_REGISTRY && done < kills && violations.isEmpty(); round++) {
                    done += round(root, ledger, start, kills - done);
                    violations = ledger.check(root, registry -> goOn(registry, root, ledger));
                }
                if (violations.isEmpty()) {
                    violations = cleanUp(root, ledger);
                }
                acknowledged += ledger.acknowledged();
                registries++;
            } finally {
                Scratch.delete(place);
            }
        }
        return new Tally(done, acknowledged, violations);
    }

    private int round(Path root, Ledger ledger, Start start, int most) throws Exception {
        int writers = Math.min(most, Math.min(3, 1 + random.nextInt(6)));
        List<Victim> victims = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            victims.add(start.start(root, "writer-" + writer, random.nextLong(), ledger));
        }
        if (random.nextInt(10) > 0) {
            for (Victim victim : victims) {
                victim.awaitReady();
            }
        }
        for (Victim victim : victims) {
            LockSupport.parkNanos(random.nextLong(Duration.ofMillis(20).toNanos()));
            victim.kill();
        }
        return writers;
    }

    /** The registry that was left goes on as if nothing had happened. */
    private static void goOn(ModelRegistry registry, Path root, Ledger ledger) {
        ModelVersion version =
                registry.register("judge", source(root, "judged " + ledger.acknowledged()), details -> {});
        ledger.acknowledge(registry.head().orElseThrow());
        ledger.acknowledge(registry.point("champion")
                .from(registry.find("judge@champion").orElse(null))
                .by(Actor.by("judge"))
                .to(version));
    }

    private static Path source(Path root, String content) {
        try {
            return Files.writeString(root.resolveSibling("judge.onnx"), content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** All that the dead left behind can be cleaned up, and nothing else goes with it. */
    private static Set<String> cleanUp(Path root, Ledger ledger) throws IOException {
        try (ModelRegistry registry = ModelRegistry.open(root)) {
            registry.collectGarbage(
                    GarbagePlan.removing().olderThan(Duration.ZERO).keepingTrashFor(Duration.ZERO));
        }
        assertThat(root.resolve("tmp")).isEmptyDirectory();
        return ledger.check(root, registry -> {});
    }
}
