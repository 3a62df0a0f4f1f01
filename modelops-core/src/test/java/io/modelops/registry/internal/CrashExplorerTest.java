package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.crash.CrashRun;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Digest;
import io.modelops.model.ModelName;
import io.modelops.registry.internal.CrashExplorer.Effort;
import io.modelops.registry.internal.CrashExplorer.Tally;
import io.modelops.registry.internal.SimulatedMachine.Setting;
import io.modelops.spi.GarbagePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One writer whose power is cut after each change that it makes to its disk, in all ways. */
@Tag("crash")
class CrashExplorerTest {
    private static final long LITTLE = 300;

    private static final List<UnaryOperator<Disk>> DISKS = List.of(plain -> plain, LinklessDisk::new);

    @TempDir
    private Path directory;

    private Sources sources;
    private final Tally tally = new Tally();

    @BeforeEach
    void createSources() throws IOException {
        sources = new Sources(directory);
    }

    @Test
    void powerCut_afterAnyChangeOfOneWriter_losesNothingAcknowledged() {
        Effort effort = new Effort(CrashRun.of(64, 1_024), CrashRun.of(4, 64), CrashRun.of(300, 20));
        for (UnaryOperator<Disk> disk : DISKS) {
            Setting setting = new Setting(disk, true, effort, tally);
            SimulatedFiles files = SimulatedMachine.withRegistry(disk);
            work(new SimulatedMachine(CrashImages.synced(files), setting, new SplittableRandom(1), sources));
            for (int seed = 2; seed < CrashRun.of(2, 40); seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                workAtRandom(new SimulatedMachine(CrashImages.synced(files), setting, random.split(), sources), random);
            }
        }

        assertThat(tally.points()).isGreaterThan(300);
        assertThat(tally.states()).isGreaterThan(CrashRun.of(1_000, 100_000));
        CrashRun.report("L1-explorer", tally.states(), 0, tally.toString());
    }

    @Test
    void powerCut_afterAnyChangeWhileARegistryIsMade_leavesADirectoryThatCanBeOpened() {
        Effort effort = new Effort(CrashRun.of(2, 12), 1, 0);
        for (UnaryOperator<Disk> disk : DISKS.subList(0, CrashRun.of(1, 2))) {
            SimulatedMachine machine = new SimulatedMachine(
                    new SimulatedFiles(), new Setting(disk, true, effort, tally), new SplittableRandom(1), sources);
            SimulatedProcess process = machine.start(() -> {});
            process.open();
            process.register("churn", sources.get(0));
            process.close();
        }

        assertThat(tally.points()).isGreaterThan(500);
        CrashRun.report("L1-creation", tally.states(), 0, tally.toString());
    }

    private void workAtRandom(SimulatedMachine machine, SplittableRandom random) {
        for (int start = 0; start < 2; start++) {
            SimulatedProcess process = machine.start(() -> {});
            process.open();
            for (int verb = 0; verb < 8; verb++) {
                process.doAnything(random, sources);
            }
            process.requireWhole();
            process.close();
        }
    }

    private void work(SimulatedMachine machine) {
        SimulatedProcess first = machine.start(() -> {});
        first.open();
        morning().forEach(verb -> verb.accept(first));
        first.close();

        SimulatedProcess second = machine.start(() -> {});
        second.open();
        afternoon(machine).forEach(verb -> verb.accept(second));
        second.requireWhole();
        second.close();
    }

    private List<Consumer<SimulatedProcess>> morning() {
        UUID rollout = UUID.randomUUID();
        ModelName churn = ModelName.of("churn");
        return List.of(
                process -> process.register("churn", sources.get(0)),
                process -> process.validate("churn", 1, "{\"auc\":0.91}"),
                process -> process.approve("churn", 1),
                process -> process.moveAlias("churn", 1),
                process -> process.register("churn", sources.get(1)),
                process -> process.tag("churn", 2, "candidate"),
                process -> process.comment("churn", 2),
                process -> process.append(
                        new RegistryEvent.RolloutStarted(churn, rollout, "champion", 1, 2, "{\"shares\":[0.05]}")),
                process -> process.append(new RegistryEvent.RolloutAdvanced(churn, rollout, 0, "5 %", 0.05)),
                process -> process.append(new RegistryEvent.RolloutEnded(churn, rollout, 2, true, "better")),
                process -> process.moveAlias("churn", 2),
                process -> process.register("fraud", sources.get(2)));
    }

    private List<Consumer<SimulatedProcess>> afternoon(SimulatedMachine machine) {
        return List.of(
                SimulatedProcess::refresh,
                process -> process.moveAlias("churn", 1),
                process -> process.archive("churn", 2),
                process -> process.restore("churn", 2),
                process -> process.delete("fraud", 1),
                process -> process.collectGarbage(GarbagePlan.dryRun()),
                SimulatedProcess::collectGarbage,
                process -> process.register("fraud", sources.get(2)),
                process -> process.delete("fraud", 2),
                process -> process.discard(Digest.of("weights of the third model, which has one file")),
                process -> process.collectGarbage(
                        GarbagePlan.removing().olderThan(Duration.ZERO).keepingTrashFor(Duration.ZERO)),
                process -> process.register("fraud", sources.get(2)),
                process -> process.register("fraud", sources.get(2)),
                // The disk is full: bringing the bad model down takes the reserve, which is occupied again afterwards.
                process -> machine.files.setFree(LITTLE),
                process -> process.moveAlias("churn", 2),
                process -> process.tag("churn", 1, "bad"),
                process -> machine.files.setFree(1L << 40),
                process -> process.moveAlias("fraud", 3),
                process -> process.validate("fraud", 3, "{\"auc\":0.93}"));
    }
}
