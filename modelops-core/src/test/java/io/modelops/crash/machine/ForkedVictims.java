package io.modelops.crash.machine;

import io.modelops.registry.internal.PlantedBug;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writers that are copies of one warm JVM, see {@link Zygote}. One thread uses it. */
final class ForkedVictims implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final long PROBE_SECONDS = 10;

    private final Process zygote;
    private final Writer commands;
    private final Thread reader;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Map<String, Copy> living = new ConcurrentHashMap<>();
    private volatile Ledger ledger = new Ledger();

    ForkedVictims(VictimJvm jvm, Path library, Path practice, PlantedBug bug) throws IOException, InterruptedException {
        // One garbage collection would be one too many.
        List<String> options = List.of("-Xmx200m", "-Xmn160m");
        zygote = jvm.start(options, Zygote.class, library.toString(), practice.toString(), bug.name())
                .start();
        commands = zygote.outputWriter(StandardCharsets.US_ASCII);
        reader = new Thread(this::read, "reader-zygote");
        reader.start();
        answer("ready");
    }

    Victim start(Path root, String name, long seed, Ledger to) throws IOException, InterruptedException {
        ledger = to;
        tell("fork " + root + " " + name + " " + seed);
        String pid = answer("forked");
        return living.computeIfAbsent(pid, Copy::new);
    }

    /** Whether a copy of this kind of JVM runs at all, which no JVM promises. */
    boolean run(Path root) throws IOException, InterruptedException {
        start(root, "probe", 1, new Ledger());
        Copy copy = living.values().iterator().next();
        boolean ready = copy.ready.await(PROBE_SECONDS, TimeUnit.SECONDS);
        copy.kill();
        return ready;
    }

    @Override
    public void close() {
        // Its copies die with it.
        zygote.toHandle().destroyForcibly();
        zygote.onExit().join();
        try {
            reader.join();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
    }

    private String answer(String kind) throws InterruptedException {
        String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (answer == null || !answer.startsWith(kind)) {
            throw new IllegalStateException("The zygote answered " + answer + ", expected " + kind + ".");
        }
        return answer.substring(kind.length()).strip();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(zygote.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                String pid = line.substring(0, Math.max(0, space));
                if (Character.isDigit(line.charAt(0))) {
                    ledger.line(pid, line.substring(space + 1));
                    living.computeIfAbsent(pid, Copy::new).ready.countDown();
                } else if (!line.startsWith("practice")) {
                    answers.add(line);
                }
            }
            answers.add("end");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private final class Copy implements Victim {
        private final String pid;
        private final CountDownLatch ready = new CountDownLatch(1);

        Copy(String pid) {
            this.pid = pid;
        }

        @Override
        public void awaitReady() throws InterruptedException {
            // A copy that was made while another thread of the zygote was inside the VM may never come to it.
            ready.await(1, TimeUnit.SECONDS);
        }

        @Override
        public void kill() throws IOException, InterruptedException {
            tell("kill " + pid);
            answer("dead");
            living.remove(pid);
            ledger.ended(pid);
        }
    }
}
