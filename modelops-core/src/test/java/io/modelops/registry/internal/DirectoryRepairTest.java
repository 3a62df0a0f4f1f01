package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.model.StoreException;
import io.modelops.registry.RepairPlan;
import io.modelops.registry.RepairReport;
import io.modelops.registry.internal.FailingDisk.Failure;
import io.modelops.spi.AccessPolicy;
import io.modelops.spi.LogRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a repair does to the files of a directory, with copies in checkpoints, and with faults at each of its steps. */
class DirectoryRepairTest {
    private static final RepairPlan PLAN = RepairPlan.repairing("disk failed");

    @TempDir
    private Path directory;

    private Path root() {
        return directory.resolve("registry");
    }

    @ParameterizedTest
    @EnumSource
    void run_anyCallFails_theLogIsDamagedOrSaysThatItWasRepairedAndNoBytesAreLost(Failure failure) throws Exception {
        write(new UnsyncedDisk(), 6);
        Set<String> bytes = damageFrom(3);
        Map<Path, byte[]> damaged = files();
        boolean failed = true;
        int failing = 0;
        while (failed) {
            failing++;
            putBack(damaged);
            FailingDisk disk = new FailingDisk(failing, failure);
            disk.start();
            try {
                run(PLAN, disk);
            } catch (StoreException | CorruptionException expected) {
                assertThat(disk.failed()).as("%s", expected).isNotEmpty();
            }
            failed = !disk.failed().isEmpty();

            assertThat(contents()).as("%s of %s", failure, disk.failed()).containsAll(bytes);
            RegistryLog log = open();
            assertThat(log.damage().isPresent() || repairs(log.state()) == 1)
                    .as("%s of %s", failure, disk.failed())
                    .isTrue();
            run(PLAN, new UnsyncedDisk());
            assertThat(open().damage()).isEmpty();
            assertThat(repairs(open().state())).isPositive();
            assertThat(contents()).containsAll(bytes);
        }
        assertThat(failing).isGreaterThan(30);
    }

    @Test
    void run_fileSystemWithoutLinks_keepsTheFilesAllTheSame() throws Exception {
        write(new LinklessDisk(), 6);
        Set<String> bytes = damageFrom(3);

        RepairReport report = run(PLAN, new LinklessDisk());

        assertThat(report.setAside()).containsExactly(3L, 4L, 5L, 6L);
        assertThat(report.quarantine().resolve(name(3))).hasContent("torn 3");
        assertThat(contents()).containsAll(bytes);
        assertThat(repairs(open().state())).isEqualTo(1);
    }

    @Test
    void run_entriesThatACheckpointHolds_areBroughtBackAsTheyWere() throws Exception {
        List<LogRecord> log = write(new UnsyncedDisk(), 1_003);
        String seventh = Files.readString(record(7));
        overwrite(record(7), "torn");
        Files.delete(record(900));

        RepairReport looked = run(RepairPlan.dryRun(), new UnsyncedDisk());
        RepairReport report = run(PLAN, new UnsyncedDisk());

        assertThat(looked.broughtBack()).containsExactly(7L, 900L);
        assertThat(report.broughtBack()).containsExactly(7L, 900L);
        assertThat(report.setAside()).isEmpty();
        assertThat(report.lastGood()).isEqualTo(1_003);
        assertThat(record(7)).hasContent(seventh);
        assertThat(report.quarantine().resolve(name(7))).hasContent("torn");
        DirectoryStores stores = DirectoryStores.open(root(), new UnsyncedDisk(), InstantSource.system());
        stores.artifacts().close();
        try (var store = stores.log()) {
            assertThat(store.read(1, 1_003)).isEqualTo(log);
        }
        RegistryEvent audit = open().state().head().orElseThrow().event();
        assertThat(audit)
                .isEqualTo(new RegistryEvent.Repaired(RegistryEvent.REGISTRY, 2, 0, name(1), report.problem()));
    }

    @Test
    void run_checkpointIsDamagedToo_setsBothAsideSoThatTheNextOneIsWritten() throws Exception {
        write(new UnsyncedDisk(), 1_003);
        Path checkpoint = root().resolve("ckpt").resolve(name(1) + "-" + name(1_000));
        byte[] bytes = Files.readAllBytes(checkpoint);
        bytes[bytes.length / 2] ^= 1;
        Files.delete(checkpoint);
        Files.write(checkpoint, bytes);
        overwrite(record(500), "torn");

        RepairReport report = run(PLAN, new UnsyncedDisk());

        assertThat(report.setAside()).hasSize(504);
        assertThat(report.quarantine().resolve(String.valueOf(checkpoint.getFileName())))
                .hasBinaryContent(bytes);
        assertThat(root().resolve("ckpt")).isEmptyDirectory();
        RegistryState state = open().state();
        append(new UnsyncedDisk(), state.sequence() + 1, state.digest(), 501);
        assertThat(open().state().sequence()).isEqualTo(1_001);
        assertThat(checkpoint).isRegularFile();
    }

    @Test
    void run_whileSomebodyCommits_waitsAndGivesUp() throws Exception {
        write(new UnsyncedDisk(), 6);
        Set<String> bytes = damageFrom(3);
        DirectoryStores stores = DirectoryStores.open(root(), new UnsyncedDisk(), InstantSource.system());
        try (var log = stores.log();
                var artifacts = stores.artifacts();
                var hold = artifacts.hold()) {
            assertThat(hold).isNotNull();
            assertThatThrownBy(() -> run(PLAN, new ForwardingDisk(new LocalDisk(Duration.ZERO))))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("could not be had alone");
            assertThat(log.read(1, 2)).hasSize(2);
        }
        assertThat(contents()).containsAll(bytes);
        assertThat(root().resolve("quarantine")).doesNotExist();
    }

    private RepairReport run(RepairPlan plan, Disk disk) {
        return DirectoryRepair.run(root(), plan, Actor.by("ana"), InstantSource.fixed(EventSamples.AT), disk);
    }

    private RegistryLog open() {
        DirectoryStores stores = DirectoryStores.open(root(), new UnsyncedDisk(), InstantSource.system());
        stores.artifacts().close();
        try (var log = stores.log()) {
            return new RegistryLog(log, InstantSource.system(), new Listeners(), AccessPolicy.allowAll(), true);
        }
    }

    private static long repairs(RegistryState state) {
        return state.history(RegistryEvent.REGISTRY).stream()
                .filter(entry -> entry.event() instanceof RegistryEvent.Repaired)
                .count();
    }

    private List<LogRecord> write(Disk disk, int entries) {
        return append(disk, 1, LogEntry.BEFORE_FIRST, entries);
    }

    private List<LogRecord> append(Disk disk, long first, Digest before, int entries) {
        EventCodec codec = new EventCodec();
        List<LogRecord> written = new ArrayList<>();
        Digest previous = before;
        DirectoryStores stores = DirectoryStores.open(root(), disk, InstantSource.system());
        stores.artifacts().close();
        try (var log = stores.log()) {
            for (long sequence = first; sequence < first + entries; sequence++) {
                RegistryEvent tagged = new RegistryEvent.Tagged(EventSamples.CHURN, 1, "n", String.valueOf(sequence));
                Change change = sequence == 1 ? EventSamples.BARE : new Change(tagged, Actor.by("test"), "");
                LogRecord record = codec.encode(sequence, previous, new UUID(first, sequence), EventSamples.AT, change);
                assertThat(log.putIfAbsent(record)).isTrue();
                written.add(record);
                previous = record.digest();
            }
        }
        return written;
    }

    /** Tears one of the last four records, and returns the contents of the files from there on. */
    private Set<String> damageFrom(long first) throws IOException {
        overwrite(record(first), "torn " + first);
        Set<String> bytes = new HashSet<>();
        for (long sequence = first; Files.exists(record(sequence)); sequence++) {
            bytes.add(Files.readString(record(sequence)));
        }
        return bytes;
    }

    /** What the files in log and quarantine hold. */
    private Set<String> contents() throws IOException {
        Set<String> contents = new HashSet<>();
        for (String name : List.of("log", "quarantine")) {
            Path there = root().resolve(name);
            if (Files.exists(there)) {
                try (Stream<Path> files = Files.walk(there)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        contents.add(Files.readString(file));
                    }
                }
            }
        }
        return contents;
    }

    private Map<Path, byte[]> files() throws IOException {
        Map<Path, byte[]> files = new HashMap<>();
        for (long sequence = 1; sequence <= 6; sequence++) {
            files.put(record(sequence), Files.readAllBytes(record(sequence)));
        }
        return files;
    }

    /** Makes log and quarantine what they were. */
    private void putBack(Map<Path, byte[]> files) throws IOException {
        for (String name : List.of("log", "quarantine", "tmp")) {
            Path there = root().resolve(name);
            if (Files.exists(there)) {
                try (Stream<Path> found = Files.walk(there)) {
                    for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                        if (!path.equals(there) || name.equals("quarantine")) {
                            Files.delete(path);
                        }
                    }
                }
            }
        }
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
    }

    private Path record(long sequence) {
        return root().resolve("log").resolve(name(sequence));
    }

    private static String name(long sequence) {
        return "%020d".formatted(sequence);
    }

    private static void overwrite(Path file, String content) throws IOException {
        Files.delete(file);
        Files.writeString(file, content);
    }

    /** A disk that is fast because it syncs nothing. */
    private static final class UnsyncedDisk extends ForwardingDisk {
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
        public void syncDirectory(Path there) {}
    }
}
