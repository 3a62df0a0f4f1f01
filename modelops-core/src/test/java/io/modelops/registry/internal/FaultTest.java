package io.modelops.registry.internal;

import static io.modelops.spi.LogRecords.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.CommitUnknownException;
import io.modelops.model.Digest;
import io.modelops.model.StoreException;
import io.modelops.registry.internal.FailingDisk.Failure;
import io.modelops.spi.LogRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lets every call to the file system fail in turn. */
class FaultTest {
    @TempDir
    private Path root;

    @Test
    void putIfAbsent_oneCommit_makesTheCallsOfTheProtocolInOrder() {
        FailingDisk disk = new FailingDisk();
        DirectoryStores stores = open(disk);
        disk.start();

        stores.log().putIfAbsent(record(1));

        assertThat(disk.calls())
                .containsExactly(
                        "exists quarantine",
                        "exists log",
                        "create tmp",
                        "write tmp",
                        "sync tmp",
                        "link log",
                        "syncDirectory log",
                        "unlink tmp");
        close(stores);
    }

    @Test
    void putIfAbsent_recordOfAnotherWriterBeforeIt_syncsTheLogFirst() {
        FailingDisk disk = new FailingDisk();
        DirectoryStores stores = open(disk);
        DirectoryStores others = open(new ForwardingDisk());
        others.log().putIfAbsent(record(1));
        disk.start();

        stores.log().putIfAbsent(record(2));

        assertThat(disk.calls())
                .startsWith("exists quarantine", "exists log", "syncDirectory log", "exists log", "create tmp");
        close(stores);
        close(others);
    }

    @Test
    void read_recordOfAnotherWriter_syncsTheLogOnceBeforeItIsReturned() {
        FailingDisk disk = new FailingDisk();
        DirectoryStores stores = open(disk);
        DirectoryStores others = open(new ForwardingDisk());
        others.log().putIfAbsent(record(1));
        disk.start();

        stores.log().read(1, 10);
        assertThat(disk.calls())
                .containsExactly("size log", "read log", "size log", "syncDirectory log", "exists quarantine");

        disk.start();
        stores.log().read(1, 10);
        assertThat(disk.calls()).doesNotContain("syncDirectory log");
        close(stores);
        close(others);
    }

    @Test
    void put_content_makesTheCallsOfTheProtocolInOrder() {
        FailingDisk disk = new FailingDisk();
        DirectoryStores stores = open(disk);
        disk.start();

        String directory = content(stores, 1).hex().substring(0, 2);
        assertThat(disk.calls())
                .containsExactly(
                        "create tmp",
                        "write tmp",
                        "sync tmp",
                        "link " + directory,
                        "syncDirectory " + directory,
                        "unlink tmp");

        disk.start();
        content(stores, 1);
        assertThat(disk.calls())
                .containsExactly(
                        "create tmp",
                        "write tmp",
                        "sync tmp",
                        "link " + directory,
                        "links tmp",
                        "size " + directory,
                        "sync " + directory,
                        "syncDirectory " + directory,
                        "unlink tmp");
        close(stores);
    }

    @ParameterizedTest
    @EnumSource
    void putIfAbsent_anyCallFails_theRecordIsThereOrNotAndTheOutcomeIsTrue(Failure failure) {
        List<LogRecord> acknowledged = new ArrayList<>();
        boolean failed = true;
        for (int failing = 1; failed; failing++) {
            DirectoryStores healthy = open(new ForwardingDisk());
            commit(healthy, acknowledged);
            FailingDisk disk = new FailingDisk(failing, failure);
            DirectoryStores stores = open(disk);
            assertThat(stores.log().read(1, 1_000)).isEqualTo(acknowledged);
            disk.start();
            LogRecord tried = record(acknowledged.size() + 1L);
            boolean sure = true;
            boolean stored = false;
            try {
                stored = stores.log().putIfAbsent(tried);
                assertThat(stored).as("free number, %s", disk.failed()).isTrue();
            } catch (CommitUnknownException unknown) {
                sure = false;
                assertThat(unknown.operation()).isEqualTo(tried.operation());
            } catch (StoreException certain) {
                assertThat(certain).hasMessageContaining("nothing was changed");
            }
            failed = !disk.failed().isEmpty();
            boolean expectedUnknown = disk.failed().equals("syncDirectory log")
                    || (failure == Failure.DEAD && disk.failed().equals("link log"));
            assertThat(sure).as("%s %s", failure, disk.failed()).isEqualTo(!expectedUnknown);
            if (!sure) {
                assertRefusesWrites(stores, tried);
            }
            close(stores);
            close(healthy);

            List<LogRecord> after = readAll();
            boolean there = after.size() > acknowledged.size();
            if (sure) {
                assertThat(there).as("%s %s", failure, disk.failed()).isEqualTo(stored);
            }
            if (there) {
                acknowledged.add(tried);
            }
            assertThat(after).isEqualTo(acknowledged);
        }
        assertThat(acknowledged).hasSizeGreaterThan(8);
    }

    @ParameterizedTest
    @EnumSource
    void put_anyCallFails_theContentIsWholeOrNotThere(Failure failure) {
        int runs = 0;
        for (boolean adopted : new boolean[] {false, true}) {
            boolean failed = true;
            for (int failing = 1; failed; failing++) {
                int seed = ++runs;
                DirectoryStores healthy = open(new ForwardingDisk());
                FailingDisk disk = new FailingDisk(failing, failure);
                DirectoryStores stores = open(disk);
                if (adopted) {
                    content(healthy, seed);
                }
                disk.start();
                boolean acknowledged = false;
                try {
                    content(stores, seed);
                    acknowledged = true;
                } catch (StoreException expected) {
                    assertThat(disk.failed()).isNotEmpty().isNotEqualTo("unlink tmp");
                }
                failed = !disk.failed().isEmpty();
                close(stores);

                Digest digest = Digest.of(bytes(seed));
                if (acknowledged || adopted) {
                    assertThat(healthy.artifacts().contains(digest))
                            .as("%s %s", failure, disk.failed())
                            .isTrue();
                }
                if (healthy.artifacts().contains(digest)) {
                    assertThat(healthy.artifacts().open(digest)).hasBinaryContent(bytes(seed));
                }
                assertThat(content(healthy, seed)).isEqualTo(digest);
                close(healthy);
            }
        }
        assertThat(runs).isGreaterThan(14);
    }

    @Test
    void put_directorySyncFails_refusesFurtherContentUntilReopened() {
        close(open(new ForwardingDisk()));
        FailingDisk disk = new FailingDisk(5, Failure.NOT_DONE);
        DirectoryStores stores = open(disk);
        disk.start();

        assertThatThrownBy(() -> content(stores, 1)).isInstanceOf(StoreException.class);
        assertThat(disk.failed()).startsWith("syncDirectory ");
        assertThatThrownBy(() -> content(stores, 2))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("open it again");
        close(stores);

        DirectoryStores reopened = open(new ForwardingDisk());
        content(reopened, 2);
        close(reopened);
    }

    @Test
    void putIfAbsent_linkThatWasMadeAndIsAskedAgain_isKnownAsOurs() {
        DirectoryStores stores = open(new ForwardingDisk() {
            @Override
            public void link(Path file, Path name) throws IOException {
                super.link(file, name);
                super.link(file, name); // As a network client does that missed the first answer.
            }
        });

        assertThat(stores.log().putIfAbsent(record(1))).isTrue();
        assertThat(stores.log().read(1, 10)).hasSize(1);
        close(stores);
    }

    @Test
    void read_logCantBeSynced_throwsAndIsNotTriedAgain() {
        DirectoryStores others = open(new ForwardingDisk());
        others.log().putIfAbsent(record(1));
        FailingDisk disk = new FailingDisk(4, Failure.NOT_DONE);
        DirectoryStores stores = open(disk);
        disk.start();

        assertThatThrownBy(() -> stores.log().read(1, 10))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("may not last");
        assertThat(disk.failed()).isEqualTo("syncDirectory log");
        assertThatThrownBy(() -> stores.log().read(1, 10)).isInstanceOf(StoreException.class);
        assertThat(disk.calls()).containsOnlyOnce("syncDirectory log");
        close(stores);
        close(others);
    }

    private void assertRefusesWrites(DirectoryStores stores, LogRecord tried) {
        assertThatThrownBy(() -> stores.log().putIfAbsent(record(tried.sequence())))
                .isInstanceOf(StoreException.class)
                .isNotInstanceOf(CommitUnknownException.class)
                .hasMessageContaining("open it again");
    }

    private static void commit(DirectoryStores stores, List<LogRecord> acknowledged) {
        LogRecord record = record(acknowledged.size() + 1L);
        assertThat(stores.log().putIfAbsent(record)).isTrue();
        acknowledged.add(record);
    }

    private List<LogRecord> readAll() {
        DirectoryStores stores = open(new ForwardingDisk());
        try {
            return stores.log().read(1, 1_000);
        } finally {
            close(stores);
        }
    }

    private static Digest content(DirectoryStores stores, int seed) {
        return stores.artifacts().put(new ByteArrayInputStream(bytes(seed)));
    }

    private static byte[] bytes(int seed) {
        return ("content " + seed).getBytes(StandardCharsets.UTF_8);
    }

    private DirectoryStores open(Disk disk) {
        return DirectoryStores.open(root, disk, InstantSource.system());
    }

    private static void close(DirectoryStores stores) {
        stores.log().close();
        stores.artifacts().close();
    }
}
