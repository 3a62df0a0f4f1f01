package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.spi.LogRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    /** A disk that syncs nothing, because these tests write thousands of files, and counts what is read. */
    private static final class CountingDisk extends ForwardingDisk {
        private int reads;

        @Override
        public Output create(Path file) throws IOException {
            Output output = super.create(file);
            return new Output() {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    output.write(bytes, offset, length);
                }

                @Override
                public void sync() {}

                @Override
                public void close() throws IOException {
                    output.close();
                }
            };
        }

        @Override
        public void syncDirectory(Path directory) {}

        @Override
        public InputStream read(Path file) throws IOException {
            reads++;
            return super.read(file);
        }
    }

    @TempDir
    private Path root;

    private final CountingDisk disk = new CountingDisk();

    @Test
    void open_aThousandCommitsAndMore_readsTheCheckpointAndTheTail() {
        List<LogRecord> log = log(3_005);
        write(log);
        disk.reads = 0;

        RegistryState state = open();

        assertThat(state.sequence()).isEqualTo(3_005);
        assertThat(names("ckpt")).containsExactly(name(1, 2_000), name(2_001, 3_000));
        // FORMAT, two stretches, the record at their end, the tail.
        assertThat(disk.reads).isEqualTo(1 + 2 + 1 + 5);
    }

    @Test
    void open_withAndWithoutCheckpoints_isTheSameState() throws IOException {
        write(log(2_100));
        RegistryState with = open();
        for (String name : names("ckpt")) {
            Files.delete(root.resolve("ckpt").resolve(name));
        }

        RegistryState without = open();

        assertThat(with.head()).isEqualTo(without.head());
        ModelState one = with.get(EventSamples.CHURN);
        ModelState other = without.get(EventSamples.CHURN);
        assertThat(one.history()).isEqualTo(other.history());
        assertThat(one.versions()).isEqualTo(other.versions());
        assertThat(one.tags(1)).isEqualTo(other.tags(1)).containsEntry("n", "2100");
        assertThat(one.approvals(1)).isEqualTo(other.approvals(1));
    }

    @Test
    void open_hundredThousandEntries_readsAFewFiles() throws IOException {
        List<LogRecord> log = log(100_000);
        DirectoryStores stores = stores();
        stores.log().close();
        stores.artifacts().close();
        DirectoryLayout layout = new DirectoryLayout(root, disk);
        Checkpoints checkpoints = new Checkpoints(layout, new LinkPublisher(disk), Checkpoints.INTERVAL);
        for (int last = 1_000; last <= 100_000; last += 1_000) {
            checkpoints.write(last, sequence -> log.get((int) sequence - 1));
        }
        // The records that stand alone in a real log are read by nobody; only the last one is.
        Files.write(layout.record(100_000), RecordFile.encode(log.get(99_999)));
        disk.reads = 0;

        RegistryState state = open();

        assertThat(state.sequence()).isEqualTo(100_000);
        assertThat(state.get(EventSamples.CHURN).history()).hasSize(100_000);
        // FORMAT; 32, 32, 32 and 4 thousand; the last record.
        assertThat(disk.reads).isEqualTo(1 + 4 + 1);
    }

    @Test
    void open_checkpointWithAFlippedBit_ignoresIt() throws IOException {
        write(log(1_002));
        Path checkpoint = root.resolve("ckpt").resolve(name(1, 1_000));
        byte[] whole = Files.readAllBytes(checkpoint);
        for (int position : new int[] {0, 500, whole.length / 2, whole.length - 70, whole.length - 1}) {
            byte[] flipped = whole.clone();
            flipped[position] ^= 1;
            Files.write(checkpoint, flipped);
            disk.reads = 0;

            assertThat(open().sequence()).isEqualTo(1_002);
            assertThat(disk.reads).isGreaterThan(1_002);
        }
    }

    @Test
    void open_checkpointThatIsShortOrEmpty_ignoresIt() throws IOException {
        write(log(1_002));
        Path checkpoint = root.resolve("ckpt").resolve(name(1, 1_000));
        byte[] whole = Files.readAllBytes(checkpoint);
        for (int length : new int[] {0, 1, 72, whole.length - 1}) {
            Files.write(checkpoint, Arrays.copyOf(whole, length));

            assertThat(open().sequence()).isEqualTo(1_002);
        }
    }

    @Test
    void open_checkpointOfAnotherLogWithARightDigest_ignoresIt() throws IOException {
        write(log(1_002));
        Path checkpoint = root.resolve("ckpt").resolve(name(1, 1_000));
        List<String> lines = new ArrayList<>(Files.readAllLines(checkpoint));
        String altered = lines.get(999).replace("\"value\":\"1000\"", "\"value\":\"forged\"");
        assertThat(altered).isNotEqualTo(lines.get(999));
        lines.set(999, altered);
        String body = String.join("\n", lines.subList(0, 1_000)) + "\n";
        Files.writeString(checkpoint, body + "sha256:" + Digest.of(body).hex() + "\n");

        RegistryState state = open();

        assertThat(state.sequence()).isEqualTo(1_002);
        assertThat(state.get(EventSamples.CHURN).history().get(999).event())
                .isEqualTo(new RegistryEvent.Tagged(EventSamples.CHURN, 1, "n", "1000"));
    }

    @Test
    void open_foreignFilesAmongTheCheckpoints_areIgnored() throws IOException {
        write(log(5));
        Files.writeString(root.resolve("ckpt").resolve("notes.txt"), "x");
        Files.writeString(root.resolve("ckpt").resolve(name(1, 2)), "x");
        Files.writeString(root.resolve("ckpt").resolve("00000000000000000001-2"), "x");

        assertThat(open().sequence()).isEqualTo(5);
    }

    @Test
    void open_damagedRecordInTheTail_isStillRefused() throws IOException {
        write(log(1_002));
        Files.writeString(new DirectoryLayout(root, disk).record(1_001), "torn");

        assertThatThrownBy(this::open).isInstanceOf(CorruptionException.class);
    }

    @Test
    void verify_recordThatACheckpointHolds_isReadFromTheLog() throws IOException {
        write(log(1_002));
        Path record = new DirectoryLayout(root, disk).record(500);
        Files.writeString(record, "torn");

        DirectoryStores stores = stores();
        try (var log = stores.log();
                var artifacts = stores.artifacts()) {
            assertThat(new Verification(log, artifacts, progress -> {})
                            .run(Optional.empty())
                            .problem())
                    .contains(record.toString());
        }
    }

    @Test
    void putIfAbsent_checkpointThatCantBeWritten_commitsAllTheSame() throws IOException {
        Files.createDirectories(root);
        List<LogRecord> log = log(1_001);
        DirectoryStores stores = stores();
        try (var store = stores.log();
                var artifacts = stores.artifacts()) {
            Files.delete(root.resolve("ckpt"));
            assertThat(log)
                    .allSatisfy(record -> assertThat(store.putIfAbsent(record)).isTrue());
            assertThat(artifacts.contains(Digest.of("x"))).isFalse();
        }

        assertThat(open().sequence()).isEqualTo(1_001);
    }

    private static List<LogRecord> log(int entries) {
        EventCodec codec = new EventCodec();
        List<LogRecord> log = new ArrayList<>();
        Digest previous = LogEntry.BEFORE_FIRST;
        for (int sequence = 1; sequence <= entries; sequence++) {
            Change change = sequence == 1
                    ? EventSamples.BARE
                    : new Change(
                            new RegistryEvent.Tagged(EventSamples.CHURN, 1, "n", String.valueOf(sequence)),
                            Actor.by("test"),
                            "");
            LogRecord record = codec.encode(sequence, previous, new UUID(0, sequence), EventSamples.AT, change);
            log.add(record);
            previous = record.digest();
        }
        return log;
    }

    private void write(List<LogRecord> records) {
        DirectoryStores stores = stores();
        try (var log = stores.log();
                var artifacts = stores.artifacts()) {
            records.forEach(log::putIfAbsent);
            assertThat(artifacts.contains(Digest.of("x"))).isFalse();
        }
    }

    private RegistryState open() {
        DirectoryStores stores = stores();
        stores.artifacts().close();
        try (var log = stores.log()) {
            return new RegistryLog(log, InstantSource.system(), new Listeners()).state();
        }
    }

    private DirectoryStores stores() {
        return DirectoryStores.open(root, disk, InstantSource.system());
    }

    private Set<String> names(String directory) {
        try (Stream<Path> files = Files.list(root.resolve(directory))) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String name(long first, long last) {
        return String.format("%020d-%020d", first, last);
    }
}
