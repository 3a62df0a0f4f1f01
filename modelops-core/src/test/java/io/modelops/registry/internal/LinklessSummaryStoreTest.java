package io.modelops.registry.internal;

import io.modelops.spi.RegistryStore;
import io.modelops.spi.SummaryStoreContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class LinklessSummaryStoreTest extends SummaryStoreContract {
    @TempDir
    private Path root;

    @Override
    protected RegistryStore open() {
        DirectoryStores stores = DirectoryStores.open(root, new LinklessDisk(), InstantSource.system());
        stores.artifacts().close();
        return stores.log();
    }
}
