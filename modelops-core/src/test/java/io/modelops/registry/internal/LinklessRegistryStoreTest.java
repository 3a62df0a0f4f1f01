package io.modelops.registry.internal;

import static io.modelops.spi.LogRecords.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.spi.RegistryStore;
import io.modelops.spi.RegistryStoreContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinklessRegistryStoreTest extends RegistryStoreContract {
    @TempDir
    private Path root;

    @Override
    protected RegistryStore open() {
        return open(new LinklessDisk());
    }

    private RegistryStore open(Disk disk) {
        DirectoryStores stores = DirectoryStores.open(root, disk, InstantSource.system());
        stores.artifacts().close();
        return stores.log();
    }

    @Test
    void open_againWhereLinksWork_stillRenames() throws Exception {
        store().putIfAbsent(record(1));

        FailingDisk disk = new FailingDisk();
        RegistryStore reopened = open(disk);
        disk.start();
        reopened.putIfAbsent(record(2));
        reopened.close();

        assertThat(root.resolve("FORMAT")).content().contains("\"publish\":\"rename\"");
        assertThat(disk.calls()).contains("rename log").doesNotContain("link log");
        assertThat(root.resolve("tmp")).isEmptyDirectory();
    }
}
