package io.modelops.registry.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts another JVM with the class path of the tests. */
public final class JavaProcess {
    private JavaProcess() {}

    public static Process start(Class<?> main, String... arguments) throws IOException {
        return start(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"), main, arguments);
    }

    static Process start(List<String> options, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Waits for the end of a process and returns what it printed. */
    static String output(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new AssertionError("process ended with status " + status + ": " + output);
        }
        return output.strip();
    }
}
