package io.modelops.registry.internal;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A machine with a registry on its simulated disk, whose power is cut after each change in all ways. */
final class SimulatedMachine {
    static final Path ROOT = Path.of("/teams/growth/models").toAbsolutePath();

    /** So that a few commits make checkpoints, and checkpoints that take up others. */
    static final long CHECKPOINT_INTERVAL = 3;

    final SimulatedFiles files;
    final CrashOracle oracle;
    final CrashExplorer explorer;
    final InstantSource clock;
    private final Setting setting;

    /**
     * What is simulated.
     *
     * @param disk what is between the library and the disk: no hard links, or a step of the protocol that is left out
     * @param strict whether content that nothing refers to has to be whole, too
     * @param effort how much to explore
     * @param tally counts what was explored
     */
    record Setting(UnaryOperator<Disk> disk, boolean strict, CrashExplorer.Effort effort, CrashExplorer.Tally tally) {
        /** Less of the same, for what follows a crash. */
        Setting afterACrash() {
            return new Setting(disk, strict, new CrashExplorer.Effort(6, 1, 0), tally);
        }
    }

    SimulatedMachine(SimulatedFiles files, Setting setting, SplittableRandom random, Sources sources) {
        this(files, setting, random, sources, new CrashOracle(), new AtomicLong());
    }

    private SimulatedMachine(
            SimulatedFiles files,
            Setting setting,
            SplittableRandom random,
            Sources sources,
            CrashOracle oracle,
            AtomicLong millis) {
        this.files = files;
        this.setting = setting;
        this.oracle = oracle;
        this.clock = () -> Instant.ofEpochMilli(1_700_000_000_000L + millis.incrementAndGet());
        this.explorer = new CrashExplorer(
                files,
                ROOT,
                oracle,
                new Reopening(ROOT, clock, CHECKPOINT_INTERVAL, setting.strict),
                setting.effort,
                random,
                setting.tally,
                image -> new SimulatedMachine(
                                restarted(image), setting.afterACrash(), random.split(), sources, oracle.copy(), millis)
                        .goOn(sources));
    }

    /** A machine on which a registry was opened once, with everything on its disk. */
    static SimulatedFiles withRegistry(UnaryOperator<Disk> disk) {
        SimulatedFiles files = new SimulatedFiles();
        DirectoryStores stores = DirectoryStores.open(
                ROOT,
                disk.apply(new SimulatedDisk(files, InstantSource.system(), () -> {}, () -> {})),
                InstantSource.system());
        stores.log().close();
        stores.artifacts().close();
        return CrashImages.synced(files);
    }

    /** Starts a process, which may be made to wait or to die before each of its calls. */
    SimulatedProcess start(Runnable turn) {
        return start(turn, explorer::explore);
    }

    /** Starts a process of which only that matters what it does once the registry is one. */
    SimulatedProcess startMakingARegistry() {
        return start(() -> {}, () -> {
            if (files.node(ROOT.resolve("FORMAT")) != null) {
                explorer.explore();
            }
        });
    }

    private SimulatedProcess start(Runnable turn, Runnable changed) {
        SimulatedDisk disk = new SimulatedDisk(files, clock, turn, changed);
        return new SimulatedProcess(this, disk, setting.disk.apply(disk));
    }

    /** Works on after a crash, and lets the power be cut again. */
    private void goOn(Sources sources) {
        try {
            SimulatedProcess process = start(() -> {});
            process.open();
            process.register("churn", sources.get(0));
            process.moveAlias("churn", process.latest("churn"));
            process.collectGarbage();
            process.requireWhole();
            process.close();
        } catch (RuntimeException failure) {
            throw new CrashViolation("after a crash life does not go on: " + failure, failure);
        }
    }

    private static SimulatedFiles restarted(SimulatedFiles image) {
        image.setFree(1L << 40);
        return image;
    }
}
