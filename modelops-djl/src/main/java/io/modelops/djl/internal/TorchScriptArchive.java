package io.modelops.djl.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Tells a TorchScript archive from other zip files, such as a checkpoint of Python objects. */
final class TorchScriptArchive {
    private static final int MOST_ENTRIES = 10_000;

    private TorchScriptArchive() {}

    /**
     * Checks the table of contents of an archive.
     *
     * @param file the archive
     * @throws IOException if it is anything but TorchScript; the message says what
     */
    static void check(Path file) throws IOException {
        Set<String> parts = new HashSet<>();
        try (ZipFile archive = new ZipFile(file.toFile())) {
            if (archive.size() > MOST_ENTRIES) {
                throw new IOException("it has " + archive.size() + " entries, more than " + MOST_ENTRIES);
            }
            Enumeration<? extends ZipEntry> entries = archive.entries();
            String root = null;
            while (entries.hasMoreElements()) {
                String name = entries.nextElement().getName();
                int slash = name.indexOf('/');
                if (slash <= 0 || name.contains("..") || name.contains("\\")) {
                    throw new IOException("it has an entry outside its one directory");
                }
                if (root != null && !root.equals(name.substring(0, slash))) {
                    throw new IOException("it has more than one directory");
                }
                root = name.substring(0, slash);
                parts.add(part(name.substring(slash + 1)));
            }
        }
        if (parts.contains("data.pkl") && !parts.contains("code")) {
            throw new IOException("it is a pickle in a zip, a checkpoint of Python objects rather than a program");
        }
        if (!parts.containsAll(Set.of("data.pkl", "code", "constants.pkl"))) {
            throw new IOException("it lacks the code, constants and data that TorchScript consists of");
        }
    }

    private static String part(String path) {
        return path.startsWith("code/") ? "code" : path;
    }
}
