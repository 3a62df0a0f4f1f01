package io.modelops.jdbc;

import io.modelops.spi.RegistryStore;
import io.modelops.spi.RegistryStoreContract;

class H2RegistryStoreContractTest extends RegistryStoreContract {
    private final Home.Place place = Home.H2.empty();

    @Override
    protected RegistryStore open() {
        return place.log();
    }
}
