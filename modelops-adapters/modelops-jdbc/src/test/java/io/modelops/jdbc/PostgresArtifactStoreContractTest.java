package io.modelops.jdbc;

import io.modelops.spi.ArtifactStore;
import io.modelops.spi.ArtifactStoreContract;

class PostgresArtifactStoreContractTest extends ArtifactStoreContract {
    private final Home.Place place = Home.POSTGRESQL.empty();

    @Override
    protected ArtifactStore open() {
        return place.artifacts();
    }
}
