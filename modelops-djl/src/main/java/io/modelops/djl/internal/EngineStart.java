package io.modelops.djl.internal;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.engine.EngineProvider;
import io.modelops.model.ModelLoadException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/**
 * Starts DJL's engines without a download. DJL reads its settings once in the life of a process, from system properties
 * and environment variables, so they have to be there before its first class is initialised; what the application set
 * itself stays as it is.
 */
public final class EngineStart {
    private static boolean prepared;

    private EngineStart() {}

    /**
     * Starts an engine, or returns it if it runs.
     *
     * @param engine its name, such as {@code PyTorch}
     * @param cacheDirectory tells where native libraries may be unpacked; asked only if the application told DJL nothing
     * @throws ModelLoadException if the engine or its native library is not on the class path
     */
    public static synchronized Engine start(String engine, Supplier<Path> cacheDirectory) {
        prepare(cacheDirectory);
        try {
            if (!Engine.hasEngine(engine)) {
                // Behind a class loader of its own, as in an application server, DJL sees only the thread's.
                ServiceLoader.load(EngineProvider.class, EngineStart.class.getClassLoader())
                        .forEach(Engine::registerEngine);
            }
            if (!Engine.hasEngine(engine)) {
                throw new ModelLoadException("The DJL engine " + engine + " is not on the class path, which has "
                        + Engine.getAllEngines() + ". Add " + artifacts(engine) + ".");
            }
            if (engine.equals("OnnxRuntime")) {
                OnnxRuntimeTelemetry.check();
            }
            return Engine.getEngine(engine);
        } catch (EngineException | LinkageError | AssertionError failure) {
            throw new ModelLoadException(
                    "The DJL engine " + engine + " could not start (" + rootOf(failure)
                            + "): its native library has to be on the class path, nothing is downloaded. Add "
                            + artifacts(engine) + ".",
                    failure);
        }
    }

    /** Returns the directory to use if the application names none, made for this user alone. */
    public static Path defaultCacheDirectory() {
        return PrivateDirectory.byDefault();
    }

    private static void prepare(Supplier<Path> cacheDirectory) {
        if (prepared) {
            return;
        }
        setUnlessSet("ai.djl.offline", "DJL_OFFLINE", "true");
        setUnlessSet("OPT_OUT_TRACKING", "OPT_OUT_TRACKING", "true");
        if (isUnset("DJL_CACHE_DIR", "DJL_CACHE_DIR")) {
            String directory = PrivateDirectory.prepare(cacheDirectory.get())
                    .toAbsolutePath()
                    .toString();
            System.setProperty("DJL_CACHE_DIR", directory);
            setUnlessSet("ENGINE_CACHE_DIR", "ENGINE_CACHE_DIR", directory);
        }
        prepared = true;
    }

    private static void setUnlessSet(String property, String variable, String value) {
        if (isUnset(property, variable)) {
            System.setProperty(property, value);
        }
    }

    private static boolean isUnset(String property, String variable) {
        return System.getProperty(property) == null && System.getenv(variable) == null;
    }

    private static String artifacts(String engine) {
        return switch (engine) {
            case "PyTorch" ->
                "ai.djl.pytorch:pytorch-engine, ai.djl.pytorch:pytorch-native-cpu with the classifier "
                        + classifier() + ", and ai.djl.pytorch:pytorch-jni, in versions that belong together as DJL's "
                        + "documentation lists them";
            case "OnnxRuntime" ->
                "ai.djl.onnxruntime:onnxruntime-engine:" + Engine.getDjlVersion()
                        + " and com.microsoft.onnxruntime:onnxruntime:1.28.0 "
                        + "(on a GPU, onnxruntime_gpu), and if PyTorch's engine is there too, its native "
                        + "library";
            default -> "DJL's module for " + engine + " and its native library with the classifier " + classifier();
        };
    }

    private static String classifier() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String name = system.startsWith("win") ? "win" : system.startsWith("mac") ? "osx" : "linux";
        return name + (machine.equals("aarch64") || machine.equals("arm64") ? "-aarch64" : "-x86_64");
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }
}
