package io.modelops.jdbc;

import io.modelops.spi.RegistryStore;
import io.modelops.spi.SummaryStoreContract;

class PostgresSummaryStoreContractTest extends SummaryStoreContract {
    private final Home.Place place = Home.POSTGRESQL.empty();

    @Override
    protected RegistryStore open() {
        return place.log();
    }
}
