package io.modelops.benchmarks;

import io.modelops.deployment.Deployer;
import io.modelops.deployment.Deployment;
import io.modelops.event.DeploymentEvent;
import io.modelops.model.ModelVersion;
import io.modelops.registry.ModelRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * How much slower the slowest hundredth of the requests to one model is while another model is loaded and swapped in a
 * loop. Quiet and busy spells take turns, and each kind counts as one. Spells beside a thread that copies files without
 * the library tell how much of it is the machine's.
 */
final class Isolation {
    private static final int SPELLS = Integer.getInteger("bench.isolation.spells", 12);
    private static final int WARM_UP_SPELLS = 2;
    /** Of tiny versions: as many as the JVM wants to see before it compiles what a swap runs through for good. */
    private static final int WARM_UP_SWAPS = 10_000;

    private static final long SPELL_NANOS =
            TimeUnit.MILLISECONDS.toNanos(Long.getLong("bench.isolation.millis", 2_000));

    private final Deployment<double[], Double> neighbour;
    private final Changing changing;
    private final double[] input;
    private final long paceNanos;
    private final int modelBytes;

    private Isolation(Deployment<double[], Double> neighbour, Changing changing, Setting setting) {
        this.neighbour = neighbour;
        this.changing = changing;
        this.input = new double[setting.numbers];
        this.paceNanos = TimeUnit.MILLISECONDS.toNanos(setting.everyMillis);
        this.modelBytes = setting.modelBytes;
    }

    /** What is asked and what is swapped. */
    enum Setting {
        /** Requests of one to two milliseconds, beside models of 32 MB. */
        ORDINARY(400_000, 5, 32 << 20),
        /** Requests of less than a tenth of a millisecond beside models of 1 MB: each time a thread wakes up counts. */
        SMALL(20_000, 1, 1 << 20);

        private final int numbers;
        private final int everyMillis;
        private final int modelBytes;

        Setting(int numbers, int everyMillis, int modelBytes) {
            this.numbers = numbers;
            this.everyMillis = everyMillis;
            this.modelBytes = modelBytes;
        }
    }

    /** Measures it with a model that runs on the caller's thread, or on threads of its own. */
    static Result measure(String name, Path directory, boolean onCaller, Setting setting) throws Exception {
        Path home = directory.resolve(name);
        Semaphore closed = new Semaphore(0);
        try (ModelRegistry registry = ModelRegistry.open(home);
                Deployer deployer = Deployer.builder(registry)
                        .runtime(new SummingRuntime(onCaller))
                        .listener(event -> closed.release(event instanceof DeploymentEvent.Closed ? 1 : 0))
                        .build()) {
            ModelVersion quiet = SummingRuntime.register(registry, home, "quiet", 8);
            registry.point("champion").to(quiet);
            List<ModelVersion> tiny = register(registry, home, "tiny", 8);
            List<ModelVersion> versions = register(registry, home, "changing", setting.modelBytes);
            try (var neighbour = deployer.deploy("quiet@champion", double[].class, Double.class, settings -> {});
                    var compiled = deployer.deploy("tiny@champion", double[].class, Double.class, settings -> {});
                    var other = deployer.deploy("changing@champion", double[].class, Double.class, settings -> {})) {
                Changing often = new Changing(registry, compiled, tiny, closed);
                for (int swap = 0; swap < WARM_UP_SWAPS; swap++) {
                    often.swap();
                }
                return new Isolation(neighbour, new Changing(registry, other, versions, closed), setting)
                        .measure(name, home);
            }
        }
    }

    private static List<ModelVersion> register(ModelRegistry registry, Path home, String name, int bytes)
            throws IOException {
        ModelVersion first = SummingRuntime.register(registry, home, name, bytes);
        registry.point("champion").to(first);
        return List.of(first, SummingRuntime.register(registry, home, name, bytes));
    }

    private Result measure(String name, Path home) throws InterruptedException {
        Histogram quiet = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
        Histogram busy = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
        Histogram copying = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
        Copying plain = new Copying(home, modelBytes);
        for (int spell = -WARM_UP_SPELLS; spell < SPELLS; spell++) {
            boolean counts = spell >= 0;
            Histogram nowhere = new Histogram(quiet);
            (counts ? quiet : nowhere).add(spell(new AtomicBoolean(true)));
            (counts ? busy : nowhere).add(spellBeside("swapping", changing::until));
            (counts ? copying : nowhere).add(spellBeside("copying", plain::until));
        }
        double before = quiet.getValueAtPercentile(99);
        double during = busy.getValueAtPercentile(99);
        return Result.atMost(
                name,
                during / before,
                1.2,
                String.format(
                        Locale.ROOT,
                        "p99 %.0f us beside %d swaps, %.0f us without, %.0f us beside a thread that only copies and "
                                + "hashes files; %d requests",
                        during / 1e3,
                        changing.swaps.get(),
                        before / 1e3,
                        copying.getValueAtPercentile(99) / 1e3,
                        quiet.getTotalCount() + busy.getTotalCount()));
    }

    private Histogram spellBeside(String name, Consumer<AtomicBoolean> neighbour) throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        Thread beside = new Thread(() -> neighbour.accept(stop), name);
        beside.start();
        try {
            return spell(stop);
        } finally {
            beside.join();
        }
    }

    private Histogram spell(AtomicBoolean whenOver) {
        Histogram latencies = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
        long begin = System.nanoTime();
        for (long next = begin; next - begin < SPELL_NANOS; next += paceNanos) {
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            long began = System.nanoTime();
            neighbour.predict(input);
            latencies.recordValue(System.nanoTime() - began);
        }
        whenOver.set(true);
        return latencies;
    }

    /** The other model. The next version is asked for when the one before is closed and its files are gone. */
    private record Changing(
            ModelRegistry registry,
            Deployment<double[], Double> deployment,
            List<ModelVersion> versions,
            Semaphore closed,
            AtomicLong swaps) {
        private Changing(
                ModelRegistry registry,
                Deployment<double[], Double> deployment,
                List<ModelVersion> versions,
                Semaphore closed) {
            this(registry, deployment, versions, closed, new AtomicLong());
        }

        private void until(AtomicBoolean stop) {
            while (!stop.get()) {
                swap();
                swaps.incrementAndGet();
            }
        }

        private void swap() {
            ModelVersion present = deployment.version();
            ModelVersion next = versions.get(present.equals(versions.get(0)) ? 1 : 0);
            closed.drainPermits();
            registry.point("champion").from(present).to(next);
            closed.acquireUninterruptibly();
        }
    }
}
