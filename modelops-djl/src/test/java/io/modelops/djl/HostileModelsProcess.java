package io.modelops.djl;

import io.modelops.model.Quoted;
import io.modelops.spi.ModelFiles;
import io.modelops.spi.ModelRuntimeContract;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A process of its own that is given the whole corpus and then a good model, and says after both what was loaded. In a JVM
 * that runs other tests the engines may be there already.
 */
final class HostileModelsProcess {
    static final String PLANTED = "io.modelops.djl.planted";

    private HostileModelsProcess() {}

    /** Prints a line for each case: its id, what was thrown, and the message; and what was loaded. */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        Path cache = home.resolve("cache");
        DjlRuntime strict = DjlRuntime.builder().cacheDirectory(cache).build();
        DjlRuntime runtime =
                DjlRuntime.builder().allowTorchScript().cacheDirectory(cache).build();
        int number = 0;
        for (HostileModel model : HostileModels.all(evil(home))) {
            Path directory =
                    Files.createDirectories(home.resolve("case-" + ++number).resolve("version"));
            System.out.println(
                    model.hostile().id() + "\t" + load(model, directory, model.allowed() ? runtime : strict));
        }
        System.out.println("corpus\t" + loaded(cache));
        Path good = Files.createDirectories(home.resolve("good"));
        Files.write(good.resolve("model.onnx"), HostileModels.GOOD);
        runtime.load(ModelRuntimeContract.describe(good, "onnx", Map.of()), float[].class, float[].class)
                .close();
        System.out.println("good\t" + loaded(cache));
        System.exit(0);
    }

    private static String load(HostileModel model, Path directory, DjlRuntime runtime) throws IOException {
        model.files().in(new HostileModel.Directory(directory));
        ModelFiles files = ModelRuntimeContract.describe(directory, model.format(), Map.of());
        model.tampering().in(new HostileModel.Directory(directory));
        try {
            runtime.load(files, float[].class, float[].class).close();
            return "loaded\t";
        } catch (Exception | LinkageError refusal) {
            return refusal.getClass().getName() + "\t" + refusal.getMessage();
        }
    }

    /** Whether DJL's engines, ONNX Runtime's classes, a native library, the cache for them, or the planted class are there. */
    private static String loaded(Path cache) throws Exception {
        return "engine=" + isLoaded("ai.djl.engine.Engine") + " onnxruntime=" + isLoaded("ai.onnxruntime.OnnxRuntime")
                + " pytorch=" + isLoaded("ai.djl.pytorch.jni.LibUtils") + " native=" + isMapped() + " cache="
                + Files.exists(cache) + " planted=" + (System.getProperty(PLANTED) != null);
    }

    private static boolean isLoaded(String name) throws Exception {
        Method find = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
        find.setAccessible(true);
        return find.invoke(ClassLoader.getSystemClassLoader(), name) != null;
    }

    private static boolean isMapped() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        if (!Files.exists(maps)) {
            return isLoadedByJava();
        }
        try (Stream<String> lines = Files.lines(maps)) {
            return lines.anyMatch(line -> line.matches(".*(onnxruntime|torch|djl).*[.]so.*"));
        }
    }

    private static boolean isLoadedByJava() {
        return System.getProperty("onnxruntime.native.path") != null;
    }

    private static byte[] evil(Path home) throws IOException {
        Path source = Files.writeString(
                home.resolve("Evil.java"),
                "public class Evil implements ai.djl.nn.BlockFactory, ai.djl.translate.TranslatorFactory {"
                        + " static { System.setProperty(" + Quoted.of(PLANTED) + ", \"ran\"); }"
                        + " public ai.djl.nn.Block newBlock(ai.djl.Model m, java.nio.file.Path p,"
                        + " java.util.Map<String, ?> a) { return null; }"
                        + " public java.util.Set<ai.djl.util.Pair<java.lang.reflect.Type, java.lang.reflect.Type>>"
                        + " getSupportedTypes() { return java.util.Set.of(); }"
                        + " public <I, O> ai.djl.translate.Translator<I, O> newInstance(Class<I> i, Class<O> o,"
                        + " ai.djl.Model m, java.util.Map<String, ?> a) { return null; } }");
        List<String> options =
                List.of("-d", home.toString(), "-cp", System.getProperty("java.class.path"), source.toString());
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new));
        if (status != 0) {
            throw new AssertionError("the class to plant does not compile");
        }
        return Files.readAllBytes(home.resolve("Evil.class"));
    }
}
