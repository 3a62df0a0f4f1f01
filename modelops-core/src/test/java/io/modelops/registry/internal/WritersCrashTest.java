package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.crash.CrashRun;
import io.modelops.registry.internal.CrashExplorer.Effort;
import io.modelops.registry.internal.CrashExplorer.Tally;
import io.modelops.registry.internal.SimulatedMachine.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two and three writers, whose power is cut after each change, in many ways. */
@Tag("crash")
class WritersCrashTest {
    private static final List<UnaryOperator<Disk>> DISKS = List.of(plain -> plain, LinklessDisk::new);

    @TempDir
    private Path directory;

    @Test
    void powerCut_whileSeveralProcessesWrite_losesNothingAcknowledgedOrShown() throws IOException {
        Sources sources = new Sources(directory);
        Effort effort = new Effort(CrashRun.of(32, 256), CrashRun.of(2, 8), CrashRun.of(500, 500));
        List<SimulatedFiles> registries =
                DISKS.stream().map(SimulatedMachine::withRegistry).toList();
        Tally tally = new Tally();
        int seeds = CrashRun.of(8, 900);
        for (int seed = 1; seed <= seeds; seed++) {
            int kind = seed % 4 == 0 ? 1 : 0;
            SimulatedFiles files = CrashImages.synced(registries.get(kind));
            Setting setting = new Setting(DISKS.get(kind), true, effort, tally);
            try {
                new SimulatedWriters(files, setting, seed, sources).run(2 + seed % 2);
            } catch (CrashViolation violation) {
                throw new CrashViolation("Seed " + seed + ": " + violation.getMessage(), violation);
            }
        }

        assertThat(tally.states()).isGreaterThan(CrashRun.of(1_000, 1_000_000));
        CrashRun.report("L1b-writers", tally.states(), 0, "seeds=" + seeds + " " + tally);
    }
}
