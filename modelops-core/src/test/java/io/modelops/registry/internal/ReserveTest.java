package io.modelops.registry.internal;

import static io.modelops.spi.LogRecords.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.StoreException;
import io.modelops.spi.LogRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReserveTest {
    @TempDir
    private Path root;

    private final FullDisk disk = new FullDisk();
    private DirectoryStores stores;

    @BeforeEach
    void open() {
        stores = DirectoryStores.open(root, disk, InstantSource.system());
    }

    @AfterEach
    void close() {
        stores.log().close();
        stores.artifacts().close();
    }

    @Test
    void putIfAbsent_fullDisk_spendsTheReserve() {
        disk.full = true;

        assertThat(stores.log().putIfAbsent(record(1))).isTrue();

        assertThat(root.resolve("reserve")).doesNotExist();
        assertThat(root.resolve("tmp")).isEmptyDirectory();
        assertThat(stores.log().read(1, 10)).hasSize(1);
    }

    @Test
    void putIfAbsent_registrationOnAFullDisk_isRefusedAndLeavesTheReserveToARollback() {
        LogRecord plain = record(1);
        String payload = plain.payload().replaceFirst("\\{", "{\"type\":\"Registered\",");
        disk.full = true;

        assertThatThrownBy(() -> stores.log().putIfAbsent(new LogRecord(1, plain.operation(), payload)))
                .isInstanceOf(StoreException.class);

        assertThat(root.resolve("reserve")).exists();
        assertThat(stores.log().putIfAbsent(record(1))).isTrue();
    }

    @Test
    void putIfAbsent_noRoomForTheName_spendsTheReserve() {
        disk.fullForNames = true;

        assertThat(stores.log().putIfAbsent(record(1))).isTrue();

        assertThat(root.resolve("reserve")).doesNotExist();
    }

    @Test
    void putIfAbsent_reserveIsNotEnough_throwsAndRecovers() {
        disk.full = true;
        disk.fullForGood = true;

        assertThatThrownBy(() -> stores.log().putIfAbsent(record(1)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("No space left on device");

        disk.full = false;
        disk.fullForGood = false;
        assertThat(stores.log().putIfAbsent(record(1))).isTrue();
    }

    @Test
    void putIfAbsent_roomAgain_refillsTheReserve() {
        disk.full = true;
        stores.log().putIfAbsent(record(1));
        disk.full = false;

        stores.log().putIfAbsent(record(2));

        assertThat(root.resolve("reserve")).hasSize(Reserve.SIZE);
    }

    @Test
    void put_fullDisk_leavesTheReserveToRecords() {
        disk.full = true;

        assertThatThrownBy(() -> stores.artifacts().put(new ByteArrayInputStream(new byte[100])))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("No space left on device");

        assertThat(root.resolve("reserve")).exists();
        assertThat(root.resolve("tmp")).isEmptyDirectory();
    }

    /** Has room for small files only as long as the reserve is gone. */
    private final class FullDisk extends ForwardingDisk {
        private boolean full;
        private boolean fullForGood;
        private boolean fullForNames;

        @Override
        public Output create(Path file) throws IOException {
            Output output = super.create(file);
            return new Output() {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    if (full && (fullForGood || Files.exists(root.resolve("reserve")))) {
                        output.write(bytes, offset, length / 2);
                        throw noSpace();
                    }
                    output.write(bytes, offset, length);
                }

                @Override
                public void sync() throws IOException {
                    output.sync();
                }

                @Override
                public void close() throws IOException {
                    output.close();
                }
            };
        }

        @Override
        public void link(Path file, Path name) throws IOException {
            if (fullForNames && Files.exists(root.resolve("reserve"))) {
                throw new FileSystemException(name.toString(), file.toString(), "No space left on device");
            }
            super.link(file, name);
        }

        @Override
        public long usableSpace(Path directory) {
            return full || fullForNames ? 0 : super.usableSpace(directory);
        }

        private IOException noSpace() {
            return new IOException("No space left on device");
        }
    }
}
