package io.modelops.djl.internal;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.nn.Block;
import ai.djl.translate.Translator;
import io.modelops.djl.BlockFactory;
import io.modelops.djl.DevicePlacement;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Quoted;
import io.modelops.spi.LoadedModel;
import io.modelops.spi.ModelFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Brings a version into memory through {@code Model.newInstance} and {@code load}, which read the one file they are told
 * to read. DJL's {@code Criteria} would also run classes and jars it finds beside it.
 */
public final class Loading {
    private static final Pattern PARAMETERS_FILE = Pattern.compile("(.+)-[0-9]{4}\\.params");

    private final @Nullable DevicePlacement placement;
    private final Map<String, BlockFactory> blocks;
    private final Supplier<Path> cacheDirectory;
    private final Map<String, String> onnxOptions;

    /**
     * Keeps what all versions have in common.
     *
     * @param placement where they lie, or null for the CPU; none is made up before a version is loaded, because its mere type
     *     brings DJL's engine class into memory
     * @param onnxOptions what sessions of ONNX Runtime are opened with, by DJL's names
     */
    public Loading(
            @Nullable DevicePlacement placement,
            Map<String, BlockFactory> blocks,
            Supplier<Path> cacheDirectory,
            Map<String, String> onnxOptions) {
        this.placement = placement;
        this.blocks = Map.copyOf(blocks);
        this.cacheDirectory = cacheDirectory;
        this.onnxOptions = Map.copyOf(onnxOptions);
    }

    /**
     * Loads a version.
     *
     * @throws ModelLoadException if it can't be loaded; what was allocated is released
     */
    public <I, O> LoadedModel<I, O> load(
            ModelFiles files, ModelFormat format, Supplier<? extends Translator<I, O>> translator) {
        ModelVersion version = files.version();
        try {
            Path file = ModelDirectory.check(files, format);
            Copies copies = switch (format) {
                case ONNX -> loadOnnx(version, file);
                case TORCHSCRIPT -> load(version, file, "PyTorch", Map.of());
                case DJL_PARAMETERS -> loadNetwork(version, file);
            };
            copies.all().forEach(model -> version.description().parameters().forEach(model::setProperty));
            return new DjlModel<>(version, copies, translator);
        } catch (IOException unreadable) {
            throw broken(version, unreadable);
        }
    }

    private Copies loadOnnx(ModelVersion version, Path file) {
        Copies copies = load(version, file, "OnnxRuntime", onnxOptions);
        try {
            DeclaredInputs.check(version, copies.all().get(0));
            return copies;
        } catch (ModelLoadException contradiction) {
            copies.close();
            throw contradiction;
        }
    }

    private Copies load(ModelVersion version, Path file, String engine, Map<String, String> options) {
        return Copies.load(
                devices(version, engine),
                device -> fill(
                        version,
                        Model.newInstance(version.model().value(), device, engine),
                        file,
                        fileName(file),
                        options));
    }

    private List<Device> devices(ModelVersion version, String engine) {
        Engine started = EngineStart.start(engine, cacheDirectory);
        List<Device> devices = placement == null ? List.of(Device.cpu()) : placement.devices(started);
        if (devices.isEmpty()) {
            throw new ModelLoadException(
                    "Version " + version + " was given no device to run on: the DevicePlacement of "
                            + "the runtime must name one or more, such as Device.cpu().");
        }
        return devices;
    }

    private Copies loadNetwork(ModelVersion version, Path file) {
        NetworkDescription network = NetworkDescription.of(version);
        BlockFactory factory = blocks.get(network.block());
        if (factory == null) {
            throw new ModelLoadException("Version " + version + " needs block " + Quoted.of(network.block())
                    + ", which the runtime does not know: expected one of "
                    + blocks.keySet().stream().sorted().toList()
                    + "; add it with DjlRuntime.builder().block(name, factory), in a DjlExtension if the runtime is "
                    + "found by itself.");
        }
        Matcher name = PARAMETERS_FILE.matcher(fileName(file));
        if (!name.matches()) {
            throw new ModelLoadException("File " + fileName(file) + " of version " + version + " has no name that DJL "
                    + "gives to parameters: expected a name such as network-0000.params; rename it.");
        }
        return Copies.load(devices(version, network.engine()), device -> {
            Block block = network.assembleEmpty(factory);
            Model model = Model.newInstance(version.model().value(), device, network.engine());
            model.setBlock(block);
            return fill(version, model, file, name.group(1), Map.of());
        });
    }

    private static Model fill(
            ModelVersion version, Model model, Path file, String prefix, Map<String, String> options) {
        boolean loaded = false;
        try {
            model.load(file.toAbsolutePath().getParent(), prefix, options);
            loaded = true;
            return model;
        } catch (IOException | MalformedModelException | RuntimeException | LinkageError | OutOfMemoryError failure) {
            throw broken(version, failure);
        } finally {
            if (!loaded) {
                model.close();
            }
        }
    }

    private static String fileName(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static ModelLoadException broken(ModelVersion version, Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new ModelLoadException(
                "Version " + version + " of format " + version.format() + " could not be loaded ("
                        + root.getClass().getSimpleName() + " " + Quoted.of(String.valueOf(root.getMessage()))
                        + "): expected intact files that the engine on the class path can read; try the file with the "
                        + "tool that made it, and compare the engine's version.",
                failure);
    }
}
