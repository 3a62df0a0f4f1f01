package io.modelops.registry.internal;

import io.modelops.spi.ArtifactStore;
import io.modelops.spi.ArtifactStoreContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class LinklessArtifactStoreTest extends ArtifactStoreContract {
    @TempDir
    private Path root;

    @Override
    protected ArtifactStore open() {
        DirectoryStores stores = DirectoryStores.open(root, new LinklessDisk(), InstantSource.system());
        stores.log().close();
        return stores.artifacts();
    }
}
