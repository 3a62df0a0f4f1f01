package io.modelops.crash.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.crash.CrashRun;
import io.modelops.model.ModelOpsException;
import io.modelops.model.ModelVersion;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.internal.PlantedBug;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fills real file systems until a registration is refused, and then takes the last good version back into service. */
@Tag("crash")
class FullDiskTest {
    private static final String LAYER = "L5-full-disk";

    private final SplittableRandom random = new SplittableRandom(20_261_123);
    private Path scratch;

    @BeforeEach
    void prepare() throws IOException {
        scratch = Scratch.inMemory();
    }

    @AfterEach
    void clean() throws IOException {
        Scratch.delete(scratch);
    }

    /** A small file system. */
    private enum Kind {
        TINY_MEMORY("size=256k"),
        MEMORY("size=8m"),
        TINY_EXT4("4"),
        EXT4("12"),
        FEW_INODES("16", "-N", "600");

        private final String size;
        private final List<String> options;

        Kind(String size, String... options) {
            this.size = size;
            this.options = List.of(options);
        }

        Mount mount(Path place) throws IOException, InterruptedException {
            return size.contains("=")
                    ? Mount.inMemory(place, size)
                    : Mount.onFile(place, Long.parseLong(size), Mount.ext4(options.toArray(String[]::new)), "loop");
        }
    }

    @Test
    void register_untilTheDiskIsFull_losesNothingAndARollbackStillSucceeds() throws Exception {
        String obstacle = Mount.obstacle(scratch);
        if (!obstacle.isEmpty()) {
            CrashRun.unavailable(LAYER, obstacle);
            return;
        }
        int fills = CrashRun.of(Kind.values().length, 50);
        int rollbacks = 0;
        long acknowledged = 0;
        for (int fill = 0; fill < fills; fill++) {
            Kind kind = Kind.values()[fill % Kind.values().length];
            Path place = Files.createTempDirectory(scratch, "fill-");
            try (Mount mount = kind.mount(place)) {
                Ledger ledger = new Ledger();
                Path root = mount.directory().resolve("registry");
                boolean hadReserve = fill(root, ledger);
                assertThat(ledger.check(root, registry -> {})).as("%s", kind).isEmpty();
                boolean rolledBack = rollBack(root, ledger);
                if (hadReserve) {
                    assertThat(rolledBack)
                            .as("rollback on %s, fill %d", kind, fill)
                            .isTrue();
                    rollbacks++;
                }
                Set<String> violations = ledger.check(root, registry -> {});
                assertThat(violations).as("%s", kind).isEmpty();
                acknowledged += ledger.acknowledged();
            } finally {
                Scratch.delete(place);
            }
        }
        assertThat(rollbacks).isGreaterThanOrEqualTo(fills / 3);
        CrashRun.report(LAYER, fills, 0, "rollbacks=" + rollbacks + " acknowledged=" + acknowledged);
    }

    @Test
    void anyVerb_filesMayNotGrowBeyondALimit_losesNothing() throws Exception {
        AllVerbs.prepare(scratch);
        Path root = scratch.resolve("registry");
        VictimJvm jvm = new VictimJvm(Files.createDirectory(scratch.resolve("jvm")));
        ProcessBuilder limited =
                jvm.start(List.of(), AllVerbs.class, root.toString(), scratch.toString(), PlantedBug.NONE.name());
        // In KiB: the first model fits, the second does not, and neither does the reserve.
        limited.command(List.of("bash", "-c", "ulimit -f 16; exec " + String.join(" ", limited.command())));
        Process process = limited.start();
        List<String> lines =
                new String(process.getInputStream().readAllBytes()).lines().toList();
        assertThat(process.waitFor()).isZero();
        Ledger ledger = new Ledger();
        lines.forEach(line -> ledger.line("victim", line));

        assertThat(lines).contains("no", "end");
        assertThat(ledger.acknowledged()).isGreaterThan(5);
        assertThat(ledger.check(root, registry -> {})).isEmpty();
        CrashRun.report("L5-file-size-limit", 1, 0, "acknowledged=" + ledger.acknowledged());
    }

    @Test
    void check_acknowledgedEntryOfAFullDiskTakenAway_isFound() throws Exception {
        Ledger ledger = new Ledger();
        Path root = scratch.resolve("registry");
        try (ModelRegistry registry = ModelRegistry.open(root)) {
            register(registry, ledger, 100);
            register(registry, ledger, 100);
        }

        Files.delete(root.resolve("log").resolve("0".repeat(19) + "2"));

        assertThat(ledger.check(root, registry -> {})).containsExactly("acknowledged entry 2 is lost");
    }

    /** @return whether there was a reserve */
    private boolean fill(Path root, Ledger ledger) throws IOException {
        try (ModelRegistry registry = ModelRegistry.open(root)) {
            boolean hadReserve = Files.exists(root.resolve("reserve"));
            int most = 1 << CrashRun.of(15, 10) + random.nextInt(CrashRun.of(3, 8));
            boolean room = true;
            while (room) {
                room = register(registry, ledger, 1 + random.nextInt(most));
            }
            return hadReserve;
        } catch (ModelOpsException noRoomForARegistry) {
            return false;
        }
    }

    private boolean register(ModelRegistry registry, Ledger ledger, int size) throws IOException {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        Path source = Files.write(scratch.resolve("model.onnx"), bytes);
        try {
            registry.register("churn", source, details -> {});
            ledger.acknowledge(registry.head().orElseThrow());
            return true;
        } catch (ModelOpsException full) {
            return false;
        }
    }

    private static boolean rollBack(Path root, Ledger ledger) {
        try (ModelRegistry registry = ModelRegistry.open(root)) {
            List<ModelVersion> versions = registry.versions("churn");
            if (versions.isEmpty()) {
                return false;
            }
            ledger.acknowledge(registry.point("champion").to(versions.get(0)));
            return true;
        } catch (ModelOpsException full) {
            return false;
        }
    }
}
