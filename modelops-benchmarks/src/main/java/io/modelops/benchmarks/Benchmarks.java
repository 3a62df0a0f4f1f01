package io.modelops.benchmarks;

import io.modelops.registry.ModelRegistry;
import io.modelops.registry.internal.LargeRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Runs all benchmarks and prints a line for each. With {@code -Dbench.strict=true} it fails if one is short of its target,
 * with {@code -Dbench.only=registry}, {@code dispatch}, {@code isolation}, {@code batching}, {@code monitoring} or
 * {@code detectors} it runs
 * these alone.
 */
public final class Benchmarks {
    private static final int MODELS = 1_000;
    private static final int VERSIONS = 100;
    private static final int STRETCH = 1_000;
    private static final long ARTIFACT = 1L << 30;

    private final Path directory;
    private final List<Result> results = new ArrayList<>();

    private Benchmarks(Path directory) {
        this.directory = directory;
    }

    /**
     * Runs them.
     *
     * @param arguments the directory to work in
     * @throws Exception if one can't be run
     */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of(arguments[0])), "bench");
        Benchmarks benchmarks = new Benchmarks(directory);
        try {
            benchmarks.run();
        } finally {
            delete(directory);
        }
        if (Boolean.getBoolean("bench.strict") && !benchmarks.results.stream().allMatch(Result::isOk)) {
            System.exit(1);
        }
    }

    private void run() throws Exception {
        if (isWanted("registry")) {
            registry();
        }
        if (isWanted("dispatch")) {
            DispatchSpeed.run(directory, this::add);
        }
        if (isWanted("isolation")) {
            add(Isolation.measure("isolation-on-caller", directory, true, Isolation.Setting.ORDINARY));
            add(Isolation.measure("isolation-on-workers", directory, false, Isolation.Setting.ORDINARY));
            add(Isolation.measure("isolation-small-on-caller", directory, true, Isolation.Setting.SMALL));
            add(Isolation.measure("isolation-small-on-workers", directory, false, Isolation.Setting.SMALL));
        }
        if (isWanted("batching")) {
            BatchingSpeed.run(directory, this::add);
        }
        if (isWanted("detectors")) {
            DetectorSpeed.run(this::add);
        }
        if (isWanted("monitoring")) {
            MonitoringSpeed.run(this::add);
        }
    }

    private static boolean isWanted(String part) {
        String only = System.getProperty("bench.only", "");
        return only.isEmpty() || only.equals(part);
    }

    private void registry() throws Exception {
        Path registry = directory.resolve("registry");
        long entries = LargeRegistry.write(registry, MODELS, VERSIONS);
        add(open(registry, entries));
        aliasResolution(registry);
        delete(registry);
        add(register());
    }

    private void add(Result result) {
        results.add(result);
        System.out.println(result);
    }

    private static Result open(Path registry, long entries) throws Exception {
        List<Path> files = new ArrayList<>(list(registry.resolve("ckpt")));
        List<Path> records = list(registry.resolve("log"));
        files.addAll(records.subList((int) (entries / STRETCH * STRETCH), records.size()));
        double first = Times.seconds(() -> ModelRegistry.open(registry).close());
        Times times = Times.of(5, 9, () -> ModelRegistry.open(registry).close(), () -> ReadAndHash.of(files));
        return Result.atMost(
                "registry-open",
                times.ratio(),
                10,
                String.format(
                        Locale.ROOT,
                        "%d entries, %d versions, %.2f s, reading and hashing the same bytes %.2f s, the first time in"
                                + " a new JVM %.2f s",
                        entries,
                        MODELS * VERSIONS,
                        times.ours(),
                        times.theirs(),
                        first));
    }

    private void aliasResolution(Path registry) throws Exception {
        Jmh jmh = Jmh.run(AliasResolution.class, 1, registry.toString());
        add(resolution("alias-resolution", "registry", 4, jmh));
        add(resolution("alias-resolution-of-text", "text", 20, jmh));
    }

    private static Result resolution(String name, String method, double target, Jmh jmh) {
        double ours = jmh.nanoseconds(method);
        double maps = jmh.nanoseconds("maps");
        return Result.atMost(
                name,
                ours / maps,
                target,
                String.format(
                        Locale.ROOT,
                        "%.0f ns, the same look-ups in maps %.0f ns, %.0f bytes allocated",
                        ours,
                        maps,
                        jmh.bytes(method)));
    }

    private Result register() throws Exception {
        Path source = directory.resolve("large.onnx");
        write(source);
        int[] run = new int[1];
        Times times = Times.of(
                1,
                5,
                () -> {
                    Path registry = directory.resolve("registry-" + run[0]++);
                    try (ModelRegistry opened = ModelRegistry.open(registry)) {
                        opened.register("large", source, model -> {});
                    }
                },
                () -> {
                    ReadAndHash.of(List.of(source));
                    delete(directory.resolve("registry-" + (run[0] - 1)));
                });
        return Result.atLeast(
                "register-1gb",
                1 / times.ratio(),
                0.5,
                String.format(
                        Locale.ROOT,
                        "%.2f s, reading and hashing %.2f s, in %s",
                        times.ours(),
                        times.theirs(),
                        storage(source)));
    }

    private static void write(Path file) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        byte[] some = new byte[1 << 20];
        try (OutputStream output = Files.newOutputStream(file)) {
            for (long bytes = 0; bytes < ARTIFACT; bytes += some.length) {
                random.nextBytes(some);
                output.write(some);
            }
        }
    }

    private static String storage(Path file) throws IOException {
        return Files.getFileStore(file).type();
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        }
    }
}
