package io.modelops.registry.internal;

import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.spi.LogRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stretches of the log in one file each, so that opening a long log reads some files and not one per record. They are a
 * cache: each may be deleted at any time, one that is not what was written is ignored, and nothing is ever taken from the
 * log because a stretch holds it.
 *
 * <p>After each interval of records, a thousand in a registry, a stretch is written that takes up the shorter ones before
 * it as a binary counter does its bits. So a log of n intervals has at most about log n stretches, and each record is copied log n times.
 */
final class Checkpoints {
    /** How many records the shortest stretch has in a registry. */
    static final long INTERVAL = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final long MOST_INTERVALS = 32;
    private static final int LARGEST = 64 << 20;
    private static final String DIGEST = "sha256:";
    private static final int DIGEST_LINE = DIGEST.length() + 64 + 1;

    private final DirectoryLayout layout;
    private final Publisher publisher;
    private final long interval;

    /** @param interval how many records the shortest stretch has */
    Checkpoints(DirectoryLayout layout, Publisher publisher, long interval) {
        this.layout = layout;
        this.publisher = publisher;
        this.interval = interval;
    }

    private record Stretch(long first, long last, Path file) {}

    /** The records from a number on, as far as one stretch has them; empty if none begins there. */
    List<LogRecord> read(long from) {
        for (Stretch stretch : from(from)) {
            try {
                return decode(layout.read(stretch.file, LARGEST), stretch);
            } catch (NoSuchFileException takenUp) {
                // By a longer one, which the next opening will find.
            } catch (IOException | CorruptionException unusable) {
                LOG.warn(
                        "Checkpoint {} is ignored ({}); delete it, the log itself is read instead.",
                        stretch.file,
                        unusable.toString());
            }
        }
        return List.of();
    }

    /** A record that some stretch holds, or null if none does. */
    @Nullable
    LogRecord find(long sequence) {
        try {
            for (Stretch stretch : all()) {
                if (stretch.first <= sequence && sequence <= stretch.last) {
                    for (LogRecord record : read(stretch.first)) {
                        if (record.sequence() == sequence) {
                            return record;
                        }
                    }
                }
            }
        } catch (IOException unreadable) {
            LOG.warn("Checkpoints in {} are ignored ({}).", layout.checkpoints(), unreadable.toString());
        }
        return null;
    }

    /**
     * Writes the stretch that ends with a record, if one is due. A failure is logged only.
     *
     * @param records reads a record of the log
     */
    void write(long last, LongFunction<LogRecord> records) {
        if (last % interval != 0) {
            return;
        }
        try {
            for (long length = Math.min(Long.lowestOneBit(last / interval), MOST_INTERVALS) * interval;
                    length >= interval;
                    length /= 2) {
                Optional<byte[]> stretch = encode(last - length + 1, last, records);
                if (stretch.isPresent()) {
                    publish(last - length + 1, last, stretch.get());
                    return;
                }
            }
        } catch (IOException | RuntimeException failure) {
            LOG.warn(
                    "No checkpoint was written for registry {} ({}): it opens more slowly.",
                    layout.root(),
                    failure.toString());
        }
    }

    private Optional<byte[]> encode(long first, long last, LongFunction<LogRecord> records) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        long next = first;
        while (next <= last) {
            List<LogRecord> some = read(next);
            if (some.isEmpty() || some.get(some.size() - 1).sequence() > last) {
                some = List.of(records.apply(next));
            }
            for (LogRecord record : some) {
                lines.write(record.payload().getBytes(StandardCharsets.UTF_8));
                lines.write('\n');
            }
            if (lines.size() > LARGEST - DIGEST_LINE) {
                return Optional.empty();
            }
            next += some.size();
        }
        lines.write(digestLine(lines.toByteArray(), lines.size()));
        return Optional.of(lines.toByteArray());
    }

    private void publish(long first, long last, byte[] content) throws IOException {
        Path temporary = layout.newTemporary();
        try {
            layout.write(temporary, content);
            publisher.publish(temporary, layout.checkpoint(first, last));
            layout.disk().syncDirectory(layout.checkpoints());
        } finally {
            layout.discard(temporary);
        }
        for (Stretch stretch : all()) {
            boolean shorter = stretch.last - stretch.first < last - first;
            if (shorter && stretch.first >= first && stretch.last <= last) {
                layout.discard(stretch.file);
            }
        }
    }

    private List<Stretch> from(long first) {
        try {
            return all().stream()
                    .filter(stretch -> stretch.first == first)
                    .sorted(Comparator.comparingLong(Stretch::last).reversed())
                    .toList();
        } catch (IOException unreadable) {
            LOG.warn("Checkpoints in {} are ignored ({}).", layout.checkpoints(), unreadable.toString());
            return List.of();
        }
    }

    private List<Stretch> all() throws IOException {
        List<Stretch> stretches = new ArrayList<>();
        for (String name : layout.disk().list(layout.checkpoints())) {
            Stretch stretch = stretch(name);
            if (stretch != null) {
                stretches.add(stretch);
            }
        }
        return stretches;
    }

    private @Nullable Stretch stretch(String name) {
        int dash = name.indexOf('-');
        if (dash < 0) {
            return null;
        }
        long first = DirectoryLayout.sequence(name.substring(0, dash));
        long last = DirectoryLayout.sequence(name.substring(dash + 1));
        return first < 1 || last < first
                ? null
                : new Stretch(first, last, layout.checkpoints().resolve(name));
    }

    /**
     * Reads the content of a stretch.
     *
     * @throws CorruptionException if it is not what was written
     */
    static List<LogRecord> decode(byte[] content, long first, long last, Path file) {
        return decode(content, new Stretch(first, last, file));
    }

    private static List<LogRecord> decode(byte[] content, Stretch stretch) {
        int end = content.length - DIGEST_LINE;
        if (content.length > LARGEST || end < 0) {
            throw corrupt(stretch, "it has " + content.length + " bytes");
        }
        if (!Arrays.equals(digestLine(content, end), 0, DIGEST_LINE, content, end, content.length)) {
            throw corrupt(stretch, "its last line is not the digest of the others");
        }
        StretchRecords records = new StretchRecords(content, end, stretch.first, stretch.file);
        if (records.size() != stretch.last - stretch.first + 1) {
            throw corrupt(stretch, "it holds " + records.size() + " records");
        }
        return records;
    }

    private static byte[] digestLine(byte[] lines, int length) {
        MessageDigest computation = Digest.algorithm();
        computation.update(lines, 0, length);
        return (DIGEST + Digest.finish(computation).hex() + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static CorruptionException corrupt(Stretch stretch, String what) {
        return new CorruptionException("Checkpoint " + stretch.file + " is not what was written: " + what
                + ". Delete it; the log itself is not touched by this.");
    }
}
