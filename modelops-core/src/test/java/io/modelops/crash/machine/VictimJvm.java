package io.modelops.crash.machine;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Starts JVMs that are going to be killed. They start by the thousand, so they share an archive of loaded classes, which
 * wants the class path to be jars only.
 */
final class VictimJvm implements AutoCloseable {
    private static final List<String> NEEDED = List.of("slf4j-api", "jackson-", "jspecify");

    private final Path directory;
    private final String classPath;
    private final Path archive;

    VictimJvm(Path directory) {
        this.directory = directory;
        this.archive = directory.resolve("classes.jsa");
        try {
            this.classPath = jarsOnly();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Runs a victim that ends by itself and keeps the classes it loaded for those that follow. */
    VictimJvm trainedBy(Class<?> main, String... arguments) throws IOException, InterruptedException {
        Process process = start(List.of("-XX:ArchiveClassesAtExit=" + archive), main, arguments)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("The training run of " + main.getName() + " failed.");
        }
        return this;
    }

    /** A JVM that is ready to be started. */
    ProcessBuilder start(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-Xss256k",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Xlog:disable",
                "-Xlog:all=off"));
        if (Files.exists(archive)) {
            command.add("-XX:SharedArchiveFile=" + archive);
        }
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    @Override
    public void close() throws IOException {
        Scratch.delete(directory);
    }

    private String jarsOnly() throws IOException {
        Set<Path> roots = new LinkedHashSet<>();
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                roots.add(path);
            } else if (NEEDED.stream().anyMatch(path.getFileName().toString()::startsWith)) {
                jars.add(path.toAbsolutePath().toString());
            }
        }
        Path ours = directory.resolve("victim.jar");
        try (OutputStream file = Files.newOutputStream(ours);
                JarOutputStream jar = new JarOutputStream(file)) {
            jar.setLevel(0);
            Set<String> names = new LinkedHashSet<>();
            for (Path root : roots) {
                add(jar, root, names);
            }
        }
        jars.add(0, ours.toString());
        return String.join(File.pathSeparator, jars);
    }

    private static void add(JarOutputStream jar, Path root, Set<String> names) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(path).toString().replace(File.separatorChar, '/');
                if (name.startsWith("io/modelops/") && name.endsWith(".class") && names.add(name)) {
                    jar.putNextEntry(new ZipEntry(name));
                    Files.copy(path, jar);
                    jar.closeEntry();
                }
            }
        }
    }
}
