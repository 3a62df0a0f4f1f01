package io.modelops.registry.imports.internal;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** A directory to import from. Whatever a path or a link in it says, nothing outside of its root is opened. */
final class SourceDirectory {
    private final Path root;
    private final Path directory;
    private final String label;

    private SourceDirectory(Path root, Path directory, String label) {
        this.root = root;
        this.directory = directory;
        this.label = label;
    }

    /**
     * Opens the directory that the caller named; how the caller came there is the caller's business.
     *
     * @throws InvalidInputException if it is none
     */
    static SourceDirectory open(Path given) throws IOException {
        if (!Files.isDirectory(given)) {
            throw new InvalidInputException("Import source " + given
                    + (Files.exists(given) ? " is not a directory" : " does not exist")
                    + ": give the directory that holds what is to be imported.");
        }
        Path real = given.toRealPath();
        return new SourceDirectory(real, real, "");
    }

    /** The last part of the directory's path. */
    String name() {
        Path name = directory.getFileName();
        return name == null ? "" : name.toString();
    }

    /** The names of everything directly inside, in order. */
    List<String> entries() throws IOException {
        List<String> names = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                names.add(String.valueOf(entry.getFileName()));
                if (names.size() > Limits.ENTRIES) {
                    throw new RefusedException(label, "it holds more than " + Limits.ENTRIES + " entries");
                }
            }
        }
        names.sort(null);
        return names;
    }

    /** Whether something of that name lies directly inside, link or not. */
    boolean has(String name) {
        return Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether a directory lies directly inside; a link to one is none. */
    boolean hasDirectory(String name) {
        return Files.isDirectory(directory.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * A directory inside.
     *
     * @throws RefusedException if the path leads out of the source, or to no directory
     */
    SourceDirectory below(String path) throws IOException {
        Path real = resolve(path);
        if (!Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
            throw new RefusedException(labelled(path), "it is not a directory");
        }
        return new SourceDirectory(root, real, labelled(path));
    }

    /**
     * A file inside.
     *
     * @throws RefusedException if the path leads out of the source, to no regular file, or to one that has another name
     *     elsewhere
     */
    SourceFile file(String path) throws IOException {
        Path real = resolve(path);
        BasicFileAttributes attributes =
                Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new RefusedException(labelled(path), "it is not a regular file");
        }
        if (real.getFileSystem().supportedFileAttributeViews().contains("unix")
                && Files.getAttribute(real, "unix:nlink", LinkOption.NOFOLLOW_LINKS) instanceof Integer links
                && links > 1) {
            throw new RefusedException(
                    labelled(path),
                    "it has " + links + " hard links, so that it may lie outside of the source as well: copy it");
        }
        return new SourceFile(labelled(path), real, attributes.size());
    }

    /** The bytes of a small file. */
    byte[] bytes(String path, int most) throws IOException {
        SourceFile file = file(path);
        try (InputStream in = Files.newInputStream(file.real(), LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new RefusedException(file.path(), "it is longer than " + most + " bytes");
            }
            return bytes;
        }
    }

    /** The text of a small file. */
    String text(String path, int most) throws IOException {
        return text(labelled(path), bytes(path, most));
    }

    /** The text that bytes are. */
    static String text(String label, byte[] bytes) throws RefusedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new RefusedException(label, "it is not text in UTF-8");
        }
    }

    /** The paths of all files and links below, relative to this directory, in order. */
    List<String> tree() throws IOException {
        List<String> paths = new ArrayList<>();
        Files.walkFileTree(
                directory, EnumSet.noneOf(FileVisitOption.class), Limits.DEPTH + 1, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws RefusedException {
                        String path = directory.relativize(file).toString().replace('\\', '/');
                        if (attributes.isDirectory()) {
                            throw new RefusedException(
                                    labelled(path), "it lies more than " + Limits.DEPTH + " directories deep");
                        }
                        paths.add(path);
                        if (paths.size() > Limits.ENTRIES) {
                            throw new RefusedException(label, "it holds more than " + Limits.ENTRIES + " files");
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        paths.sort(null);
        return paths;
    }

    private Path resolve(String path) throws IOException {
        requireInside(path);
        Path real;
        try {
            real = directory.resolve(path).toRealPath();
        } catch (NoSuchFileException missing) {
            throw new RefusedException(labelled(path), "it is not there, or is a link to nothing");
        }
        if (!real.startsWith(root)) {
            throw new RefusedException(
                    labelled(path), "it is a link that leaves the source: copy the file itself there");
        }
        return real;
    }

    private void requireInside(String path) throws RefusedException {
        if (path.isEmpty() || path.indexOf('\0') >= 0 || path.indexOf('\\') >= 0 || path.length() > 4096) {
            throw new RefusedException(path, "it is not a path that could lie in the source");
        }
        if (path.startsWith("/") || path.matches("[A-Za-z]:.*")) {
            throw new RefusedException(path, "it is an absolute path: expected one below " + Quoted.of(name()));
        }
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new RefusedException(path, "it leads out of the source or round about: expected a plain path");
            }
        }
    }

    private String labelled(String path) {
        return label.isEmpty() ? path : label + "/" + path;
    }
}
