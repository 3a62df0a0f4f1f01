package io.modelops.crash.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.crash.CrashRun;
import io.modelops.model.CommitUnknownException;
import io.modelops.model.ModelOpsException;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.internal.PlantedBug;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Cuts the power of a real file system while threads write to a registry on it. */
@Tag("crash")
class PowerCutTest {
    private static final String LAYER = "L4-power-cut";
    private static final int CUTS_PER_FILE_SYSTEM = 20;
    private static final int WRITERS = 2;
    private static final Duration LONGEST = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SplittableRandom random = new SplittableRandom(20_261_123);
    private Path scratch;
    private Path cutter;

    /** A kind of file system and how it is mounted. */
    private record Kind(String name, List<String> maker, long mebibytes, String options) {}

    private static final Kind EXT4 = new Kind("ext4", Mount.ext4("-b", "4096"), 24, "loop");
    private static final Kind EXT4_LAZY = new Kind(
            "ext4-noauto_da_alloc-writeback", Mount.ext4("-b", "4096"), 24, "loop,noauto_da_alloc,data=writeback");
    private static final Kind XFS = new Kind("xfs", List.of("mkfs.xfs", "-q", "-f"), 320, "loop");

    @BeforeEach
    void prepare() throws IOException {
        scratch = Scratch.inMemory();
    }

    @AfterEach
    void clean() throws IOException {
        Scratch.delete(scratch);
    }

    @Test
    void write_powerCutAtAnyMoment_losesNothingThatWasAcknowledged() throws Exception {
        String obstacle = Mount.obstacle(scratch);
        var compiled = NativeCode.program("power-cut.c", scratch);
        if (!obstacle.isEmpty() || compiled.isEmpty()) {
            CrashRun.unavailable(LAYER, obstacle.isEmpty() ? "no C compiler" : obstacle);
            return;
        }
        cutter = compiled.get();

        survives(EXT4, CrashRun.of(12, 1_600));
        survives(EXT4_LAZY, CrashRun.of(4, 1_400));
        if (CrashRun.of(0, 1) == 1) {
            survivesIfThere(XFS, 300);
        }

        finds(PlantedBug.NO_RECORD_SYNC, 60);
        if (CrashRun.of(0, 1) == 1) {
            finds(PlantedBug.NO_CONTENT_SYNC, 60);
            finds(PlantedBug.NO_LOG_SYNC, 400);
        }
    }

    private void survives(Kind kind, int cuts) throws Exception {
        Tally tally = cut(kind, cuts, PlantedBug.NONE);
        assertThat(tally.violations).as(kind.name).isEmpty();
        assertThat(tally.acknowledged).isPositive();
        CrashRun.report(
                LAYER,
                tally.cuts,
                tally.violations.size(),
                "fs=" + kind.name + " acknowledged=" + tally.acknowledged + " unknown=" + tally.unknown);
    }

    private void survivesIfThere(Kind kind, int cuts) throws Exception {
        try {
            Mount.run(List.of(kind.maker.get(0), "-V"));
        } catch (IOException missing) {
            CrashRun.unavailable(LAYER, "no " + kind.maker.get(0));
            return;
        }
        survives(kind, cuts);
    }

    private void finds(PlantedBug bug, int cuts) throws Exception {
        Tally tally = cut(EXT4_LAZY, cuts, bug);
        assertThat(tally.violations).as("the harness finds %s", bug).isNotEmpty();
        CrashRun.report("L4-planted", tally.cuts, 0, "bug=" + bug + " found=true");
    }

    private record Tally(int cuts, long acknowledged, int unknown, Set<String> violations) {}

    /** Cuts so often, or until the first violation. */
    private Tally cut(Kind kind, int cuts, PlantedBug bug) throws Exception {
        int done = 0;
        long acknowledged = 0;
        int unknown = 0;
        Set<String> violations = Set.of();
        while (done < cuts && violations.isEmpty()) {
            Path place = Files.createTempDirectory(scratch, kind.name);
            try (Mount mount = Mount.onFile(place, kind.mebibytes, kind.maker, kind.options)) {
                Ledger ledger = new Ledger();
                Path root = mount.directory().resolve("registry");
                for (int cut = 0; cut < CUTS_PER_FILE_SYSTEM && done < cuts && violations.isEmpty(); cut++, done++) {
                    writeAndCut(mount, root, ledger, bug, done);
                    violations = ledger.check(root, registry -> {});
                }
                acknowledged += ledger.acknowledged();
                unknown += ledger.unknown();
            } finally {
                Scratch.delete(place);
            }
        }
        return new Tally(done, acknowledged, unknown, violations);
    }

    private void writeAndCut(Mount mount, Path root, Ledger ledger, PlantedBug bug, int cut) throws Exception {
        List<Thread> writers = new ArrayList<>();
        CountDownLatch first = new CountDownLatch(1);
        for (int writer = 0; writer < WRITERS; writer++) {
            String name = cut + "-" + writer;
            Thread thread = new Thread(() -> write(root, name, ledger, bug, first::countDown), "writer-" + name);
            writers.add(thread);
            thread.start();
        }
        // Now and then while the registry is being opened, or made; else in the middle of commits.
        if (cut % 5 > 0) {
            first.await();
        }
        LockSupport.parkNanos(random.nextLong(LONGEST.toNanos()));
        Mount.run(List.of(cutter.toString(), mount.directory().toString()));
        for (Thread writer : writers) {
            writer.join();
        }
        mount.unmount();
        mount.mount();
    }

    /** Writes until it can't. */
    private void write(Path root, String name, Ledger ledger, PlantedBug bug, Runnable acknowledged) {
        try (ModelRegistry registry = bug.open(root, PATIENCE)) {
            Path source = Files.createTempFile(scratch, name, ".onnx");
            for (int change = 0; ; change++) {
                Files.writeString(source, (name + change).repeat(400));
                if (!commit(registry, source, name, ledger)) {
                    return;
                }
                acknowledged.run();
            }
        } catch (ModelOpsException noPower) {
            // Before it was open.
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            acknowledged.run();
        }
    }

    private static boolean commit(ModelRegistry registry, Path source, String name, Ledger ledger) {
        UUID operation = UUID.randomUUID();
        ledger.line(name, "try " + operation);
        try {
            registry.register("churn", source, details -> details.operation(operation));
            ledger.acknowledge(registry.findOperation(operation).orElseThrow());
            return true;
        } catch (CommitUnknownException unknown) {
            ledger.line(name, "unknown " + unknown.operation());
            ledger.ended(name);
            return false;
        } catch (ModelOpsException certain) {
            ledger.line(name, "no");
            return false;
        }
    }
}
