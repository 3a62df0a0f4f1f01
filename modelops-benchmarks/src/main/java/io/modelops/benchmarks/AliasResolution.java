package io.modelops.benchmarks;

import io.modelops.model.ModelName;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.internal.LargeRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Finds the version an alias points to, and does the same look-ups in maps of the JDK. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class AliasResolution {
    private static final int MODELS = 1_000;
    private static final int MASK = 511;

    /** The directory of a registry, which is written if it is new. */
    @Param("")
    public String directory = "";

    private final Map<ModelName, Map<String, Integer>> aliases = new ConcurrentHashMap<>();
    private final Map<ModelName, Map<Integer, ModelVersion>> versions = new ConcurrentHashMap<>();
    private final ModelRef.Aliased[] references = new ModelRef.Aliased[MASK + 1];
    private final String[] texts = new String[MASK + 1];
    private Optional<ModelRegistry> registry = Optional.empty();
    private int next;

    /** Opens the registry and fills the maps. */
    @Setup
    public void open() {
        ModelRegistry opened = ModelRegistry.open(Path.of(directory));
        registry = Optional.of(opened);
        for (ModelName name : opened.models()) {
            aliases.put(name, new ConcurrentHashMap<>(opened.aliases(name.value())));
            Map<Integer, ModelVersion> numbered = new ConcurrentHashMap<>();
            opened.versions(name.value()).forEach(version -> numbered.put(version.number(), version));
            versions.put(name, numbered);
        }
        for (int index = 0; index <= MASK; index++) {
            texts[index] = LargeRegistry.name(1 + index * 7 % MODELS) + "@champion";
            references[index] = (ModelRef.Aliased) ModelRef.parse(texts[index]);
        }
    }

    /** Closes the registry. */
    @TearDown
    public void close() {
        registry.ifPresent(ModelRegistry::close);
    }

    /** The registry's way. */
    @Benchmark
    public Optional<ModelVersion> registry() {
        return registry.get().find(references[next++ & MASK]);
    }

    /** The registry's way from a text. */
    @Benchmark
    public Optional<ModelVersion> text() {
        return registry.get().find(texts[next++ & MASK]);
    }

    /** Three look-ups in maps that nobody checks. */
    @Benchmark
    public ModelVersion maps() {
        ModelRef.Aliased reference = references[next++ & MASK];
        Map<String, Integer> named = Objects.requireNonNull(aliases.get(reference.model()));
        Integer number = Objects.requireNonNull(named.get(reference.alias()));
        return Objects.requireNonNull(
                Objects.requireNonNull(versions.get(reference.model())).get(number));
    }
}
