package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.ClosedException;
import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.StoreException;
import io.modelops.registry.ModelRegistry;
import io.modelops.spi.ArtifactStore;
import io.modelops.spi.ArtifactStoreContract;
import io.modelops.spi.GarbagePlan;
import io.modelops.spi.GarbageReport;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachingArtifactStoreTest extends ArtifactStoreContract {
    private static final long LARGE = 1 << 20;

    @TempDir
    private Path parent;

    private final Remote remote = new Remote();
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    /** A store that counts what is read from it, and may fail while it is. */
    private static final class Remote implements ArtifactStore {
        private final ArtifactStore store = new InMemoryArtifactStore();
        private final AtomicInteger fetches = new AtomicInteger();
        private volatile long failingAfter = Long.MAX_VALUE;

        @Override
        public Digest put(InputStream content) {
            return store.put(content);
        }

        @Override
        public InputStream open(Digest digest) {
            fetches.incrementAndGet();
            return new FilterInputStream(store.open(digest)) {
                private long bytes;

                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    if (bytes >= failingAfter) {
                        throw new IOException("connection reset");
                    }
                    int read = super.read(target, offset, (int) Math.min(length, failingAfter - bytes));
                    bytes += read;
                    return read;
                }
            };
        }

        @Override
        public void copyTo(Digest digest, Path target) {
            fetches.incrementAndGet();
            store.copyTo(digest, target);
        }

        @Override
        public boolean contains(Digest digest) {
            return store.contains(digest);
        }

        @Override
        public boolean delete(Digest digest) {
            return store.delete(digest);
        }

        @Override
        public GarbageReport collectGarbage(GarbagePlan plan, Supplier<? extends Set<Digest>> needed) {
            return store.collectGarbage(plan, needed);
        }

        @Override
        public Hold hold() {
            return store.hold();
        }
    }

    @Override
    protected ArtifactStore open() {
        return cache(LARGE);
    }

    private CachingArtifactStore cache(long mostBytes) {
        return cache(mostBytes, CacheDirectory.localDisk());
    }

    private CachingArtifactStore cache(long mostBytes, Disk disk) {
        InstantSource ticking = () -> now = now.plusSeconds(1);
        return new CachingArtifactStore(remote, CacheDirectory.open(directory(), mostBytes, disk, ticking));
    }

    private Path directory() {
        return parent.resolve("a").resolve("cache");
    }

    private Path cached(Digest digest) {
        return directory().resolve("content").resolve(digest.hex());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory().resolve("content"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void copyTo_twiceAndFromAnotherStore_fetchesOnce() throws Exception {
        Digest digest = put(remote, random(200_000));

        cache(LARGE).copyTo(digest, parent.resolve("one"));
        cache(LARGE).copyTo(digest, parent.resolve("two"));
        read(cache(LARGE), digest);

        assertThat(remote.fetches).hasValue(1);
        assertThat(parent.resolve("one")).hasBinaryContent(random(200_000));
        assertThat(parent.resolve("two")).hasBinaryContent(random(200_000));
        assertThat(directory().resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void copyTo_manyThreadsAndStoresAtOnce_fetchesOnce() throws Exception {
        Digest digest = put(remote, random(500_000));
        List<CachingArtifactStore> stores = List.of(cache(LARGE), cache(LARGE));
        AtomicInteger copies = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            Callable<Path> load = () -> {
                int number = copies.incrementAndGet();
                Path target = parent.resolve("copy-" + number);
                stores.get(number % 2).copyTo(digest, target);
                return target;
            };
            for (Future<Path> copy : threads.invokeAll(Collections.nCopies(64, load), 60, TimeUnit.SECONDS)) {
                assertThat(Files.size(copy.get())).isEqualTo(500_000);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(remote.fetches).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999})
    void copyTo_cachedFileWithAChangedByte_isFetchedAgain(int position) throws Exception {
        Digest digest = put(remote, random(1_000));
        CachingArtifactStore store = cache(LARGE);
        store.copyTo(digest, parent.resolve("before"));
        byte[] damaged = random(1_000);
        damaged[position] ^= 1;
        Files.write(cached(digest), damaged);

        store.copyTo(digest, parent.resolve("after"));

        assertThat(parent.resolve("after")).hasBinaryContent(random(1_000));
        assertThat(cached(digest)).hasBinaryContent(random(1_000));
        assertThat(remote.fetches).hasValue(2);
    }

    @Test
    void open_cachedFileThatIsCutOrLost_isFetchedAgain() throws Exception {
        Digest digest = put(remote, random(1_000));
        CachingArtifactStore store = cache(LARGE);
        read(store, digest);

        Files.write(cached(digest), new byte[0]);
        assertThat(read(store, digest)).isEqualTo(random(1_000));
        Files.delete(cached(digest));
        assertThat(read(store, digest)).isEqualTo(random(1_000));

        assertThat(remote.fetches).hasValue(3);
    }

    @Test
    void copyTo_connectionLostInTheMiddle_throwsAndLeavesNothing() throws Exception {
        Digest digest = put(remote, random(200_000));
        CachingArtifactStore store = cache(LARGE);
        remote.failingAfter = 100_000;

        assertThatThrownBy(() -> store.copyTo(digest, parent.resolve("copy")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("connection reset");

        assertThat(parent.resolve("copy")).doesNotExist();
        assertThat(names()).isEmpty();
        assertThat(directory().resolve("tmp")).isEmptyDirectory();
        remote.failingAfter = Long.MAX_VALUE;
        store.copyTo(digest, parent.resolve("copy"));
        assertThat(parent.resolve("copy")).hasBinaryContent(random(200_000));
    }

    @Test
    void copyTo_cacheThatCantBeWritten_copiesFromFarAway() throws Exception {
        Digest digest = put(remote, random(1_000));
        CachingArtifactStore store = cache(LARGE, new ForwardingDisk() {
            @Override
            public Output create(Path file) throws IOException {
                if (file.startsWith(directory())) {
                    throw new FileSystemException(file.toString(), null, "No space left on device");
                }
                return super.create(file);
            }
        });

        store.copyTo(digest, parent.resolve("copy"));

        assertThat(parent.resolve("copy")).hasBinaryContent(random(1_000));
        assertThat(read(store, digest)).isEqualTo(random(1_000));
    }

    @Test
    void copyTo_moreThanTheCacheMayHold_evictsWhatWasNotUsedForLongest() throws Exception {
        CachingArtifactStore store = cache(1_000);
        List<Digest> digests = new ArrayList<>();
        for (int size = 300; size < 303; size++) {
            digests.add(put(remote, random(size)));
            read(store, digests.get(digests.size() - 1));
        }
        read(store, digests.get(0));

        Digest another = put(remote, random(310));
        read(store, another);

        assertThat(names())
                .containsExactlyInAnyOrder(digests.get(0).hex(), digests.get(2).hex(), another.hex());
    }

    @Test
    void copyTo_contentLargerThanTheCache_isCopiedAndNotKept() throws Exception {
        Digest digest = put(remote, random(2_000));

        cache(1_000).copyTo(digest, parent.resolve("copy"));

        assertThat(parent.resolve("copy")).hasBinaryContent(random(2_000));
        assertThat(names()).isEmpty();
    }

    @Test
    void hold_whileOpen_keepsWhatWasUsedAndEvictsAfterwards() throws Exception {
        Digest first = put(remote, random(600));
        Digest second = put(remote, random(700));
        CachingArtifactStore store = cache(1_000);
        ArtifactStore.Hold load = store.hold();
        read(store, first);

        read(store, second);

        assertThat(names()).containsExactlyInAnyOrder(first.hex(), second.hex());
        load.close();
        assertThat(names()).containsExactly(second.hex());
    }

    @Test
    void deleteAndCollectGarbage_ofCachedContent_takeTheCopiesToo() throws Exception {
        CachingArtifactStore store = cache(LARGE);
        Digest deleted = put(store, random(10));
        Digest garbage = put(store, random(20));
        Digest needed = put(store, random(30));
        for (Digest digest : List.of(deleted, garbage, needed)) {
            read(store, digest);
        }

        store.delete(deleted);
        store.collectGarbage(GarbagePlan.removing().olderThan(Duration.ZERO), () -> Set.of(needed));

        assertThat(names()).containsExactly(needed.hex());
    }

    @Test
    void open_leftoverOfAProcessThatDied_isRemovedAfterADay() throws Exception {
        cache(LARGE).close();
        Path leftover =
                Files.write(directory().resolve("tmp").resolve(UUID.randomUUID().toString()), random(10));
        Path running =
                Files.write(directory().resolve("tmp").resolve(UUID.randomUUID().toString()), random(10));
        Files.setLastModifiedTime(leftover, FileTime.from(now.minus(Duration.ofDays(2))));
        Files.setLastModifiedTime(running, FileTime.from(now));

        cache(LARGE);

        assertThat(leftover).doesNotExist();
        assertThat(running).exists();
    }

    @Test
    void open_newDirectory_isThisUsersAlone() throws Exception {
        cache(LARGE);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
                .isEqualTo("rwx------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwx----w-", "rwxrwxrwx"})
    void open_directoryThatOthersMayWriteTo_isRefused(String permissions) throws Exception {
        Files.createDirectories(directory());
        Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(() -> cache(LARGE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(directory().toString())
                .hasMessageContaining("may be written by others (" + permissions + ")");
    }

    @Test
    void open_linkOrDirectoryWithOtherThings_isRefused() throws Exception {
        Path real = Files.createDirectories(parent.resolve("real"));
        Files.createDirectories(directory().getParent());
        Files.createSymbolicLink(directory(), real);
        assertThatThrownBy(() -> cache(LARGE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is a link");

        Files.delete(directory());
        Files.createDirectories(directory());
        Files.writeString(directory().resolve("thesis.txt"), "mine");
        assertThatThrownBy(() -> cache(LARGE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("thesis.txt");
    }

    @Test
    void copyTo_closedStore_throws() {
        Digest digest = put(remote, random(10));
        CachingArtifactStore store = cache(LARGE);
        store.close();

        assertThatThrownBy(() -> store.copyTo(digest, parent.resolve("copy"))).isInstanceOf(ClosedException.class);
    }

    @Test
    void localCache_registryWithStores_loadsFetchOnceAndVerifyReadsTheStoreItself() throws Exception {
        Path model = Files.write(parent.resolve("churn.onnx"), random(1_000));
        try (ModelRegistry registry = ModelRegistry.builder()
                .stores(new InMemoryRegistryStore(), remote)
                .localCache(directory(), LARGE)
                .open()) {
            var version = registry.register("churn", model, details -> {});
            for (String node : List.of("one", "two")) {
                registry.copyFiles(version, Files.createDirectory(parent.resolve(node)));
            }
            assertThat(remote.fetches).hasValue(1);

            assertThat(registry.verify().isWhole()).isTrue();
            assertThat(remote.fetches).hasValue(2);
        }
    }

    @Test
    void localCache_withoutStores_isRefused() {
        assertThatThrownBy(() -> ModelRegistry.builder()
                        .directory(parent.resolve("registry"))
                        .localCache(directory(), LARGE)
                        .open())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is on this machine anyway");
    }
}
