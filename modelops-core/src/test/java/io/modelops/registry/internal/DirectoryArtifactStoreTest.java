package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.modelops.model.ClosedException;
import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.model.NotFoundException;
import io.modelops.model.StoreException;
import io.modelops.spi.ArtifactStore;
import io.modelops.spi.ArtifactStoreContract;
import io.modelops.spi.GarbagePlan;
import io.modelops.spi.GarbageReport;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryArtifactStoreTest extends ArtifactStoreContract {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private Instant now = NOW;

    @TempDir
    private Path root;

    @Override
    protected ArtifactStore open() {
        return open(Duration.ofSeconds(10));
    }

    private ArtifactStore open(Duration patience) {
        return open(patience, InstantSource.system());
    }

    private ArtifactStore open(Duration patience, InstantSource clock) {
        DirectoryStores stores = DirectoryStores.open(root, new LocalDisk(patience), clock);
        stores.log().close();
        return stores.artifacts();
    }

    @Test
    void put_content_isOneFileUnderItsDigestAndLeavesNothingTemporary() throws Exception {
        Digest digest = put(store(), random(100));

        assertThat(file(digest)).hasBinaryContent(random(100));
        assertThat(root.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void open_flippedBit_throwsCorruptionAtTheEnd() throws Exception {
        ArtifactStore store = store();
        byte[] content = random(64);
        Digest digest = put(store, content);

        for (int bit = 0; bit < content.length * 8; bit++) {
            byte[] flipped = content.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file(digest), flipped);
            assertThatThrownBy(() -> read(store, digest))
                    .isInstanceOf(CorruptionException.class)
                    .hasMessageContaining(file(digest).toString());
        }
    }

    @Test
    void open_skippedOverTheDamage_throwsCorruptionAtTheEnd() throws Exception {
        ArtifactStore store = store();
        Digest digest = put(store, random(100));
        byte[] damaged = random(100);
        damaged[0]++;
        Files.write(file(digest), damaged);

        try (InputStream input = store.open(digest)) {
            input.skipNBytes(50);
            assertThatThrownBy(input::readAllBytes).isInstanceOf(CorruptionException.class);
        }
    }

    @Test
    void copyTo_damagedContent_throwsCorruptionAndRemovesTheCopy(@TempDir Path directory) throws Exception {
        ArtifactStore store = store();
        Digest digest = put(store, random(100));
        Files.write(file(digest), random(99));
        Path target = directory.resolve("model.onnx");

        assertThatThrownBy(() -> store.copyTo(digest, target)).isInstanceOf(CorruptionException.class);

        assertThat(target).doesNotExist();
    }

    @Test
    void open_linkInsteadOfAFile_isRefused(@TempDir Path elsewhere) throws Exception {
        ArtifactStore store = store();
        Digest digest = put(store, random(100));
        Path moved = Files.move(file(digest), elsewhere.resolve("moved"));
        Files.createSymbolicLink(file(digest), moved);

        assertThatThrownBy(() -> store.open(digest))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("not a regular file");
    }

    @Test
    void put_existingContentOfAnotherSize_throwsCorruption() throws Exception {
        ArtifactStore store = store();
        Digest digest = put(store, random(100));
        Files.write(file(digest), random(99));

        assertThatThrownBy(() -> put(store, random(100)))
                .isInstanceOf(CorruptionException.class)
                .hasMessageContaining("99 bytes");
        assertThat(root.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void delete_content_goesToTheTrash() throws Exception {
        ArtifactStore store = open(Duration.ofSeconds(10), InstantSource.fixed(NOW));
        Digest digest = put(store, random(100));

        assertThat(store.delete(digest)).isTrue();
        store.close();

        assertThat(root.resolve("trash").resolve(digest.hex() + "." + NOW.toEpochMilli()))
                .hasBinaryContent(random(100));
        assertThatThrownBy(() -> store().open(digest)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void collectGarbage_afterTheGracePeriod_goesToTheTrashAndAfterAWeekAway() throws Exception {
        ArtifactStore store = open(Duration.ofSeconds(10), () -> now);
        Digest digest = put(store, random(100));
        Files.setLastModifiedTime(file(digest), FileTime.from(NOW));
        Path trashed = root.resolve("trash").resolve(digest.hex() + "." + at(DAY).toEpochMilli());

        now = NOW.plus(DAY).minusMillis(1);
        assertThat(store.collectGarbage(GarbagePlan.removing(), Set::of).content())
                .isEmpty();
        now = at(DAY);
        assertThat(store.collectGarbage(GarbagePlan.removing(), Set::of).content())
                .containsExactly(digest);
        assertThat(trashed).hasBinaryContent(random(100));
        now = at(DAY.multipliedBy(8)).minusMillis(1);
        assertThat(store.collectGarbage(GarbagePlan.removing(), Set::of).expired())
                .isZero();
        now = at(DAY.multipliedBy(8));
        assertThat(store.collectGarbage(GarbagePlan.dryRun(), Set::of))
                .isEqualTo(new GarbageReport(true, List.of(), 0, 0, 0, 1, 100));
        assertThat(trashed).exists();
        assertThat(store.collectGarbage(GarbagePlan.removing(), Set::of))
                .isEqualTo(new GarbageReport(false, List.of(), 0, 0, 0, 1, 100));
        assertThat(root.resolve("trash")).isEmptyDirectory();
        store.close();
    }

    @Test
    void collectGarbage_filesOfACrashedWriter_areRemovedAfterTheGracePeriod() throws Exception {
        ArtifactStore store = open(Duration.ofSeconds(10), () -> now);
        Path torn = Files.writeString(root.resolve("tmp").resolve("torn"), "half");
        Files.setLastModifiedTime(torn, FileTime.from(NOW));

        assertThat(store.collectGarbage(GarbagePlan.removing(), Set::of).leftovers())
                .isZero();
        now = at(DAY);

        assertThat(store.collectGarbage(GarbagePlan.removing(), Set::of))
                .isEqualTo(new GarbageReport(false, List.of(), 0, 1, 4, 0, 0));
        assertThat(root.resolve("tmp")).isEmptyDirectory();
        store.close();
    }

    @Test
    void collectGarbage_filesOfOthers_areLeft() throws Exception {
        ArtifactStore store = store();
        String hex = Digest.of("x").hex();
        List<Path> foreign = List.of(
                root.resolve("blobs/00/notes.txt"),
                root.resolve("blobs")
                        .resolve(hex.startsWith("00") ? "01" : "00")
                        .resolve(hex),
                root.resolve("trash/notes.txt"));
        for (Path file : foreign) {
            Files.writeString(file, "x");
        }

        GarbageReport report = store.collectGarbage(
                GarbagePlan.removing().olderThan(Duration.ZERO).keepingTrashFor(Duration.ZERO), Set::of);

        assertThat(report).isEqualTo(new GarbageReport(false, List.of(), 0, 0, 0, 0, 0));
        assertThat(foreign).allSatisfy(file -> assertThat(file).exists());
    }

    @Test
    void collectGarbage_whileSomebodyHolds_waitsAndThenAsksWhatIsNeeded() throws Exception {
        ArtifactStore store = store();
        ArtifactStore.Hold hold = store().hold();
        AtomicBoolean asked = new AtomicBoolean();
        CompletableFuture<GarbageReport> collected = CompletableFuture.supplyAsync(
                () -> store.collectGarbage(GarbagePlan.removing(), () -> {
                    asked.set(true);
                    return Set.of();
                }),
                task -> new Thread(task).start());

        // A dry run does not wait, nor does who has a hold already.
        store().collectGarbage(GarbagePlan.dryRun(), Set::of);
        assertThat(asked).isFalse();
        assertThat(collected).isNotDone();
        hold.close();

        assertThat(collected.get(10, TimeUnit.SECONDS).content()).isEmpty();
        assertThat(asked).isTrue();
    }

    @Test
    void collectGarbage_anyCallFails_losesNothingThatIsNeeded() throws Exception {
        for (FailingDisk.Failure failure : FailingDisk.Failure.values()) {
            boolean failed = true;
            for (int failing = 1; failed; failing++) {
                FailingDisk disk = new FailingDisk(failing, failure);
                DirectoryStores stores = DirectoryStores.open(root, disk, InstantSource.system());
                stores.log().close();
                Digest needed = put(stores.artifacts(), random(10));
                Digest garbage = put(stores.artifacts(), random(20));
                disk.start();
                Throwable thrown = catchThrowable(() -> stores.artifacts()
                        .collectGarbage(GarbagePlan.removing().olderThan(Duration.ZERO), () -> Set.of(needed)));
                failed = !disk.failed().isEmpty();
                stores.artifacts().close();

                if (failed) {
                    assertThat(thrown).as(disk.failed()).isInstanceOf(StoreException.class);
                }
                ArtifactStore again = store();
                assertThat(read(again, needed)).isEqualTo(random(10));
                if (again.contains(garbage)) {
                    assertThat(read(again, garbage)).isEqualTo(random(20));
                }
            }
        }
    }

    @Test
    void delete_whileRead_letsTheReadFinish() throws Exception {
        ArtifactStore store = store();
        Digest digest = put(store, random(1_000_000));

        try (InputStream input = store.open(digest)) {
            input.readNBytes(10);
            store.delete(digest);
            assertThat(input.readAllBytes()).hasSize(999_990);
        }
    }

    @Test
    void delete_ownHold_throwsInsteadOfWaitingForEver() throws Exception {
        ArtifactStore store = open(Duration.ofMillis(50));
        Digest digest = put(store, random(10));
        ArtifactStore.Hold hold = store.hold();

        assertThatThrownBy(() -> store.delete(digest))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("registered or loaded");

        assertThat(store.contains(digest)).isTrue();
        hold.close();
        assertThat(store.delete(digest)).isTrue();
        store.close();
    }

    @Test
    void delete_holdOfAnotherStore_waitsUntilItIsClosed() throws Exception {
        ArtifactStore store = store();
        Digest digest = put(store, random(10));
        ArtifactStore.Hold hold = store().hold();

        CompletableFuture<Boolean> deleted =
                CompletableFuture.supplyAsync(() -> store.delete(digest), task -> new Thread(task).start());
        // Who has a hold gets another one although somebody waits to remove content.
        store.hold().close();
        assertThat(store.contains(digest)).isTrue();
        assertThat(deleted).isNotDone();
        hold.close();

        assertThat(deleted.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void put_afterClose_throwsClosed() throws Exception {
        ArtifactStore store = store();
        store.close();

        assertThatThrownBy(() -> put(store, random(10))).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> store.contains(Digest.of("x"))).isInstanceOf(ClosedException.class);
    }

    private static Instant at(Duration later) {
        return NOW.plus(later);
    }

    private Path file(Digest digest) {
        return root.resolve("blobs").resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
    }
}
