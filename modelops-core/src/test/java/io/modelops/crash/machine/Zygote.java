package io.modelops.crash.machine;

import io.modelops.registry.internal.PlantedBug;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A JVM that has loaded and run all a {@link Writer} needs, and then makes copies of itself, because thousands of JVMs take
 * too long to start. Each copy is a process of its own that writes until it is killed. A copy has only the thread that made
 * it, so it can neither collect garbage in its heap nor compile, which it does not live long enough to miss.
 *
 * <p>Arguments: the native library, a directory to practise in, name of a {@link PlantedBug}. Commands, one a line: {@code fork} with directory, name
 * and seed of a writer; {@code kill} and the id of a copy. All copies write to the same pipe, each line with the id before it; after
 * {@code dead} comes nothing more of a copy.
 */
final class Zygote {
    private static final int PRACTICE = 300;
    private static final OutputStream OUTPUT = new FileOutputStream(FileDescriptor.out);

    private Zygote() {}

    private static native int fork();

    private static native void kill(int child);

    public static void main(String[] arguments) throws Exception {
        System.load(arguments[0]);
        // With all it will need, and nothing else: a copy can't load a class that changes what was compiled before.
        PlantedBug bug = PlantedBug.valueOf(arguments[2]);
        new Writer(Path.of(arguments[1]), "zygote", 1, bug, "practice ").make(PRACTICE);
        PlantedBug.endIdleThreads();
        System.gc();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        say("ready");
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            String[] words = command.split(" ");
            if (words[0].equals("kill")) {
                kill(Integer.parseInt(words[1]));
                say("dead " + words[1]);
            } else {
                int child = fork();
                if (child == 0) {
                    write(words, bug);
                    return;
                }
                say("forked " + child);
            }
        }
    }

    private static void write(String[] words, PlantedBug bug) throws IOException {
        String prefix = ProcessHandle.current().pid() + " ";
        new Writer(Path.of(words[1]), words[2], Long.parseLong(words[3]), bug, prefix).make(Integer.MAX_VALUE);
    }

    private static void say(String line) throws IOException {
        OUTPUT.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }
}
