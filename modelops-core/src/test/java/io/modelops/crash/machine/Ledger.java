package io.modelops.crash.machine;

import io.modelops.event.LogEntry;
import io.modelops.model.Digest;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.VerificationReport;
import io.modelops.registry.internal.DirectoryStores;
import io.modelops.spi.LogRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What the writers of one registry said, kept outside them, and the judgement whether the registry is what it has to be.
 * Safe for use by several threads.
 */
final class Ledger {
    private static final String NAMELESS = "-";

    private final Map<Long, Acknowledged> acknowledged = new HashMap<>();
    private final Map<String, String> inFlight = new HashMap<>();
    private final Set<String> undecided = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final Set<Long> known = new HashSet<>();
    private final Set<String> violations = new HashSet<>();
    private int namelessUndecided;
    private int unknown;

    private record Acknowledged(String operation, String digest) {}

    /** Takes one line that a writer said. */
    synchronized void line(String writer, String line) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "try" -> inFlight.put(writer, words[1]);
            case "ok" -> {
                inFlight.remove(writer);
                acknowledge(Long.parseLong(words[1]), words[2], words[3]);
            }
            case "no" -> {
                String operation = inFlight.remove(writer);
                if (operation != null && !operation.equals(NAMELESS)) {
                    refused.add(operation);
                }
            }
            case "unknown" -> unknown++;
            default -> {
                // Tells how far the writer is, nothing about the registry.
            }
        }
    }

    /** Starts with a log that has entries which nobody asks for. */
    synchronized void begin(long entries) {
        LongStream.rangeClosed(1, entries).forEach(known::add);
    }

    /** Takes a change that the judge made. */
    synchronized void acknowledge(LogEntry entry) {
        acknowledge(
                entry.sequence(), entry.operation().toString(), entry.digest().hex());
    }

    private void acknowledge(long sequence, String operation, String digest) {
        Acknowledged earlier = acknowledged.put(sequence, new Acknowledged(operation, digest));
        if (earlier != null) {
            violations.add(
                    "entry " + sequence + " was acknowledged twice, as " + earlier.operation + " and " + operation);
        }
    }

    /** A writer is dead: of what it was at, nobody knows whether it was done. */
    synchronized void ended(String writer) {
        String operation = inFlight.remove(writer);
        if (NAMELESS.equals(operation)) {
            namelessUndecided++;
        } else if (operation != null) {
            undecided.add(operation);
        }
    }

    synchronized int acknowledged() {
        return acknowledged.size();
    }

    /** How many commits had an unknown outcome and were looked up. */
    synchronized int unknown() {
        return unknown;
    }

    /** Opens the registry again, when no writer lives, and compares; if all is well it goes on with it. */
    synchronized Set<String> check(Path root, Consumer<ModelRegistry> afterwards) throws IOException {
        try {
            compare(records(root));
            try (ModelRegistry registry = ModelRegistry.open(root)) {
                VerificationReport report = registry.verify();
                if (!report.isWhole()) {
                    violations.add("not whole: " + report.problem());
                }
                afterwards.accept(registry);
            }
        } catch (RuntimeException unreadable) {
            violations.add("unreadable: " + unreadable);
        }
        halfArtifacts(root);
        return Set.copyOf(violations);
    }

    private static List<LogRecord> records(Path root) {
        DirectoryStores stores = DirectoryStores.open(root);
        try {
            List<LogRecord> records = new ArrayList<>();
            List<LogRecord> some;
            do {
                some = stores.log().read(records.size() + 1L, 1_000);
                records.addAll(some);
            } while (!some.isEmpty());
            return records;
        } finally {
            stores.log().close();
            stores.artifacts().close();
        }
    }

    private void compare(List<LogRecord> records) {
        Set<UUID> operations = new HashSet<>();
        for (LogRecord record : records) {
            String operation = record.operation().toString();
            if (!operations.add(record.operation())) {
                violations.add("operation " + operation + " is there twice");
            }
            if (refused.contains(operation)) {
                violations.add("operation " + operation + " was refused and is there");
            }
            Acknowledged expected = acknowledged.get(record.sequence());
            if (expected == null) {
                account(record.sequence(), operation);
            } else if (!expected.operation.equals(operation)
                    || !expected.digest.equals(record.digest().hex())) {
                violations.add("entry " + record.sequence() + " is not the one that was acknowledged");
            }
        }
        acknowledged.keySet().stream()
                .filter(sequence -> sequence > records.size())
                .forEach(sequence -> violations.add("acknowledged entry " + sequence + " is lost"));
    }

    /** An entry that nobody acknowledged is that of a writer that died before it could. */
    private void account(long sequence, String operation) {
        if (known.add(sequence) && !undecided.remove(operation) && --namelessUndecided < 0) {
            violations.add("entry " + sequence + " was made by nobody who died over it");
        }
    }

    private void halfArtifacts(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root.resolve("blobs"))) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String digest = Digest.of(Files.readAllBytes(file)).hex();
                if (!file.getFileName().toString().equals(digest)) {
                    violations.add("half an artifact: " + file.getFileName());
                }
            }
        }
    }
}
