package io.modelops.registry.internal;

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
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Brings the files of a version into the artifact store, and back out of it. */
public final class Publication {
    private static final int MOST_FILES = 10_000;
    private static final Map<String, String> FORMATS = Map.of("onnx", "onnx", "pt", "torchscript");

    private Publication() {}

    /**
     * Stores everything a description refers to and returns the description.
     *
     * @param said what was said of the version, with an empty format if that was not said
     */
    public static ModelDescription publish(ArtifactStore artifacts, Path source, Said said) {
        List<Path> paths = filesOf(source);
        String format = said.format() == null ? formatOf(source) : said.format();
        List<Manifest.File> files = new ArrayList<>();
        for (Path file : paths) {
            files.add(put(artifacts, source, file));
        }
        Map<String, Digest> attached = new LinkedHashMap<>();
        said.attachments().forEach((role, content) -> attached.put(role, put(artifacts, content)));
        return new ModelDescription(
                format,
                new Manifest(files),
                said.signature(),
                said.metrics(),
                said.parameters(),
                said.lineage(),
                attached,
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

    /** Copies the files of a version to an empty directory. */
    public static void copy(ArtifactStore artifacts, ModelVersion version, Path directory) {
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
                        "Directory for " + target + " could not be created (" + failure + "): check the disk.", failure);
            }
            artifacts.copyTo(file.digest(), target);
        }
    }

    private static Manifest.File put(ArtifactStore artifacts, Path source, Path file) {
        String path = file.equals(source)
                ? file.getFileName().toString()
                : source.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
        try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            // The name is checked before the bytes are stored, so that a refused file leaves nothing behind.
            new Manifest.File(path, Digest.of(""), 0);
            Counting counted = new Counting(content);
            Digest digest = artifacts.put(counted);
            return new Manifest.File(path, digest, counted.bytes());
        } catch (IOException unreadable) {
            throw new StoreException(
                    "Model file " + file + " could not be read (" + unreadable + "): nothing was registered.", unreadable);
        }
    }

    private static List<Path> filesOf(Path source) {
        try {
            if (Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
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
            try (Stream<Path> tree = Files.walk(source)) {
                for (Path path : (Iterable<Path>) tree::iterator) {
                    BasicFileAttributes attributes =
                            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    if (attributes.isRegularFile()) {
                        files.add(path);
                    } else if (!attributes.isDirectory()) {
                        throw new InvalidInputException("Model source " + source + " holds " + path
                                + ", which is a link or a special file: copy the file itself there, or remove it.");
                    }
                    if (files.size() > MOST_FILES) {
                        throw new InvalidInputException("Model source " + source + " holds more than " + MOST_FILES
                                + " files: expected the files of one model; pack them.");
                    }
                }
            }
            return files;
        } catch (IOException unreadable) {
            throw new StoreException(
                    "Model source " + source + " could not be read (" + unreadable + "): nothing was registered.",
                    unreadable);
        }
    }

    private static String formatOf(Path source) {
        String name = source.getFileName() == null ? "" : source.getFileName().toString();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String format = Files.isDirectory(source) ? null : FORMATS.get(extension);
        if (format == null) {
            throw new InvalidInputException("The format of " + source
                    + " is not obvious from its name: say it with format(\"onnx\"), format(\"djl-params\") or the like.");
        }
        return format;
    }
}
