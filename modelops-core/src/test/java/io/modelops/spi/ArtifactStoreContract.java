package io.modelops.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.Digest;
import io.modelops.model.NotFoundException;
import io.modelops.model.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each artifact store has to do. */
public abstract class ArtifactStoreContract {
    private final List<ArtifactStore> opened = new ArrayList<>();

    /** Opens a store. All stores that one test opens keep the same content, none when the test begins. */
    protected abstract ArtifactStore open() throws Exception;

    protected final ArtifactStore store() throws Exception {
        ArtifactStore store = open();
        opened.add(store);
        return store;
    }

    @AfterEach
    final void closeStores() {
        opened.forEach(ArtifactStore::close);
    }

    @Test
    void put_content_isReadBackUnderItsDigest() throws Exception {
        ArtifactStore store = store();
        byte[] content = random(300_000);

        Digest digest = put(store, content);

        assertThat(digest).isEqualTo(Digest.of(content));
        assertThat(store.contains(digest)).isTrue();
        assertThat(read(store, digest)).isEqualTo(content);
    }

    @Test
    void put_noBytes_isReadBack() throws Exception {
        ArtifactStore store = store();

        Digest digest = put(store, new byte[0]);

        assertThat(read(store, digest)).isEmpty();
    }

    @Test
    void put_sameContentTwice_isThereOnce() throws Exception {
        ArtifactStore store = store();
        byte[] content = random(1_000);

        assertThat(put(store, content)).isEqualTo(put(store, content));

        assertThat(store.delete(Digest.of(content))).isTrue();
        assertThat(store.contains(Digest.of(content))).isFalse();
    }

    @Test
    void put_streamThatFails_throwsAndNothingIsVisible() throws Exception {
        ArtifactStore store = store();
        byte[] content = random(100_000);
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(content), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection lost");
            }
        });

        assertThatThrownBy(() -> store.put(broken))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("connection lost");

        assertThat(store.contains(Digest.of(content))).isFalse();
    }

    @Test
    void put_stream_isReadToItsEndAndLeftOpen() throws Exception {
        boolean[] closed = new boolean[1];
        InputStream content = new ByteArrayInputStream(random(10)) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };

        store().put(content);

        assertThat(content.read()).isEqualTo(-1);
        assertThat(closed[0]).isFalse();
    }

    @Test
    void put_interruptedThread_putsAndKeepsTheInterrupt() throws Exception {
        ArtifactStore store = store();
        byte[] content = random(1_000);
        boolean interrupted;
        byte[] read;
        Thread.currentThread().interrupt();
        try {
            read = read(store, put(store, content));
        } finally {
            interrupted = Thread.interrupted();
        }

        assertThat(read).isEqualTo(content);
        assertThat(interrupted).isTrue();
    }

    @Test
    void put_manyThreadsWithTheSameContent_allGetItsDigest() throws Exception {
        ArtifactStore store = store();
        byte[] content = random(50_000);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Digest>> puts = Collections.nCopies(32, () -> put(store, content));
            for (Future<Digest> put : threads.invokeAll(puts, 60, TimeUnit.SECONDS)) {
                assertThat(put.get()).isEqualTo(Digest.of(content));
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(read(store, Digest.of(content))).isEqualTo(content);
    }

    @Test
    void open_contentNotThere_throwsNotFound() throws Exception {
        ArtifactStore store = store();
        Digest unknown = Digest.of("nobody put this");

        assertThatThrownBy(() -> store.open(unknown))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(unknown.hex());
        assertThat(store.contains(unknown)).isFalse();
    }

    @Test
    void open_skippingAndSingleReads_reachTheEnd() throws Exception {
        ArtifactStore store = store();
        byte[] content = random(20_000);
        Digest digest = put(store, content);

        try (InputStream input = store.open(digest)) {
            input.skipNBytes(9_000);
            assertThat((byte) input.read()).isEqualTo(content[9_000]);
            assertThat(input.readAllBytes()).hasSize(10_999);
            assertThat(input.read()).isEqualTo(-1);
        }
    }

    @Test
    void open_storeOpenedLater_readsWhatWasPut() throws Exception {
        ArtifactStore store = store();
        byte[] content = random(1_000);
        put(store, content);
        store.close();

        assertThat(read(store(), Digest.of(content))).isEqualTo(content);
    }

    @Test
    void copyTo_newFile_hasTheBytes(@TempDir Path directory) throws Exception {
        ArtifactStore store = store();
        byte[] content = random(200_000);
        Path target = directory.resolve("model.onnx");

        store.copyTo(put(store, content), target);

        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void copyTo_contentNotThere_throwsNotFoundAndCreatesNothing(@TempDir Path directory) throws Exception {
        ArtifactStore store = store();
        Path target = directory.resolve("model.onnx");

        assertThatThrownBy(() -> store.copyTo(Digest.of("nobody put this"), target))
                .isInstanceOf(NotFoundException.class);

        assertThat(target).doesNotExist();
    }

    @Test
    void copyTo_existingFile_throwsAndLeavesIt(@TempDir Path directory) throws Exception {
        ArtifactStore store = store();
        Digest digest = put(store, random(10));
        Path target = Files.writeString(directory.resolve("model.onnx"), "mine");

        assertThatThrownBy(() -> store.copyTo(digest, target)).isInstanceOf(StoreException.class);

        assertThat(target).hasContent("mine");
    }

    @Test
    void delete_contentNotThere_returnsFalse() throws Exception {
        assertThat(store().delete(Digest.of("nobody put this"))).isFalse();
    }

    @Test
    void delete_thenPutAgain_isThereAgain() throws Exception {
        ArtifactStore store = store();
        byte[] content = "again".getBytes(StandardCharsets.UTF_8);
        store.delete(put(store, content));

        assertThat(read(store, put(store, content))).isEqualTo(content);
    }

    @Test
    void hold_nestedAndClosedTwice_letsGoOnce() throws Exception {
        ArtifactStore store = store();
        Digest digest = put(store, random(10));

        ArtifactStore.Hold outer = store.hold();
        ArtifactStore.Hold inner = store.hold();
        inner.close();
        inner.close();
        outer.close();

        assertThat(store.delete(digest)).isTrue();
    }

    @Test
    void hold_closedByAnotherThread_letsGo() throws Exception {
        ArtifactStore store = store();
        Digest digest = put(store, random(10));
        ArtifactStore.Hold hold = store.hold();

        Thread other = new Thread(hold::close);
        other.start();
        other.join();

        assertThat(store.delete(digest)).isTrue();
    }

    @Test
    void collectGarbage_dryRun_saysWhatWouldGoAndLeavesIt() throws Exception {
        ArtifactStore store = store();
        Digest needed = put(store, random(10));
        Digest garbage = put(store, random(20));

        GarbageReport report =
                store.collectGarbage(GarbagePlan.dryRun().olderThan(Duration.ZERO), () -> Set.of(needed));

        assertThat(report).isEqualTo(new GarbageReport(true, List.of(garbage), 20, 0, 0, 0, 0));
        assertThat(store.contains(garbage)).isTrue();
    }

    @Test
    void collectGarbage_removing_takesWhatIsNotNeededAndNothingElse() throws Exception {
        ArtifactStore store = store();
        Digest needed = put(store, random(10));
        Digest garbage = put(store, random(20));

        GarbageReport report = store.collectGarbage(
                GarbagePlan.removing().olderThan(Duration.ZERO), () -> Set.of(needed, Digest.of("not there")));

        assertThat(report.dryRun()).isFalse();
        assertThat(report.content()).containsExactly(garbage);
        assertThat(report.contentBytes()).isEqualTo(20);
        assertThat(store.contains(garbage)).isFalse();
        assertThat(read(store, needed)).isEqualTo(random(10));
    }

    @Test
    void collectGarbage_youngContent_stays() throws Exception {
        ArtifactStore store = store();
        Digest young = put(store, random(10));

        GarbageReport report = store.collectGarbage(GarbagePlan.removing(), Set::of);

        assertThat(report.content()).isEmpty();
        assertThat(store.contains(young)).isTrue();
    }

    @Test
    void collectGarbage_neededUnknown_throwsAndRemovesNothing() throws Exception {
        ArtifactStore store = store();
        Digest digest = put(store, random(10));

        assertThatThrownBy(() -> store.collectGarbage(GarbagePlan.removing().olderThan(Duration.ZERO), () -> {
                    throw new StoreException("the log can't be read");
                }))
                .hasMessageContaining("the log can't be read");

        assertThat(store.contains(digest)).isTrue();
        assertThat(store.delete(digest)).as("the store is free again").isTrue();
    }

    @Test
    void collectGarbage_thenPutAgain_isThereAgain() throws Exception {
        ArtifactStore store = store();
        Digest digest = put(store, random(10));
        store.collectGarbage(GarbagePlan.removing().olderThan(Duration.ZERO), Set::of);

        put(store, random(10));

        assertThat(read(store, digest)).isEqualTo(random(10));
    }

    @Test
    void collectGarbage_contentPutAndNamedWhileHeld_stays() throws Exception {
        ArtifactStore store = store();
        Digest old = put(store, random(10));
        AtomicBoolean named = new AtomicBoolean();
        ArtifactStore.Hold hold = store.hold();
        // It waits for the hold, or gives up.
        CompletableFuture<GarbageReport> collected = CompletableFuture.supplyAsync(
                () -> store.collectGarbage(
                        GarbagePlan.removing().olderThan(Duration.ZERO), () -> named.get() ? Set.of(old) : Set.of()),
                task -> new Thread(task).start());

        put(store, random(10));
        named.set(true);
        hold.close();
        collected.handle((report, failure) -> report).get(30, TimeUnit.SECONDS);

        assertThat(store.contains(old)).isTrue();
    }

    @Test
    void close_twice_doesNothingMore() throws Exception {
        ArtifactStore store = store();
        byte[] content = random(10);
        put(store, content);

        store.close();
        store.close();

        assertThat(store().contains(Digest.of(content))).isTrue();
    }

    protected static Digest put(ArtifactStore store, byte[] content) {
        return store.put(new ByteArrayInputStream(content));
    }

    protected static byte[] read(ArtifactStore store, Digest digest) throws IOException {
        try (InputStream input = store.open(digest)) {
            return input.readAllBytes();
        }
    }

    protected static byte[] random(int bytes) {
        byte[] content = new byte[bytes];
        new SplittableRandom(bytes).nextBytes(content);
        return content;
    }
}
