package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.modelops.crash.CrashRun;
import io.modelops.model.Digest;
import io.modelops.registry.internal.CrashExplorer.Effort;
import io.modelops.registry.internal.CrashExplorer.Tally;
import io.modelops.registry.internal.SimulatedMachine.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows that the explorer sees it when a step of the write protocol is left out or done in the wrong order. */
@Tag("crash")
class CrashMutantsTest {
    private static final int SEEDS = 2_000;
    private static final Effort EFFORT = new Effort(24, 1, 0);

    /** What a new registry does once. */
    private static final Set<ProtocolStep> CREATION = EnumSet.of(
            ProtocolStep.PARENT_SYNC,
            ProtocolStep.BLOBS_SYNC,
            ProtocolStep.DIRECTORIES_SYNC,
            ProtocolStep.FORMAT_SYNC,
            ProtocolStep.FORMAT_NAME_SYNC);

    /** What is done for speed only, or where nothing is to do. */
    private static final Set<ProtocolStep> SPARE = EnumSet.of(
            ProtocolStep.CHECKPOINT_SYNC,
            ProtocolStep.CHECKPOINT_NAME_SYNC,
            ProtocolStep.COLLECTED_SYNC,
            ProtocolStep.OTHER);

    @TempDir
    private Path directory;

    private Sources sources;

    @BeforeEach
    void createSources() throws IOException {
        sources = new Sources(directory);
    }

    @Test
    void protocol_withAnyStepLeftOutOrMisplaced_isCaught() {
        List<String> caught = new ArrayList<>();
        for (ProtocolStep step : EnumSet.complementOf(EnumSet.copyOf(SPARE))) {
            UnaryOperator<Disk> disk = real -> new ProtocolDisk(real, step);
            if (CREATION.contains(step)) {
                requireCaught(step.name(), () -> create(disk));
            } else if (step == ProtocolStep.ADOPTED_SYNC) {
                requireCaught(step.name(), () -> adopt(disk));
            } else {
                caughtByWriters(step.name(), disk, plain -> plain);
            }
            caught.add(step.name());
        }
        for (CrashMutant mutant : CrashMutant.values()) {
            caughtByWriters(mutant.name(), mutant.disk(), mutant.isLinkless() ? LinklessDisk::new : plain -> plain);
            caught.add(mutant.name());
        }

        assertThat(caught).hasSizeGreaterThan(20).doesNotHaveDuplicates();
        CrashRun.report("L1m-mutants", caught.size(), 0, "caught=" + caught.size());
    }

    @Test
    void protocol_withAStepLeftOutThatIsForSpeed_losesNothing() {
        Tally tally = new Tally();
        SimulatedFiles files = SimulatedMachine.withRegistry(plain -> plain);
        for (ProtocolStep step : SPARE) {
            Setting setting = new Setting(real -> new ProtocolDisk(real, step), true, EFFORT, tally);
            for (int seed = 1; seed <= CrashRun.of(1, 20); seed++) {
                new SimulatedWriters(CrashImages.synced(files), setting, seed, sources).run(2);
            }
        }

        assertThat(tally.points()).isGreaterThan(100);
    }

    @Test
    void withoutAMutant_creationAndAdoption_areNotBlamed() {
        create(plain -> plain);
        adopt(plain -> plain);

        assertThat(sources.size()).isEqualTo(3);
    }

    private void caughtByWriters(String name, UnaryOperator<Disk> disk, UnaryOperator<Disk> before) {
        SimulatedFiles files = SimulatedMachine.withRegistry(before);
        Setting setting = new Setting(disk, true, EFFORT, new Tally());
        for (int seed = 1; seed <= SEEDS; seed++) {
            try {
                new SimulatedWriters(CrashImages.synced(files), setting, seed, sources).run(2 + seed % 2);
            } catch (CrashViolation violation) {
                say(name + " by seed " + seed, violation);
                return;
            }
        }
        fail("Mutant " + name + " survived " + SEEDS + " seeds");
    }

    private static void requireCaught(String name, Runnable scenario) {
        try {
            scenario.run();
        } catch (CrashViolation violation) {
            say(name, violation);
            return;
        }
        fail("Mutant " + name + " survived");
    }

    private void create(UnaryOperator<Disk> disk) {
        SimulatedMachine machine = machine(new SimulatedFiles(), disk, true, new Effort(128, 1, 0));
        SimulatedProcess process = machine.startMakingARegistry();
        process.open();
        process.register("churn", sources.get(0));
        process.close();
    }

    /** Somebody has brought content back from a backup by hand, and nobody has synced it. */
    private void adopt(UnaryOperator<Disk> disk) {
        SimulatedFiles files = SimulatedMachine.withRegistry(plain -> plain);
        byte[] content = "weights of the first model".getBytes(StandardCharsets.UTF_8);
        Path file = new DirectoryLayout(SimulatedMachine.ROOT, new ForwardingDisk()).blob(Digest.of(content));
        try {
            InstantSource clock = InstantSource.system();
            files.write(files.create(file, clock.instant()), content, 0, content.length, clock.instant());
            files.syncDirectory(file.getParent());
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        SimulatedMachine machine = machine(files, disk, false, EFFORT);
        SimulatedProcess process = machine.start(() -> {});
        process.open();
        process.register("churn", sources.get(0));
        process.close();
    }

    private SimulatedMachine machine(SimulatedFiles files, UnaryOperator<Disk> disk, boolean strict, Effort effort) {
        return new SimulatedMachine(
                files, new Setting(disk, strict, effort, new Tally()), new SplittableRandom(1), sources);
    }

    private static void say(String mutant, CrashViolation violation) {
        if (Boolean.getBoolean("modelops.crash.verbose")) {
            System.out.println(mutant + ": "
                    + String.valueOf(violation.getMessage()).lines().findFirst().orElse(""));
        }
    }
}
