package io.modelops.registry.internal;

import io.modelops.event.LogEntry;
import io.modelops.model.Digest;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.internal.SimulatedFiles.Directory;
import io.modelops.registry.internal.SimulatedFiles.File;
import io.modelops.registry.internal.SimulatedFiles.Name;
import io.modelops.spi.GarbageReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Knows what was acknowledged and what an application was shown, from outside the registry, and so what has to be there
 * after any crash. It also knows every record that was ever written, as nothing else may be there.
 */
final class CrashOracle {
    private static final Pattern PREVIOUS = Pattern.compile("\"prev\":\"([0-9a-f]{64})\"");

    private final Map<Digest, Digest> previous = new HashMap<>();
    private final Set<Integer> seen = new HashSet<>();
    private final TreeMap<Long, Digest> known = new TreeMap<>();
    private final Set<Digest> fitting = new HashSet<>();
    private @Nullable UUID registry;

    /** An oracle that knows the same, for one of the ways in which it may go on. */
    CrashOracle copy() {
        CrashOracle copy = new CrashOracle();
        copy.previous.putAll(previous);
        copy.known.putAll(known);
        copy.registry = registry;
        return copy;
    }

    /** Looks for new records. */
    void look(SimulatedFiles files, Path root) {
        Directory log = files.directories().get(root.resolve("log"));
        if (log == null) {
            return;
        }
        for (Name name : files.unsettled()) {
            if (name.directory == log && name.current() instanceof File file && file.length > 0 && seen.add(file.id)) {
                String text = new String(file.bytes, 0, file.length, StandardCharsets.UTF_8);
                String payload = text.substring(0, text.indexOf('\n'));
                Matcher matcher = PREVIOUS.matcher(payload);
                if (!matcher.find()) {
                    throw new CrashViolation("record without a predecessor: " + payload);
                }
                previous.put(Digest.of(payload), new Digest(matcher.group(1)));
            }
        }
    }

    /** An application has opened this registry. */
    void opened(UUID id) {
        if (registry != null && !registry.equals(id)) {
            throw new CrashViolation("the registry was made again as another one");
        }
        registry = id;
    }

    /** A change was acknowledged, or an application has read the log: all of it has to last. */
    void shown(ModelRegistry shown) {
        Optional<LogEntry> head = shown.head();
        if (head.isPresent()) {
            Digest digest = head.get().digest();
            Digest before = known.putIfAbsent(head.get().sequence(), digest);
            if (before != null && !before.equals(digest)) {
                throw new CrashViolation("entry " + head.get().sequence() + " was acknowledged twice");
            }
            if (before == null) {
                fitting.clear();
            }
        }
    }

    /** A clean-up was acknowledged: what it has moved to the trash has to last there. */
    void collected(GarbageReport report, SimulatedFiles files, Path root) {
        Directory trash = files.directories().get(root.resolve("trash"));
        for (Digest digest : report.content()) {
            boolean lasts = trash != null
                    && trash.names.values().stream()
                            .anyMatch(name -> name.text.startsWith(digest.hex())
                                    && name.changes.isEmpty()
                                    && name.durable instanceof File file
                                    && file.synced == file.length);
            if (!lasts) {
                throw new CrashViolation("content " + digest + " was moved to the trash and may be lost there");
            }
        }
    }

    /** Checks what was found after a crash. */
    void check(Reopened found, String image) {
        if (found.problem() != null) {
            throw new CrashViolation("unreadable: " + found.problem() + " after" + image);
        }
        if (registry != null && !registry.equals(found.registry())) {
            throw new CrashViolation("the registry is " + found.registry() + " and was " + registry + image);
        }
        if (!fitting.contains(found.head())) {
            fit(found, image);
            fitting.add(found.head());
        }
    }

    private void fit(Reopened found, String image) {
        List<Digest> chain = new ArrayList<>();
        for (Digest digest = found.head(); !digest.equals(LogEntry.BEFORE_FIRST); ) {
            chain.add(digest);
            Digest before = previous.get(digest);
            if (before == null) {
                throw new CrashViolation("record " + digest + " was never written, after" + image);
            }
            digest = before;
        }
        Collections.reverse(chain);
        if (chain.size() != found.entries()) {
            throw new CrashViolation("the log has " + found.entries() + " entries in a chain of " + chain.size());
        }
        known.forEach((sequence, digest) -> {
            if (sequence > chain.size() || !chain.get((int) (sequence - 1)).equals(digest)) {
                throw new CrashViolation("lost: entry " + sequence + " of " + known.lastKey()
                        + " that were acknowledged or shown, the log has " + chain.size() + " entries after" + image);
            }
        });
    }

    /**
     * What is there after a crash.
     *
     * @param problem why it can't be used, null if it can
     * @param entries how many entries the log has
     * @param head the digest of the last one
     * @param registry the id of the registry, null if it was made anew
     */
    record Reopened(
            @Nullable String problem,
            long entries,
            Digest head,
            @Nullable UUID registry) {
        Reopened(Throwable problem) {
            this(problem.toString(), 0, LogEntry.BEFORE_FIRST, null);
        }
    }
}
