package io.modelops.crash.machine;

import io.modelops.registry.internal.PlantedBug;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A writer in a JVM that was started for it. */
final class FreshVictim implements Victim {
    private final Process process;
    private final String name;
    private final Ledger ledger;
    private final Thread reader;
    private final CountDownLatch ready = new CountDownLatch(1);

    private FreshVictim(Process process, String name, Ledger ledger) {
        this.process = process;
        this.name = name;
        this.ledger = ledger;
        this.reader = new Thread(this::read, "reader-" + name);
        reader.start();
    }

    static FreshVictim start(
            VictimJvm jvm, Path root, String name, long seed, int changes, PlantedBug bug, Ledger ledger)
            throws IOException {
        return new FreshVictim(
                jvm.start(
                                List.of(),
                                Writer.class,
                                root.toString(),
                                name,
                                String.valueOf(seed),
                                String.valueOf(changes),
                                bug.name())
                        .start(),
                name,
                ledger);
    }

    @Override
    public void awaitReady() throws InterruptedException {
        ready.await();
    }

    @Override
    public void kill() throws InterruptedException {
        // Not the process itself: that would close the pipe and lose what is in it.
        process.toHandle().destroyForcibly();
        end();
    }

    /** Waits until it ends by itself. */
    int end() throws InterruptedException {
        int status = process.waitFor();
        reader.join();
        ledger.ended(name);
        return status;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ledger.line(name, line);
                ready.countDown();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            ready.countDown();
        }
    }
}
