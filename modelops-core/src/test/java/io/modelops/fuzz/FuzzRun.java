package io.modelops.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A search for inputs that break a parser, by a fuzzer in a JVM of its own. Only the library is instrumented: what lies
 * around it is somebody else's to test, and would make the search several times slower.
 *
 * @param executions how many inputs were tried
 * @param output what the fuzzer printed
 * @param found whether it found one that breaks the parser
 */
public record FuzzRun(long executions, String output, boolean found) {
    private static final Pattern EXECUTIONS = Pattern.compile("stat::number_of_executed_units: +([0-9]+)");
    private static final String FINDING = "== libFuzzer crashing input ==";

    /**
     * Searches.
     *
     * @param target a fuzz test, or a class with a method {@code fuzzerTestOneInput}
     * @param directory an empty directory to work in
     * @param seeds directories with inputs to begin with
     * @param executions how many inputs to try
     * @param seconds when to stop in any case
     */
    public static FuzzRun of(String target, Path directory, List<Path> seeds, long executions, int seconds)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target,
                "--instrumentation_includes=io.modelops.**",
                "--custom_hook_includes=io.modelops.**",
                "-runs=" + executions,
                "-max_total_time=" + seconds,
                "-print_final_stats=1",
                Files.createDirectory(directory.resolve("corpus")).toString()));
        seeds.forEach(seed -> command.add(seed.toString()));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        Matcher count = EXECUTIONS.matcher(output);
        boolean found = output.contains(FINDING);
        if (!found && (status != 0 || !count.find())) {
            throw new IOException("The fuzzer ended with status " + status + ": " + output);
        }
        return new FuzzRun(found ? 0 : Long.parseLong(count.group(1)), output, found);
    }

    /** The fuzz tests below a directory of compiled tests, by name of class. */
    public static List<String> targetsIn(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.endsWith("FuzzTest.class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .toList();
        }
    }

    /** The directories with the inputs that a fuzz test begins with. */
    public static List<Path> seedsOf(String target, Path classes) throws IOException {
        Path inputs = classes.resolve(target.replace('.', '/') + "Inputs");
        if (!Files.isDirectory(inputs)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(inputs)) {
            List<Path> directories = entries.filter(Files::isDirectory).toList();
            return directories.isEmpty() ? List.of(inputs) : directories;
        }
    }
}
