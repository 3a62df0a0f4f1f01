package io.modelops.registry.internal;

import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Lineage;
import io.modelops.model.Manifest;
import io.modelops.model.ModelDescription;
import io.modelops.model.ModelVersion;
import io.modelops.model.Signature;
import io.modelops.model.StoreException;
import io.modelops.spi.ArtifactStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files and documents of a version on their way into the artifact store; and the way back out of it. */
public final class Publication {
    private static final int MOST_FILES = 10_000;
    private static final int MOST_ENTRIES = 100_000;
    private static final Map<String, String> FORMATS = Map.of("onnx", "onnx", "pt", "torchscript");

    private final Path source;
    private final List<Path> files;
    private final String format;
    private final Said said;

    /**
     * Finds the files of a version. Nothing is stored yet.
     *
     * @param said what was said of the version
     */
    public Publication(Path source, Said said) {
        this.source = source;
        this.said = said;
        this.files = filesOf(source);
        this.format = said.format() == null ? formatOf(source) : said.format();
    }

    /**
     * The description as it will be, up to the digests of the files, so that what is refused is refused before anything
     * is stored.
     */
    public ModelDescription outline() {
        return describe(this::outline, Digest::of);
    }

    /** Stores everything the description refers to and returns the description. */
    public ModelDescription publish(ArtifactStore artifacts) {
        return describe(file -> put(artifacts, file), content -> put(artifacts, content));
    }

    private ModelDescription describe(Function<Path, Manifest.File> kept, Function<byte[], Digest> attached) {
        List<Manifest.File> manifest = files.stream().map(kept).toList();
        Map<String, Digest> attachments = new LinkedHashMap<>();
        said.attachments().forEach((role, content) -> attachments.put(role, attached.apply(content)));
        return new ModelDescription(
                format,
                new Manifest(manifest),
                said.signature(),
                said.metrics(),
                said.parameters(),
                said.lineage(),
                attachments,
                said.owner(),
                said.text());
    }

    /** What was said of a version before its files were stored. */
    public record Said(
            @Nullable String format,
            @Nullable Signature signature,
            Map<String, Double> metrics,
            Map<String, String> parameters,
            Lineage lineage,
            Map<String, byte[]> attachments,
            @Nullable String owner,
            String text) {}

    /** Stores a document. */
    public static Digest put(ArtifactStore artifacts, byte[] content) {
        return artifacts.put(new ByteArrayInputStream(content));
    }

    /** Copies the files of a version to an empty directory. If that fails it is empty afterwards, too. */
    public static void copy(ArtifactStore artifacts, ModelVersion version, Path directory) {
        requireEmpty(directory);
        try {
            copyAll(artifacts, version, directory);
        } catch (RuntimeException failure) {
            removeContent(directory, failure);
            throw failure;
        }
    }

    private static void requireEmpty(Path directory) {
        try (Stream<Path> content = Files.list(directory)) {
            if (content.findAny().isPresent()) {
                throw new InvalidInputException(
                        "Directory " + directory
                                + " is not empty: expected an empty one, so that it holds nothing but the files of the version.");
            }
        } catch (IOException unreadable) {
            throw new StoreException(
                    "Directory " + directory + " could not be read (" + unreadable + "): expected an empty directory.",
                    unreadable);
        }
    }

    private static void removeContent(Path directory, RuntimeException failure) {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(directory)) {
                    Files.delete(path);
                }
            }
        } catch (IOException | UncheckedIOException leftBehind) {
            failure.addSuppressed(leftBehind);
        }
    }

    private static void copyAll(ArtifactStore artifacts, ModelVersion version, Path directory) {
        for (Manifest.File file : version.description().manifest().files()) {
            Path target = directory.resolve(file.path()).normalize();
            if (!target.startsWith(directory.normalize())) {
                throw new InvalidInputException("File " + file.path() + " of version " + version
                        + " would leave its directory: the version is refused.");
            }
            try {
                Path parent = target.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
            } catch (IOException failure) {
                throw new StoreException(
                        "Directory for " + target + " could not be created (" + failure + "): check the disk.",
                        failure);
            }
            try {
                artifacts.copyTo(file.digest(), target);
            } catch (CorruptionException damaged) {
                throw new CorruptionException(
                        "File " + file.path() + " of version " + version + " is not what was registered ("
                                + damaged.getMessage() + "): point the alias to another version, and register this one "
                                + "again from its source.",
                        damaged);
            }
        }
    }

    private Manifest.File outline(Path file) {
        try {
            return new Manifest.File(pathInModel(file), Digest.of(""), Files.size(file));
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable);
        }
    }

    private Manifest.File put(ArtifactStore artifacts, Path file) {
        try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            Counting counted = new Counting(content);
            Digest digest = artifacts.put(counted);
            return new Manifest.File(pathInModel(file), digest, counted.bytes());
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable);
        }
    }

    private String pathInModel(Path file) {
        return file.equals(source)
                ? file.getFileName().toString()
                : source.relativize(file)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), "/");
    }

    private static StoreException unreadable(Path file, IOException failure) {
        return new StoreException(
                "Model file " + file + " could not be read (" + failure + "): nothing was registered.", failure);
    }

    private static List<Path> filesOf(Path source) {
        try {
            if (Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
                requireNoHardLinks(source);
                return List.of(source);
            }
            if (!Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
                throw new InvalidInputException("Model source " + source
                        + (Files.exists(source, LinkOption.NOFOLLOW_LINKS)
                                ? " is neither a file nor a directory (links are not followed)"
                                : " does not exist")
                        + ": give the model's file, or the directory that holds its files.");
            }
            List<Path> files = new ArrayList<>();
            int entries = 0;
            try (Stream<Path> tree = Files.walk(source)) {
                for (Path path : (Iterable<Path>) tree::iterator) {
                    BasicFileAttributes attributes =
                            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    if (attributes.isRegularFile()) {
                        requireNoHardLinks(path);
                        files.add(path);
                    } else if (!attributes.isDirectory()) {
                        throw new InvalidInputException("Model source " + source + " holds " + path
                                + ", which is a link or a special file: copy the file itself there, or remove it.");
                    }
                    if (files.size() > MOST_FILES || ++entries > MOST_ENTRIES) {
                        throw new InvalidInputException("Model source " + source + " holds more than " + MOST_FILES
                                + " files: expected the files of one model; pack them.");
                    }
                }
            }
            return files;
        } catch (IOException | UncheckedIOException unreadable) {
            throw new StoreException(
                    "Model source " + source + " could not be read (" + unreadable + "): nothing was registered.",
                    unreadable);
        }
    }

    /** Of a hard link nobody can say where else its file lies, so that it may be one the source has no right to. */
    private static void requireNoHardLinks(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("unix")
                && Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) instanceof Integer links
                && links > 1) {
            throw new InvalidInputException("Model file " + file + " has " + links + " hard links, so that it may be a "
                    + "file from elsewhere: expected a file of its own; copy it.");
        }
    }

    private static String formatOf(Path source) {
        String name = source.getFileName() == null ? "" : source.getFileName().toString();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String format = Files.isDirectory(source) ? null : FORMATS.get(extension);
        if (format == null) {
            throw new InvalidInputException(
                    "The format of " + source
                            + " is not obvious from its name: say it with format(\"onnx\"), format(\"djl-params\") or the like.");
        }
        return format;
    }
}
