package io.modelops.jdbc;

import io.modelops.spi.ArtifactStore;
import io.modelops.spi.ArtifactStoreContract;

class H2ArtifactStoreContractTest extends ArtifactStoreContract {
    private final Home.Place place = Home.H2.empty();

    @Override
    protected ArtifactStore open() {
        return place.artifacts();
    }
}
