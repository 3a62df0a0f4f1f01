package io.modelops.djl.internal;

import io.modelops.model.Manifest;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Quoted;
import io.modelops.spi.ModelFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks through a version's directory before an engine does. What an engine, or DJL around it, would run or take settings
 * from (classes, jars, scripts, native libraries, pickles, {@code serving.properties}) is refused by name and by
 * content; only the model's own kind of file and inert companions pass.
 */
public final class ModelDirectory {
    private static final Set<String> COMPANIONS = Set.of(".json", ".txt", ".csv", ".tsv", ".md", ".vocab");

    private final ModelVersion version;
    private final ModelFormat format;
    private final Map<String, Path> files;
    private final Map<String, Long> sizes = new HashMap<>();

    private ModelDirectory(ModelVersion version, ModelFormat format, Map<String, Path> files) {
        this.version = version;
        this.format = format;
        this.files = files;
    }

    /**
     * Checks the files of a version.
     *
     * @return the model's own file
     * @throws ModelLoadException if any file is not allowed, missing or not in the manifest
     * @throws IOException if the directory can't be read
     */
    public static Path check(ModelFiles given, ModelFormat format) throws IOException {
        ModelVersion version = given.version();
        ModelDirectory directory = new ModelDirectory(version, format, list(given));
        directory.compareWith(version.description().manifest());
        String model = directory.onlyModel();
        Set<String> data = directory.checkModel(model);
        for (Map.Entry<String, Path> file : directory.files.entrySet()) {
            if (!file.getKey().equals(model)) {
                directory.checkCompanion(file.getKey(), file.getValue(), data);
            }
        }
        return given.directory().resolve(model);
    }

    private static Map<String, Path> list(ModelFiles given) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        Path root = given.directory();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String path = root.relativize(file).toString().replace('\\', '/');
                if (!attributes.isRegularFile()) {
                    throw new ModelLoadException("File " + Quoted.of(path) + " of version " + given.version()
                            + " is a link or a device: expected regular files only; register the files themselves.");
                }
                files.put(path, file);
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private void compareWith(Manifest manifest) throws IOException {
        Map<String, Path> unexpected = new HashMap<>(files);
        for (Manifest.File expected : manifest.files()) {
            Path file = unexpected.remove(expected.path());
            if (file == null) {
                throw refused(expected.path(), "is missing from the directory to load from");
            }
            if (isShared(file)) {
                throw refused(expected.path(), "has hard links, so that it may be a file from elsewhere");
            }
            if (Files.size(file) != expected.bytes()) {
                throw refused(expected.path(), "does not have the size of the manifest");
            }
            sizes.put(expected.path(), expected.bytes());
        }
        if (!unexpected.isEmpty()) {
            throw refused(unexpected.keySet().iterator().next(), "is not in the manifest");
        }
    }

    private static boolean isShared(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                && Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) instanceof Integer links
                && links > 1;
    }

    private String onlyModel() {
        List<String> models = files.keySet().stream()
                .filter(path -> path.endsWith(format.extension()))
                .toList();
        if (models.size() != 1) {
            throw new ModelLoadException("Version " + version + " of format " + format.label() + " has " + models.size()
                    + " files that end in " + format.extension() + ": expected exactly one; its files are "
                    + files.keySet() + ". Register the right file, or say which format it is.");
        }
        return models.get(0);
    }

    /** Checks the model's own file and returns the paths of its data files. */
    private Set<String> checkModel(String path) throws IOException {
        Path file = file(path);
        ContentKind kind = ContentKind.of(file);
        boolean expected = format == ModelFormat.TORCHSCRIPT ? kind == ContentKind.ARCHIVE : kind == ContentKind.OTHER;
        if (!expected) {
            throw refused(path, "is " + kind.description() + ", whatever its name says");
        }
        try {
            switch (format) {
                case ONNX -> {
                    return dataFiles(path, OnnxReferences.of(file));
                }
                case TORCHSCRIPT -> TorchScriptArchive.check(file);
                case DJL_PARAMETERS -> checkParameters(file);
            }
            return Set.of();
        } catch (IOException broken) {
            throw new ModelLoadException(
                    "File " + path + " of version " + version + " is not " + format.label() + ": " + broken.getMessage()
                            + ". Register an intact file, or say which format it is.",
                    broken);
        }
    }

    private static void checkParameters(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            if (!new String(in.readNBytes(4), StandardCharsets.ISO_8859_1).equals("DJL@")) {
                throw new IOException("it does not start like parameters that DJL saved");
            }
        }
    }

    private Set<String> dataFiles(String model, List<OnnxReferences.Reference> references) throws IOException {
        Set<String> paths = new HashSet<>();
        String parent = model.substring(0, model.lastIndexOf('/') + 1);
        for (OnnxReferences.Reference reference : references) {
            String location = reference.location();
            Long size = location.indexOf('/') < 0 ? sizes.get(parent + location) : null;
            if (size == null || model.equals(parent + location)) {
                throw refused(
                        model,
                        "keeps weights in " + Quoted.of(location) + ", which is not a file of this version beside it");
            }
            if (reference.offset() > size || reference.length() > size - reference.offset()) {
                throw refused(model, "wants more bytes of " + Quoted.of(location) + " than there are");
            }
            paths.add(parent + location);
        }
        return paths;
    }

    private void checkCompanion(String path, Path file, Set<String> data) throws IOException {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        if (!data.contains(path) && !COMPANIONS.contains(dot < 0 ? "" : name.substring(dot))) {
            throw refused(path, "is of a kind that has no place beside a model");
        }
        ContentKind kind = ContentKind.of(file);
        if (kind != ContentKind.OTHER) {
            throw refused(path, "is " + kind.description() + ", whatever its name says");
        }
    }

    private Path file(String path) {
        Path file = files.get(path);
        if (file == null) {
            throw refused(path, "is missing from the directory to load from");
        }
        return file;
    }

    private ModelLoadException refused(String path, String why) {
        List<String> allowed = new ArrayList<>(COMPANIONS.stream().sorted().toList());
        allowed.add(0, "one " + format.extension());
        return new ModelLoadException("File " + Quoted.of(path) + " of version " + version + " " + why
                + ": a version of format " + format.label() + " may hold " + String.join(", ", allowed)
                + (format == ModelFormat.ONNX ? " and the files its weights are in" : "")
                + ", and nothing that could run. Register exactly the model's own files.");
    }
}
