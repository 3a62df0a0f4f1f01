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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Spoils each call to the file system that a process with a registry makes, in each way a call can be spoilt. */
@Tag("crash")
class FileFaultTest {
    private static final String LAYER = "L2-file-faults";
    private static final int BEFORE_A_CHECKPOINT = 999;
    private static final int OF_EQUAL_DIRECTORIES = 64;

    private Path scratch;
    private VictimJvm jvm;
    private Path library;
    private Path almostFull;

    /** The ways to spoil a call. */
    private enum Kind {
        KILL,
        KILL_AFTER,
        EIO,
        ENOSPC,
        KILL_TORN,
        SHORT;

        boolean fits(String call) {
            return ordinal() < KILL_TORN.ordinal() || call.contains(" write ");
        }
    }

    /** One run: the call to spoil, where the registry starts from, and what the library has wrong. */
    private record Run(Kind kind, int at, boolean atACheckpoint, PlantedBug bug) {}

    @BeforeEach
    void prepare() throws Exception {
        scratch = Scratch.inMemory();
        AllVerbs.prepare(scratch);
        jvm = new VictimJvm(Files.createDirectory(scratch.resolve("jvm")))
                .trainedBy(AllVerbs.class, scratch.resolve("training").toString(), scratch.toString(), "NONE");
        almostFull = scratch.resolve("almost-a-checkpoint");
    }

    @AfterEach
    void clean() throws IOException {
        Scratch.delete(scratch);
    }

    @Test
    void anyVerb_anyCallSpoilt_losesNothingAndClaimsNothing() throws Exception {
        Optional<Path> compiled = NativeCode.library("file-faults.c", scratch);
        if (compiled.isEmpty()) {
            CrashRun.unavailable(LAYER, "no C compiler");
            return;
        }
        library = compiled.get();
        List<Run> runs = runs(trace(false), false);
        if (CrashRun.of(0, 1) == 1) {
            prepareCheckpoint();
            runs.addAll(runs(trace(true), true));
        }
        Collections.shuffle(runs, new Random(20_261_123));
        List<Run> chosen = runs.subList(0, CrashRun.of(12, runs.size()));

        Set<String> violations = violations(chosen);

        assertThat(violations).isEmpty();
        CrashRun.report(LAYER, chosen.size(), violations.size(), "kinds=" + Kind.values().length);
        assertFound(PlantedBug.SWALLOWED_SYNC_FAILURE, Kind.EIO, "call fsync /log");
        assertFound(PlantedBug.COPY_FOR_LINK, Kind.KILL_AFTER, "call write /log");
    }

    private void assertFound(PlantedBug bug, Kind kind, String call) throws Exception {
        List<String> calls = trace(false, bug);
        int at = 1;
        while (!calls.get(at - 1).startsWith(call)) {
            at++;
        }
        Run run = new Run(kind, at, false, bug);
        assertThat(violations(List.of(run))).as("the harness finds %s", bug).isNotEmpty();
        CrashRun.report("L2-planted", 1, 0, "bug=" + bug + " found=true");
    }

    private Set<String> violations(List<Run> runs) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Set<String>>> tasks = new ArrayList<>();
            runs.forEach(run -> tasks.add(() -> spoil(run)));
            Set<String> all = new TreeSet<>();
            for (Future<Set<String>> found : threads.invokeAll(tasks)) {
                all.addAll(found.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Run> runs(List<String> calls, boolean checkpoint) {
        List<Run> runs = new ArrayList<>();
        for (int at = 1; at <= calls.size(); at++) {
            String call = calls.get(at - 1);
            // The directories of content are all alike.
            boolean wanted = checkpoint
                    ? calls.subList(at - 1, Math.min(calls.size(), at + 4))
                            .toString()
                            .contains("/ckpt/")
                    : !call.matches(".*/blobs/..") || at % OF_EQUAL_DIRECTORIES == 0;
            for (Kind kind : Kind.values()) {
                if (wanted && kind.fits(call)) {
                    runs.add(new Run(kind, at, checkpoint, PlantedBug.NONE));
                }
            }
        }
        return runs;
    }

    /** A registry whose next entry makes a checkpoint due. */
    private void prepareCheckpoint() throws IOException {
        try (ModelRegistry registry = ModelRegistry.open(almostFull)) {
            ModelVersion version =
                    registry.register("other", Files.writeString(scratch.resolve("other.onnx"), "x"), model -> {});
            for (int entries = 1; entries < BEFORE_A_CHECKPOINT; entries++) {
                registry.tag(version, "count", String.valueOf(entries));
            }
        }
    }

    private List<String> trace(boolean checkpoint) throws Exception {
        return trace(checkpoint, PlantedBug.NONE);
    }

    private List<String> trace(boolean checkpoint, PlantedBug bug) throws Exception {
        Path trace = scratch.resolve("trace-" + checkpoint + bug);
        Path place = place(checkpoint);
        Process process =
                victim(place, new Run(Kind.KILL, 0, checkpoint, bug), Map.of("FAULT_TRACE", trace.toString()));
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        Scratch.delete(place);
        return Files.readAllLines(trace);
    }

    private Path place(boolean checkpoint) throws IOException {
        Path place = Files.createTempDirectory(scratch, "run-");
        if (checkpoint) {
            Path root = place.resolve("registry");
            List<Path> tree;
            try (var paths = Files.walk(almostFull)) {
                tree = paths.toList();
            }
            for (Path path : tree) {
                Files.copy(path, root.resolve(almostFull.relativize(path).toString()));
            }
        }
        return place;
    }

    private Process victim(Path place, Run run, Map<String, String> more) throws IOException {
        ProcessBuilder builder = jvm.start(
                List.of(), AllVerbs.class, place.resolve("registry").toString(), scratch.toString(), run.bug.name());
        Map<String, String> environment = builder.environment();
        environment.put("LD_PRELOAD", library.toString());
        environment.put("FAULT_ROOT", place.resolve("registry").toString());
        environment.put("FAULT_AT", String.valueOf(run.at));
        environment.put("FAULT_KIND", run.kind.name());
        environment.putAll(more);
        return builder.start();
    }

    private Set<String> spoil(Run run) throws Exception {
        Path place = place(run.atACheckpoint);
        try {
            Path root = place.resolve("registry");
            Process process = victim(place, run, Map.of());
            List<String> lines =
                    new String(process.getInputStream().readAllBytes()).lines().toList();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.toHandle().destroyForcibly();
            }
            Ledger ledger = new Ledger();
            if (run.atACheckpoint) {
                ledger.begin(BEFORE_A_CHECKPOINT);
            }
            lines.forEach(line -> ledger.line("victim", line));
            ledger.ended("victim");
            Set<String> violations = new TreeSet<>(ledger.check(root, registry -> goOn(registry, place, ledger)));
            violations.addAll(ledger.check(root, registry -> {}));
            ended(run, lines, violations);
            return violations.isEmpty() ? Set.of() : Set.of(run + " " + lines + ": " + violations);
        } finally {
            Scratch.delete(place);
        }
    }

    private static void ended(Run run, List<String> lines, Set<String> violations) {
        boolean killed = run.kind.name().startsWith("KILL");
        if (!killed && !lines.contains("end")) {
            violations.add("it ended before its end");
        }
        for (int line = 0; line + 1 < lines.size(); line++) {
            boolean syncFailed = lines.get(line).matches("fault fsync /(log|blobs/..)")
                    && (run.kind == Kind.EIO || run.kind == Kind.ENOSPC);
            if (syncFailed && lines.get(line + 1).startsWith("ok")) {
                violations.add("acknowledged although the sync failed");
            }
        }
    }

    /** A rollback and a clean-up, as they are wanted after a crash. */
    private static void goOn(ModelRegistry registry, Path place, Ledger ledger) {
        try {
            Path source = Files.writeString(place.resolve("judge.onnx"), "judge");
            ModelVersion version = registry.register("judge", source, details -> {});
            ledger.acknowledge(registry.head().orElseThrow());
            ledger.acknowledge(registry.point("champion").by(Actor.by("judge")).to(version));
            registry.collectGarbage(
                    GarbagePlan.removing().olderThan(Duration.ZERO).keepingTrashFor(Duration.ZERO));
            assertThat(place.resolve("registry/tmp")).isEmptyDirectory();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
