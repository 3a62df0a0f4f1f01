package io.modelops.feedback.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.ClosedException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.PredictionId;
import io.modelops.spi.PredictionLog;
import io.modelops.spi.PredictionLogContract;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryPredictionLogTest extends PredictionLogContract {
    private static final Duration SYNC = Duration.ofMillis(50);

    @TempDir
    private Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T23:00:00Z"));

    @Override
    protected DirectoryPredictionLog open() {
        return open(PredictionLogSettings.DEFAULT);
    }

    private DirectoryPredictionLog open(PredictionLogSettings settings) {
        return DirectoryPredictionLog.open(directory.resolve("feedback"), settings, now::get);
    }

    @Test
    void append_record_isALineWithItsChecksum() throws Exception {
        append(predicted(1));

        assertThat(segments()).hasSize(1);
        assertThat(segments().get(0).getParent().getFileName()).hasToString("2026-03-01");
        assertThat(segments().get(0))
                .content()
                .matches(
                        "[0-9a-f]{8}"
                                + " \\{\"id\":\"000000000000004d0000000000000001\",\"at\":\"2026-03-01T10:00:01.123456789Z\",\"version\":\"churn:7\",\"input\":\"\\{.*\\}\",\"output\":\"0.5\"\\}\n");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(segments().get(0))))
                .isEqualTo("rw-------");
    }

    @Test
    void encode_outcome_hasTheChecksumOfAnotherImplementation() {
        // Python, bit by bit with the reversed polynomial 0x82f63b78 (b"123456789" gives e3069283, as published):
        // c = 0xffffffff
        // for x in json:
        //     c ^= x
        //     for _ in range(8): c = (c >> 1) ^ (0x82f63b78 if c & 1 else 0)
        // print("%08x" % (c ^ 0xffffffff))
        assertThat(new String(RecordLine.encode(labelled(1)), StandardCharsets.UTF_8))
                .isEqualTo("26ac8159 {\"id\":\"000000000000004d0000000000000001\","
                        + "\"at\":\"2026-03-01T10:16:41.123456789Z\",\"outcome\":\"1.0\"}\n");
    }

    @Test
    void open_again_writesANewSegment() throws Exception {
        append(predicted(1));
        byte[] before = Files.readAllBytes(segments().get(0));
        Path first = segments().get(0);

        append(predicted(2));

        assertThat(segments()).hasSize(2);
        assertThat(first).hasBinaryContent(before);
    }

    @Test
    void forEach_tornEnd_keepsWholeRecordsAndCountsTheRest() throws Exception {
        append(predicted(1), predicted(2));
        Path segment = segments().get(0);
        byte[] whole = Files.readAllBytes(segment);
        int first = new String(whole, StandardCharsets.UTF_8).indexOf('\n') + 1;

        for (int length = 0; length < whole.length; length++) {
            Files.write(segment, Arrays.copyOf(whole, length));
            try (DirectoryPredictionLog log = open()) {
                List<PredictionLog.Entry> expected = length < first ? List.of() : List.of(predicted(1));
                assertThat(records(log)).as("length %s", length).isEqualTo(expected);
                assertThat(log.lostBytes()).isEqualTo(length < first ? length : length - first);
            }
        }
    }

    @Test
    void forEach_flippedBit_stopsTheSegmentAndCountsTheRest() throws Exception {
        append(predicted(1), predicted(2));
        Path damaged = segments().get(0);
        byte[] whole = Files.readAllBytes(damaged);
        append(predicted(3));

        for (int bit = 0; bit < whole.length * 8; bit += 7) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(damaged, flipped);
            try (DirectoryPredictionLog log = open()) {
                assertThat(records(log))
                        .as("bit %s", bit)
                        .endsWith(predicted(3))
                        .doesNotContain(predicted(2), labelled(2));
                assertThat(log.lostBytes()).isPositive();
                assertThat(log.find(predicted(3).id())).isPresent();
            }
        }
    }

    @Test
    void forEach_foreignFiles_areIgnored() throws Exception {
        append(predicted(1));
        Path day = segments().get(0).getParent();
        Files.writeString(day.resolve("notes.jsonl"), "{}");
        Files.writeString(day.resolveSibling("README"), "hello");
        Files.createDirectory(day.resolveSibling("backup"));

        try (DirectoryPredictionLog log = open()) {
            assertThat(records(log)).containsExactly(predicted(1));
            assertThat(log.lostBytes()).isZero();
        }
    }

    @Test
    void append_newDay_beginsASegmentOfThatDay() throws Exception {
        try (DirectoryPredictionLog log = open()) {
            log.append(predicted(1));
            log.find(predicted(1).id());
            now.set(Instant.parse("2026-03-02T00:00:00Z"));
            log.append(predicted(2));

            assertThat(records(log)).containsExactly(predicted(1), predicted(2));
        }
        assertThat(segments())
                .extracting(segment -> segment.getParent().getFileName().toString())
                .containsExactly("2026-03-01", "2026-03-02");
    }

    @Test
    void append_fullSegment_beginsAnother() throws Exception {
        try (DirectoryPredictionLog log = open(new PredictionLogSettings(100, SYNC, 10, 1_000, 400))) {
            for (int sequence = 0; sequence < 60; sequence++) {
                log.append(predicted(sequence));
                assertThat(log.find(predicted(sequence).id())).isPresent();
            }

            assertThat(records(log)).hasSize(60).first().isEqualTo(predicted(0));
            assertThat(segments()).hasSizeGreaterThan(5);
            assertThat(log.find(predicted(17).id())).contains(predicted(17));
        }
    }

    @Test
    void append_daysTooOld_areRemoved() throws Exception {
        append(predicted(1));
        now.set(now.get().plus(Duration.ofDays(5)));
        try (DirectoryPredictionLog log = open(new PredictionLogSettings(100, SYNC, 10, 1_000, 4))) {
            assertThat(log.find(predicted(1).id())).isPresent();

            log.append(predicted(2));

            assertThat(records(log)).containsExactly(predicted(2));
            assertThat(log.find(predicted(1).id())).isEmpty();
        }
    }

    @Test
    void forEach_twoWriters_areMergedByTime() throws Exception {
        try (DirectoryPredictionLog first = open()) {
            DirectoryPredictionLog second = open();
            List<PredictionLog.Entry> expected = new ArrayList<>();
            for (int sequence = 0; sequence < 20; sequence++) {
                (sequence % 3 == 0 ? first : second).append(predicted(sequence));
                expected.add(predicted(sequence));
            }
            second.close();

            assertThat(records(first)).isEqualTo(expected);
            assertThat(first.find(predicted(1).id())).isPresent();
        }
    }

    @Test
    void append_fullQueue_dropsAndCounts() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        InstantSource slow = () -> {
            writing.countDown();
            awaitUninterruptibly(released);
            return now.get();
        };
        try (DirectoryPredictionLog log = DirectoryPredictionLog.open(
                directory.resolve("feedback"), new PredictionLogSettings(3, SYNC, 10, 1_000, 400), slow)) {
            log.append(predicted(0));
            writing.await();
            for (int sequence = 1; sequence <= 10; sequence++) {
                log.append(predicted(sequence));
            }
            assertThat(log.dropped()).isEqualTo(7);
            released.countDown();

            assertThat(records(log)).containsExactly(predicted(0), predicted(1), predicted(2), predicted(3));
        }
    }

    @Test
    void append_recordTooLarge_dropsItAndKeepsTheOthers() {
        PredictionLog.Predicted tooLarge = new PredictionLog.Predicted(
                new PredictionId(1, 1), now.get(), predicted(1).version(), "\"" + "x".repeat(1 << 20) + "\"", "1");
        try (DirectoryPredictionLog log = open()) {
            log.append(predicted(1));
            log.append(tooLarge);
            log.append(predicted(2));

            assertThat(records(log)).containsExactly(predicted(1), predicted(2));
            assertThat(log.dropped()).isEqualTo(1);
        }
    }

    @Test
    void append_directoryThatCantBeCreated_dropsAndRecovers() throws Exception {
        Path inTheWay = Files.writeString(directory.resolve("feedback"), "a file");
        try (DirectoryPredictionLog log = open()) {
            log.append(predicted(1));
            while (log.dropped() == 0) {
                Thread.onSpinWait();
            }
            Files.delete(inTheWay);
            log.append(predicted(2));

            assertThat(records(log)).containsExactly(predicted(2));
            assertThat(log.dropped()).isEqualTo(1);
        }
    }

    @Test
    void append_afterClose_throwsClosed() {
        DirectoryPredictionLog log = open();
        log.close();

        assertThatThrownBy(() -> log.append(predicted(1))).isInstanceOf(ClosedException.class);
    }

    @Test
    void find_interruptedThread_findsAndKeepsTheInterrupt() {
        try (DirectoryPredictionLog log = open()) {
            log.append(predicted(1));
            boolean found;
            boolean interrupted;
            Thread.currentThread().interrupt();
            try {
                found = log.find(predicted(1).id()).isPresent();
            } finally {
                interrupted = Thread.interrupted();
            }

            assertThat(found).isTrue();
            assertThat(interrupted).isTrue();
        }
    }

    @Test
    void settings_outOfRange_throw() {
        assertThatThrownBy(() -> new PredictionLogSettings(0, SYNC, 1, 1, 1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new PredictionLogSettings(1, SYNC.negated(), 1, 1, 1))
                .isInstanceOf(InvalidInputException.class);
    }

    private void append(PredictionLog.Entry... records) {
        try (DirectoryPredictionLog log = open()) {
            for (PredictionLog.Entry record : records) {
                log.append(record);
            }
        }
    }

    private List<Path> segments() throws Exception {
        try (Stream<Path> files = Files.walk(directory.resolve("feedback"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
