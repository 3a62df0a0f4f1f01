package io.modelops.crash.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The few lines of C beside the tests, compiled where there is a compiler. */
final class NativeCode {
    private NativeCode() {}

    /** A shared library. */
    static Optional<Path> library(String source, Path directory) throws IOException, InterruptedException {
        return compile(source, directory, ".so", "-shared", "-fPIC");
    }

    /** A program. */
    static Optional<Path> program(String source, Path directory) throws IOException, InterruptedException {
        return compile(source, directory, "");
    }

    private static Optional<Path> compile(String source, Path directory, String ending, String... options)
            throws IOException, InterruptedException {
        Path code = directory.resolve(source);
        try (InputStream resource = Objects.requireNonNull(NativeCode.class.getResourceAsStream(source))) {
            Files.write(code, resource.readAllBytes());
        }
        Path compiled = directory.resolve(source.replace(".c", ending.isEmpty() ? ".run" : ending));
        List<String> command = new ArrayList<>(List.of("gcc", "-O2", "-o", compiled.toString(), code.toString()));
        command.addAll(List.of(options));
        command.add("-ldl");
        Process gcc;
        try {
            gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException noCompiler) {
            return Optional.empty();
        }
        String said = new String(gcc.getInputStream().readAllBytes());
        if (gcc.waitFor() != 0) {
            throw new IllegalStateException("gcc could not compile " + source + ": " + said);
        }
        return Optional.of(compiled);
    }
}
