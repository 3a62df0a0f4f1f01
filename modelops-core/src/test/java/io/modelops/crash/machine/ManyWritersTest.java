package io.modelops.crash.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.crash.CrashRun;
import io.modelops.model.StoreException;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.internal.PlantedBug;
import io.modelops.spi.GarbagePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many processes write to one directory; one of them is stopped while another cleans up, and then goes on. */
@Tag("crash")
class ManyWritersTest {
    private static final GarbagePlan ALL =
            GarbagePlan.removing().olderThan(Duration.ZERO).keepingTrashFor(Duration.ZERO);

    /** How long writers with a bug go on, or how many changes they make; one of three hundred is lost before. */
    private static final Duration PLANTED = Duration.ofSeconds(20);

    private static final int ENOUGH = 300;

    private Path scratch;
    private VictimJvm jvm;

    @BeforeEach
    void prepare() throws Exception {
        scratch = Scratch.inMemory();
        jvm = new VictimJvm(Files.createDirectory(scratch.resolve("jvm")));
    }

    @AfterEach
    void clean() throws IOException {
        Scratch.delete(scratch);
    }

    @Test
    void write_manyProcessesOneOfThemStoppedAcrossACleanUp_leaveEachChangeOnce() throws Exception {
        int writers = CrashRun.of(3, 8);
        int commits = CrashRun.of(40, 500);
        Path root = scratch.resolve("registry");
        ModelRegistry.open(root).close();
        Ledger ledger = new Ledger();
        List<FreshVictim> victims = start(root, writers, commits, PlantedBug.FLAKY_LOG_SYNC, ledger);
        victims.get(0).awaitReady();

        int cleanUps = 0;
        int stops = 0;
        while (victims.get(0).isAlive() && cleanUps < CrashRun.of(1, 10)) {
            stops++;
            cleanUps += cleanUpWhileStopped(root, victims.get(0).pid()) ? 1 : 0;
            // Elsewhere in its work next time.
            LockSupport.parkNanos(Duration.ofMillis(7).toNanos());
        }
        for (FreshVictim victim : victims) {
            assertThat(victim.end()).isZero();
        }

        assertThat(ledger.check(root, registry -> {})).isEmpty();
        assertThat(ledger.acknowledged()).isEqualTo(writers * commits);
        try (ModelRegistry registry = ModelRegistry.open(root)) {
            assertThat(registry.head().orElseThrow().sequence()).isEqualTo(writers * commits);
        }
        assertThat(cleanUps).isPositive();
        CrashRun.report(
                "L8-processes",
                ledger.acknowledged(),
                0,
                "processes=" + writers + " stops=" + stops + " clean-ups=" + cleanUps + " unknown=" + ledger.unknown());
    }

    @Test
    void write_namesTakenFromOthers_isFound() throws Exception {
        Path root = scratch.resolve("registry");
        ModelRegistry.open(root).close();
        Ledger ledger = new Ledger();

        List<FreshVictim> victims = start(root, 3, Integer.MAX_VALUE, PlantedBug.RENAME_FOR_LINK, ledger);
        Instant deadline = Instant.now().plus(PLANTED);
        while (ledger.acknowledged() < ENOUGH && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(Duration.ofMillis(7).toNanos());
        }
        for (FreshVictim victim : victims) {
            victim.kill();
        }

        assertThat(ledger.check(root, registry -> {})).isNotEmpty();
        CrashRun.report("L8-planted", 1, 0, "bug=" + PlantedBug.RENAME_FOR_LINK + " found=true");
    }

    private List<FreshVictim> start(Path root, int writers, int commits, PlantedBug bug, Ledger ledger)
            throws IOException {
        List<FreshVictim> victims = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            victims.add(FreshVictim.start(jvm, root, "writer-" + writer, writer, commits, bug, ledger));
        }
        return victims;
    }

    /** A process that was stopped in the middle of a change keeps clean-up away; one that was not does not. */
    private static boolean cleanUpWhileStopped(Path root, long pid) throws IOException, InterruptedException {
        Mount.run(List.of("kill", "-STOP", String.valueOf(pid)));
        try (ModelRegistry cleaner = PlantedBug.NONE.open(root, Duration.ofMillis(400))) {
            cleaner.collectGarbage(ALL);
            return true;
        } catch (StoreException busy) {
            return false;
        } finally {
            Mount.run(List.of("kill", "-CONT", String.valueOf(pid)));
        }
    }
}
