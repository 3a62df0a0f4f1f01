package io.modelops.model;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The files that make up a version, by relative path, digest and size. Its own digest identifies the version's content.
 *
 * @param files the files, sorted by path
 */
public record Manifest(List<File> files) {
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]{0,127}");
    private static final Pattern DEVICE =
            Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])([.].*)?", Pattern.CASE_INSENSITIVE);
    private static final int DEEPEST = 16;

    /**
     * One file.
     *
     * @param path its path below the version's directory, segments joined by {@code /}
     * @param digest the SHA-256 of its bytes
     * @param bytes its size in bytes
     */
    public record File(String path, Digest digest, long bytes) {
        /**
         * Checks and keeps a file.
         *
         * @param path its path below the version's directory
         * @param digest the SHA-256 of its bytes
         * @param bytes its size in bytes
         * @throws InvalidInputException if the path could leave the directory or is not portable, or the size is negative
         */
        public File {
            // A log that somebody else wrote may lack it.
            Objects.requireNonNull(digest, "digest");
            String[] segments = path.split("/", -1);
            boolean allowed = segments.length <= DEEPEST;
            for (String segment : segments) {
                allowed &= SEGMENT.matcher(segment).matches()
                        && !segment.endsWith(".")
                        && !DEVICE.matcher(segment).matches();
            }
            if (!allowed) {
                throw new InvalidInputException("File path " + Quoted.of(path) + " is not allowed in a model: expected "
                        + "at most " + DEEPEST + " segments of letters, digits, '.', '_', '+', '-' that start with a "
                        + "letter, digit or '_', do not end with a dot, and are no device of Windows such as \"nul\"; "
                        + "rename the file.");
            }
            if (bytes < 0) {
                throw new InvalidInputException("File " + path + " has size " + bytes + ": expected 0 bytes or more.");
            }
        }
    }

    /**
     * Checks, sorts and keeps the files.
     *
     * @param files the files, in any order
     * @throws InvalidInputException if there is none, two have the same path up to letter case, or one has the path of a
     *     directory that another one lies in
     */
    public Manifest {
        // A log that somebody else wrote may hold null in its place.
        files.forEach(file -> Objects.requireNonNull(file, "file"));
        files = files.stream().sorted(Comparator.comparing(File::path)).toList();
        if (files.isEmpty()) {
            throw new InvalidInputException(
                    "A model needs at least one file: give a file or a directory that has some.");
        }
        if (files.size() > 1) {
            requireDistinctPaths(files);
        }
    }

    private static void requireDistinctPaths(List<File> files) {
        Set<String> seen = new HashSet<>();
        for (File file : files) {
            if (!seen.add(file.path().toLowerCase(Locale.ROOT))) {
                throw new InvalidInputException("Two files of the model are both called " + Quoted.of(file.path())
                        + " up to letter case, which not every file system can hold; rename one of them.");
            }
        }
        for (File file : files) {
            String path = file.path().toLowerCase(Locale.ROOT);
            for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
                if (seen.contains(path.substring(0, end))) {
                    throw new InvalidInputException("File " + Quoted.of(file.path()) + " lies in "
                            + Quoted.of(path.substring(0, end))
                            + ", which is a file of the model itself; rename one of "
                            + "them.");
                }
            }
        }
    }

    /**
     * The identity of the content.
     *
     * @return the SHA-256 of the lines {@code digest, space, size, space, path} of all files in order of path
     */
    public Digest digest() {
        StringBuilder lines = new StringBuilder();
        for (File file : files) {
            lines.append(file.digest().hex())
                    .append(' ')
                    .append(file.bytes())
                    .append(' ')
                    .append(file.path())
                    .append('\n');
        }
        return Digest.of(lines.toString());
    }

    /**
     * The size of all files together.
     *
     * @return the number of bytes
     */
    public long bytes() {
        return files.stream().mapToLong(File::bytes).sum();
    }
}
