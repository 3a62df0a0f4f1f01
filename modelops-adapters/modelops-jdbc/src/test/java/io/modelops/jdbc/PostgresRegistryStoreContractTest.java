package io.modelops.jdbc;

import io.modelops.spi.RegistryStore;
import io.modelops.spi.RegistryStoreContract;

class PostgresRegistryStoreContractTest extends RegistryStoreContract {
    private final Home.Place place = Home.POSTGRESQL.empty();

    @Override
    protected RegistryStore open() {
        return place.log();
    }
}
