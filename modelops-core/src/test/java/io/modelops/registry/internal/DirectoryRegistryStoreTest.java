package io.modelops.registry.internal;

import static io.modelops.spi.LogRecords.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.ClosedException;
import io.modelops.model.CorruptionException;
import io.modelops.model.StoreException;
import io.modelops.spi.RegistryStore;
import io.modelops.spi.RegistryStoreContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryRegistryStoreTest extends RegistryStoreContract {
    @TempDir
    private Path root;

    @Override
    protected RegistryStore open() {
        DirectoryStores stores = DirectoryStores.open(root);
        stores.artifacts().close();
        return stores.log();
    }

    @Test
    void putIfAbsent_record_isOneFileAndLeavesNothingTemporary() throws Exception {
        store().putIfAbsent(record(1, "hello"));

        assertThat(file(1)).content().contains("\"text\":\"hello\"").matches("(?s)\\{.*\\}\nsha256:[0-9a-f]{64}\n");
        assertThat(root.resolve("tmp")).isEmptyDirectory();
        assertThat(root.resolve("log")).isDirectoryContaining("glob:**/00000000000000000001");
    }

    @Test
    void read_tornFile_throwsCorruptionAtEveryLength() throws Exception {
        RegistryStore store = store();
        store.putIfAbsent(record(1));
        byte[] whole = Files.readAllBytes(file(1));

        for (int length = 0; length < whole.length; length++) {
            Files.write(file(1), Arrays.copyOf(whole, length));
            assertCorrupt(store, 1, "length " + length);
        }
    }

    @Test
    void read_flippedBit_throwsCorruptionAtEveryPosition() throws Exception {
        RegistryStore store = store();
        store.putIfAbsent(record(1));
        byte[] whole = Files.readAllBytes(file(1));

        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file(1), flipped);
            assertCorrupt(store, 1, "bit " + bit);
        }

        Files.write(file(1), whole);
        assertThat(store.read(1, 1)).hasSize(1);
    }

    @Test
    void read_signatureLine_isSkipped() throws Exception {
        RegistryStore store = store();
        store.putIfAbsent(record(1));
        String whole = Files.readString(file(1));

        Files.writeString(file(1), whole + "sig:ed25519:key:AAAA\n");
        assertThat(store.read(1, 1)).hasSize(1);

        for (String rest : new String[] {"sig:torn", "sig:one\nsig:two\n", "other\n", "\n", "s"}) {
            Files.writeString(file(1), whole + rest);
            assertCorrupt(store, 1, rest);
        }
    }

    @Test
    void read_fileOfAnotherNumber_throwsCorruption() throws Exception {
        RegistryStore store = store();
        fill(store, 2);

        Files.copy(file(2), file(3));

        assertCorrupt(store, 3, "copied file");
        assertThat(store.read(1, 2)).hasSize(2);
    }

    @Test
    void read_fileTooLarge_throwsCorruptionWithoutReadingIt() throws Exception {
        RegistryStore store = store();
        Files.write(file(1), new byte[RecordFile.LARGEST + 1]);

        assertThatThrownBy(() -> store.read(1, 1))
                .isInstanceOf(CorruptionException.class)
                .hasMessageContaining("more than the " + RecordFile.LARGEST + " bytes");
    }

    @Test
    void read_directoryOrLinkInsteadOfARecord_throws() throws Exception {
        RegistryStore store = store();
        fill(store, 1);
        Files.createDirectory(file(2));
        assertThatThrownBy(() -> store.read(1, 10))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("not a regular file");

        Files.delete(file(2));
        Files.createSymbolicLink(file(2), file(1));
        assertThatThrownBy(() -> store.read(1, 10))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("not a regular file");
    }

    @Test
    void read_foreignFilesInTheLog_areIgnored() throws Exception {
        fill(store(), 2);
        for (String name : new String[] {
            ".DS_Store",
            "00000000000000000002~",
            "3",
            "00000000000000000000",
            "99999999999999999999",
            "0000000000000000000x"
        }) {
            Files.writeString(root.resolve("log").resolve(name), "foreign");
        }

        RegistryStore reopened = store();

        assertThat(reopened.read(1, 10)).hasSize(2);
        assertThat(reopened.putIfAbsent(record(3))).isTrue();
    }

    @Test
    void read_gap_throwsCorruptionThatNamesTheMissingFile() throws Exception {
        fill(store(), 4);
        Files.delete(file(3));

        RegistryStore reopened = store();

        assertThat(reopened.read(1, 2)).hasSize(2);
        assertThatThrownBy(() -> reopened.read(1, 10))
                .isInstanceOf(CorruptionException.class)
                .hasMessageContaining(file(3).toString())
                .hasMessageContaining("record 4 was there");
    }

    @Test
    void read_recordRemovedUnderAnOpenStore_throwsCorruption() throws Exception {
        RegistryStore store = store();
        fill(store, 3);

        Files.delete(file(3));

        assertThatThrownBy(() -> store.read(1, 10)).isInstanceOf(CorruptionException.class);
    }

    @Test
    void putIfAbsent_threadInterruptedAllTheTime_losesNothing() throws Exception {
        RegistryStore store = store();
        Thread writer = new Thread(() -> fill(store, 100));
        writer.start();
        while (writer.isAlive()) {
            writer.interrupt();
            Thread.onSpinWait();
        }

        assertThat(store.read(1, 1_000)).hasSize(100);
        assertThat(store.putIfAbsent(record(101))).isTrue();
        assertThat(store().read(1, 1_000)).hasSize(101);
    }

    @Test
    void putIfAbsent_afterClose_throwsClosed() throws Exception {
        RegistryStore store = store();
        store.close();

        assertThatThrownBy(() -> store.putIfAbsent(record(1))).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> store.read(1, 1)).isInstanceOf(ClosedException.class);
    }

    private void assertCorrupt(RegistryStore store, long sequence, String what) {
        assertThatThrownBy(() -> store.read(1, 10))
                .as(what)
                .isInstanceOf(CorruptionException.class)
                .hasMessageContaining(file(sequence).toString());
    }

    private Path file(long sequence) {
        return root.resolve("log").resolve(String.format("%020d", sequence));
    }
}
