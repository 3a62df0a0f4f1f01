package io.modelops.deployment.internal;

import io.modelops.model.ClosedException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelVersion;
import io.modelops.spi.ModelRuntime;
import io.modelops.spi.ModelRuntimeProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engines of one deployer: those the application gave, then those on the class path. Looked up once, on the thread
 * that builds the deployer, because other threads may have another context class loader.
 */
public final class Runtimes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Runtimes.class);

    private final List<ModelRuntime> given;
    private final Map<String, ModelRuntimeProvider> providers;
    private final List<String> broken;
    private final Map<String, ModelRuntime> created = new LinkedHashMap<>();
    private boolean closed;

    private Runtimes(List<ModelRuntime> given, Map<String, ModelRuntimeProvider> providers, List<String> broken) {
        this.given = given;
        this.providers = providers;
        this.broken = broken;
    }

    /**
     * Finds the engines.
     *
     * @param given engines of the application, which come first and stay its own
     * @throws InvalidInputException if two providers have the same name
     */
    public static Runtimes discover(List<ModelRuntime> given) {
        Map<String, ModelRuntimeProvider> providers = new LinkedHashMap<>();
        List<String> broken = new ArrayList<>();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        for (ClassLoader loader : Stream.of(ModelRuntimeProvider.class.getClassLoader(), context)
                .filter(Objects::nonNull)
                .distinct()
                .toList()) {
            for (ServiceLoader.Provider<ModelRuntimeProvider> found :
                    (Iterable<ServiceLoader.Provider<ModelRuntimeProvider>>)
                            ServiceLoader.load(ModelRuntimeProvider.class, loader).stream()::iterator) {
                add(found, providers, broken);
            }
        }
        return new Runtimes(List.copyOf(given), providers, broken);
    }

    /**
     * The engine for a version.
     *
     * @throws ModelLoadException if there is none
     * @throws ClosedException if they are closed
     */
    public synchronized ModelRuntime of(ModelVersion version) {
        if (closed) {
            throw new ClosedException(
                    "Version " + version + " was not loaded: the deployer is closed; build another one.");
        }
        String format = version.format();
        for (ModelRuntime runtime : given) {
            if (runtime.formats().contains(format)) {
                return runtime;
            }
        }
        for (ModelRuntimeProvider provider : providers.values()) {
            if (provider.formats().contains(format)) {
                return created.computeIfAbsent(provider.name(), name -> provider.create());
            }
        }
        throw new ModelLoadException("No runtime for format " + format + " of version " + version
                + " was found: the application gave "
                + described(given.stream().map(runtime -> runtime.name() + " for " + runtime.formats()))
                + ", the class path has "
                + described(providers.values().stream().map(provider -> provider.name() + " for " + provider.formats()))
                + (broken.isEmpty() ? "" : ", and these could not be used: " + broken)
                + ". Add the adapter, such as io.modelops:modelops-djl; if the application is one jar, merge its "
                + "META-INF/services files.");
    }

    /** Closes the engines that were created here, not those the application gave. */
    @Override
    public synchronized void close() {
        closed = true;
        created.values().forEach(Runtimes::close);
        created.clear();
    }

    private static void close(ModelRuntime runtime) {
        try {
            runtime.close();
        } catch (RuntimeException | Error failure) {
            LOG.warn("Runtime {} threw when it was closed and was ignored", runtime.name(), failure);
        }
    }

    private static void add(
            ServiceLoader.Provider<ModelRuntimeProvider> found,
            Map<String, ModelRuntimeProvider> providers,
            List<String> broken) {
        try {
            ModelRuntimeProvider provider = found.get();
            ModelRuntimeProvider other = providers.putIfAbsent(provider.name(), provider);
            if (other != null && other.getClass() != provider.getClass()) {
                throw new InvalidInputException("Two runtime providers are both named " + provider.name() + ": "
                        + origin(other) + " and " + origin(provider) + "; remove one from the class path, or give the "
                        + "wanted runtime to the builder.");
            }
        } catch (ServiceConfigurationError unusable) {
            broken.add(unusable.getMessage());
        }
    }

    private static String origin(ModelRuntimeProvider provider) {
        var source = provider.getClass().getProtectionDomain().getCodeSource();
        return provider.getClass().getName() + " in " + (source == null ? "the JDK" : source.getLocation());
    }

    private static String described(Stream<String> names) {
        List<String> all = names.toList();
        return all.isEmpty() ? "none" : all.toString();
    }
}
