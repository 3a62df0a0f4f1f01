package io.modelops.registry.internal;

import io.modelops.model.Digest;
import io.modelops.model.StoreException;
import io.modelops.spi.StoredSummary;
import io.modelops.spi.SummaryStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A side channel in a registry's directory: one directory per topic, one file per entry, both named by digests, so that no
 * name that somebody chose becomes a path. A file gets its name when it is finished, so readers see all of it; nothing is
 * synced, and what a power cut left torn is found by its checksum.
 */
final class DirectorySummaryStore implements SummaryStore {
    private static final Logger LOG = LoggerFactory.getLogger(DirectorySummaryStore.class);

    // Fifteen digits of milliseconds, so that names sort by time, then the digest of the node.
    private static final Pattern ENTRY = Pattern.compile("[0-9]{15}-[0-9a-f]{64}");
    private static final int TIME_DIGITS = 15;
    private static final String UNFINISHED = "tmp-";
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private final DirectoryLayout layout;
    private final Disk disk;
    private final Publisher publisher;
    private final Runnable requireOpen;

    /** @param requireOpen throws once the store that this belongs to is closed */
    DirectorySummaryStore(DirectoryLayout layout, Publisher publisher, Runnable requireOpen) {
        this.layout = layout;
        this.disk = layout.disk();
        this.publisher = publisher;
        this.requireOpen = requireOpen;
    }

    @FunctionalInterface
    private interface Naming {
        boolean name(Path unfinished, Path entry) throws IOException;
    }

    @Override
    public void put(StoredSummary summary) {
        write(summary, (unfinished, entry) -> {
            disk.rename(unfinished, entry);
            return true;
        });
    }

    @Override
    public boolean putIfAbsent(StoredSummary summary) {
        return write(summary, publisher::publish);
    }

    @Override
    public Reading read(String topic, Instant from, Instant to) {
        Path directory = directory(topic);
        List<StoredSummary> found = new ArrayList<>();
        int damaged = 0;
        for (String name : names(directory)) {
            Instant window = window(name);
            if (!window.isBefore(from) && window.isBefore(to)) {
                Path file = directory.resolve(name);
                try {
                    StoredSummary summary = read(topic, file);
                    if (summary == null) {
                        damaged++;
                    } else {
                        found.add(summary);
                    }
                } catch (NoSuchFileException trimmed) {
                    // By another node, while this one read.
                }
            }
        }
        found.sort(Comparator.comparing(StoredSummary::window).thenComparing(StoredSummary::node));
        return new Reading(found, damaged);
    }

    @Override
    public Optional<StoredSummary> latest(String topic, String node) {
        Path directory = directory(topic);
        String ofNode = "-" + Digest.of(node).hex();
        List<String> newestFirst = names(directory).stream()
                .filter(name -> name.endsWith(ofNode))
                .sorted(Comparator.reverseOrder())
                .toList();
        for (String name : newestFirst) {
            try {
                StoredSummary summary = read(topic, directory.resolve(name));
                if (summary != null) {
                    return Optional.of(summary);
                }
            } catch (NoSuchFileException trimmed) {
                // By another node, while this one read.
            }
        }
        return Optional.empty();
    }

    @Override
    public int trim(String topic, Limits limits) {
        Path directory = directory(topic);
        try {
            removeForgotten(directory);
            List<String> oldestFirst = names(directory).stream().sorted().toList();
            long[] sizes = new long[oldestFirst.size()];
            long bytes = 0;
            for (int index = 0; index < sizes.length; index++) {
                sizes[index] = size(directory.resolve(oldestFirst.get(index)));
                bytes += sizes[index];
            }
            int removed = 0;
            for (int index = 0; index < sizes.length; index++) {
                String name = oldestFirst.get(index);
                int left = sizes.length - index;
                if (!window(name).isBefore(limits.from()) && left <= limits.entries() && bytes <= limits.bytes()) {
                    break;
                }
                removed += remove(directory.resolve(name)) ? 1 : 0;
                bytes -= sizes[index];
            }
            return removed;
        } catch (IOException failure) {
            throw new StoreException(
                    "Old summaries in " + directory + " could not be removed (" + failure
                            + "): check the disk and the rights of this user.",
                    failure);
        }
    }

    private boolean write(StoredSummary summary, Naming naming) {
        requireOpen.run();
        Path directory = directory(summary.topic());
        Path unfinished = directory.resolve(UNFINISHED + UUID.randomUUID());
        try {
            disk.createDirectory(layout.summaries());
            disk.createDirectory(directory);
            try {
                byte[] file = SummaryFile.encode(summary);
                try (Disk.Output output = disk.create(unfinished)) {
                    output.write(file, 0, file.length);
                }
                return naming.name(unfinished, entry(directory, summary));
            } finally {
                layout.discard(unfinished);
            }
        } catch (IOException failure) {
            throw new StoreException(
                    "A " + summary + " could not be stored in " + directory + " (" + failure
                            + "): check the disk and the rights of this user.",
                    failure);
        }
    }

    /** The entry in a file, or null if the file is not what was written there. */
    private @Nullable StoredSummary read(String topic, Path file) throws NoSuchFileException {
        try {
            Optional<StoredSummary> summary = SummaryFile.decode(bytes(file))
                    .filter(found -> found.topic().equals(topic)
                            && entry(directory(topic), found).equals(file));
            if (summary.isEmpty()) {
                LOG.debug("Summary {} is not what was written and is left out", file);
            }
            return summary.orElse(null);
        } catch (NoSuchFileException missing) {
            throw missing;
        } catch (IOException failure) {
            throw new StoreException(
                    "Summary " + file + " could not be read (" + failure
                            + "): check the disk and the rights of this user.",
                    failure);
        }
    }

    /** Asks for no size first: by the time it is read, another file may have the name. */
    private byte[] bytes(Path file) throws IOException {
        try (InputStream input = disk.read(file)) {
            return input.readNBytes(SummaryFile.LARGEST + 1);
        }
    }

    private List<String> names(Path directory) {
        requireOpen.run();
        try {
            return disk.list(directory).stream()
                    .filter(name -> ENTRY.matcher(name).matches())
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException failure) {
            throw new StoreException(
                    "Summaries in " + directory + " could not be listed (" + failure
                            + "): check the disk and the rights of this user.",
                    failure);
        }
    }

    /** What processes that died left behind. */
    private void removeForgotten(Path directory) throws IOException {
        if (!disk.exists(directory)) {
            return;
        }
        for (String name : disk.list(directory)) {
            if (name.startsWith(UNFINISHED)) {
                Path file = directory.resolve(name);
                try {
                    // The file system dates files by the time of the machine, whatever clock the registry goes by.
                    if (disk.modified(file).isBefore(Instant.now().minus(FORGOTTEN))) {
                        layout.discard(file);
                    }
                } catch (NoSuchFileException finished) {
                    // It has its name meanwhile.
                }
            }
        }
    }

    private long size(Path file) throws IOException {
        try {
            return disk.size(file);
        } catch (NoSuchFileException trimmed) {
            return 0;
        }
    }

    private boolean remove(Path file) throws IOException {
        try {
            disk.unlink(file);
            return true;
        } catch (NoSuchFileException trimmed) {
            return false;
        }
    }

    private Path directory(String topic) {
        return layout.summaries().resolve(Digest.of(topic).hex());
    }

    private static Path entry(Path directory, StoredSummary summary) {
        return directory.resolve(String.format(
                        Locale.ROOT, "%0" + TIME_DIGITS + "d", summary.window().toEpochMilli()) + "-"
                + Digest.of(summary.node()).hex());
    }

    private static Instant window(String name) {
        return Instant.ofEpochMilli(Long.parseLong(name.substring(0, TIME_DIGITS)));
    }
}
