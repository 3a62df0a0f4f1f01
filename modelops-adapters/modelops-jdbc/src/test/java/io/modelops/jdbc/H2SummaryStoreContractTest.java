package io.modelops.jdbc;

import io.modelops.spi.RegistryStore;
import io.modelops.spi.SummaryStoreContract;

class H2SummaryStoreContractTest extends SummaryStoreContract {
    private final Home.Place place = Home.H2.empty();

    @Override
    protected RegistryStore open() {
        return place.log();
    }
}
