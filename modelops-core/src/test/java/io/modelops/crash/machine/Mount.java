package io.modelops.crash.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A file system of its own on a file in memory, or in memory itself; mounted while it is open. Needs root. */
final class Mount implements AutoCloseable {
    private final Path directory;
    private final List<String> mount;
    private boolean mounted;

    private Mount(Path directory, List<String> mount) {
        this.directory = directory;
        this.mount = mount;
    }

    /**
     * Makes and mounts a file system on a file.
     *
     * @param maker the program that makes it, with its options
     * @param options of the mount
     */
    static Mount onFile(Path scratch, long mebibytes, List<String> maker, String options)
            throws IOException, InterruptedException {
        Path image = scratch.resolve("image");
        try (var file = new java.io.RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(mebibytes << 20);
        }
        List<String> make = new ArrayList<>(maker);
        make.add(image.toString());
        run(make);
        Path directory = Files.createDirectories(scratch.resolve("mounted"));
        Mount made = new Mount(directory, List.of("mount", "-o", options, image.toString(), directory.toString()));
        made.mount();
        return made;
    }

    /** Mounts a file system in memory. */
    static Mount inMemory(Path scratch, String options) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(scratch.resolve("mounted"));
        Mount made = new Mount(
                directory, List.of("mount", "-t", "tmpfs", "-o", options, "modelops-test", directory.toString()));
        made.mount();
        return made;
    }

    /** Why nothing can be mounted here, or nothing if it can. */
    static String obstacle(Path scratch) throws IOException, InterruptedException {
        try (Mount tried = onFile(Files.createDirectory(scratch.resolve("try")), 4, ext4(), "loop")) {
            return tried.mounted ? "" : "not mounted";
        } catch (IOException failure) {
            return String.valueOf(failure.getMessage()).strip().toLowerCase(Locale.ROOT);
        }
    }

    static List<String> ext4(String... options) {
        List<String> command = new ArrayList<>(List.of("mkfs.ext4", "-q", "-F"));
        command.addAll(List.of(options));
        return command;
    }

    Path directory() {
        return directory;
    }

    void mount() throws IOException, InterruptedException {
        run(mount);
        mounted = true;
    }

    void unmount() throws IOException, InterruptedException {
        run(List.of("umount", directory.toString()));
        mounted = false;
    }

    @Override
    public void close() throws IOException {
        if (mounted) {
            try {
                // Whatever still uses it loses it as soon as it lets go.
                run(List.of("umount", "-l", directory.toString()));
                mounted = false;
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + said);
        }
    }
}
