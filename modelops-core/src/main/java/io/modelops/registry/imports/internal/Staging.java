package io.modelops.registry.imports.internal;

import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Manifest;
import io.modelops.model.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A private directory that one version is put together in. Files are copied, never linked, so that what was checked is
 * what is registered whatever happens to the source meanwhile.
 */
final class Staging implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path directory;
    private final Map<String, Digest> files = new TreeMap<>();
    private long bytesLeft;

    private Staging(Path directory, long mostBytes) {
        this.directory = directory;
        this.bytesLeft = mostBytes;
    }

    static Staging in(Path parent, long mostBytes) throws IOException {
        return new Staging(Files.createTempDirectory(parent, "modelops-import-"), mostBytes);
    }

    Path directory() {
        return directory;
    }

    /** The digests of what is there, by path. */
    Map<String, Digest> files() {
        return files;
    }

    boolean has(String path) {
        return files.containsKey(path);
    }

    Path path(String staged) {
        return directory.resolve(staged);
    }

    /**
     * Copies a file.
     *
     * @param as its path in the version
     * @return where it is now
     * @throws RefusedException if that path is not allowed, or there would be too much
     */
    Path copy(SourceFile file, String as) throws IOException {
        Path target = target(file.path(), as);
        MessageDigest digest = Digest.algorithm();
        try (InputStream in = Files.newInputStream(file.real(), LinkOption.NOFOLLOW_LINKS);
                OutputStream out = create(file.path(), target)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytesLeft -= read;
                if (bytesLeft < 0) {
                    throw new RefusedException(
                            file.path(),
                            "with it the version is larger than the import's limit: raise it with atMost()");
                }
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
            }
        }
        files.put(as, Digest.finish(digest));
        return target;
    }

    private Path target(String label, String as) throws IOException {
        try {
            new Manifest(List.of(new Manifest.File(as, Digest.of(""), 0)));
        } catch (InvalidInputException notAllowed) {
            throw new RefusedException(label, String.valueOf(notAllowed.getMessage()));
        }
        if (files.size() >= Limits.FILES) {
            throw new RefusedException(label, "with it the version has more than " + Limits.FILES + " files");
        }
        Path target = directory.resolve(as);
        Path parent = target.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        return target;
    }

    private static OutputStream create(String label, Path target) throws IOException {
        try {
            return Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException twice) {
            throw new RefusedException(label, "there is another file " + Quoted.of(label) + " up to letter case");
        }
    }

    @Override
    public void close() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(directory)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
