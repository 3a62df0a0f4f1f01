package io.modelops.djl.internal;

import io.modelops.model.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Tells a TorchScript archive from other zip files, such as a checkpoint of Python objects or a zip bomb. */
final class TorchScriptArchive {
    private static final int MOST_ENTRIES = 10_000;
    private static final int LONGEST_CODE = 16 << 20;
    private static final int RATIO = 100;
    private static final int SMALL = 1 << 20;
    private static final Pattern FILE_ACCESS = Pattern.compile("\\b(?:torch|aten|ops[.]aten)[.](?:from_file|save)\\b");

    private final ZipFile archive;
    private final Set<String> names = new HashSet<>();
    private final Set<String> parts = new HashSet<>();
    private String root = "";
    private long packed;

    private TorchScriptArchive(ZipFile archive) {
        this.archive = archive;
    }

    /**
     * Checks the table of contents of an archive, and its code for the two operators that open files. That is a tripwire
     * only: a program can do harm in other ways.
     *
     * @param file the archive
     * @throws IOException if it is anything but TorchScript; the message says what
     */
    static void check(Path file) throws IOException {
        try (ZipFile archive = new ZipFile(file.toFile())) {
            new TorchScriptArchive(archive).check(Files.size(file));
        } catch (IllegalArgumentException unreadable) {
            throw new IOException("its table of contents can't be read", unreadable);
        }
    }

    private void check(long bytes) throws IOException {
        if (archive.size() > MOST_ENTRIES) {
            throw new IOException("it has " + archive.size() + " entries, more than " + MOST_ENTRIES);
        }
        Enumeration<? extends ZipEntry> entries = archive.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            checkName(entry.getName());
            checkSize(entry, bytes);
        }
        if (parts.contains("data.pkl") && !parts.contains("code")) {
            throw new IOException("it is a pickle in a zip, a checkpoint of Python objects rather than a program");
        }
        if (!parts.containsAll(Set.of("data.pkl", "code", "constants.pkl"))) {
            throw new IOException("it lacks the code, constants and data that TorchScript consists of");
        }
        for (String name : names) {
            if (name.startsWith(root + "/code/") && name.endsWith(".py")) {
                checkCode(name);
            }
        }
    }

    private void checkName(String name) throws IOException {
        int slash = name.indexOf('/');
        if (slash <= 0
                || name.contains("..")
                || name.contains("\\")
                || name.indexOf(':') >= 0
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new IOException("it has an entry outside its one directory");
        }
        if (!root.isEmpty() && !root.equals(name.substring(0, slash))) {
            throw new IOException("it has more than one directory");
        }
        root = name.substring(0, slash);
        if (!names.add(name)) {
            throw new IOException("it has two entries of one name, of which readers take different ones");
        }
        String part = name.substring(slash + 1);
        parts.add(part.startsWith("code/") ? "code" : part);
    }

    private void checkSize(ZipEntry entry, long bytes) throws IOException {
        packed += Math.max(0, entry.getCompressedSize());
        if (packed > bytes) {
            throw new IOException("its entries overlap, as those of a zip bomb do");
        }
        if (entry.getSize() > SMALL && entry.getSize() / RATIO > entry.getCompressedSize()) {
            throw new IOException("it unpacks to more than " + RATIO + " times its size, as a zip bomb does");
        }
    }

    private void checkCode(String name) throws IOException {
        try (InputStream in = archive.getInputStream(archive.getEntry(name))) {
            byte[] code = in.readNBytes(LONGEST_CODE + 1);
            if (code.length > LONGEST_CODE) {
                throw new IOException("its code has a file of more than " + LONGEST_CODE + " bytes");
            }
            var access = FILE_ACCESS.matcher(new String(code, StandardCharsets.UTF_8));
            if (access.find()) {
                throw new IOException("its program reads or writes files with "
                        + access.group().toLowerCase(Locale.ROOT) + " in " + Quoted.of(name));
            }
        }
    }
}
