package io.modelops.registry.internal;

import io.modelops.spi.RegistryStore;
import io.modelops.spi.SummaryStoreContract;

class InMemorySummaryStoreTest extends SummaryStoreContract {
    private final RegistryStore store = new InMemoryRegistryStore();

    @Override
    protected RegistryStore open() {
        return store;
    }

    @Override
    protected boolean closes() {
        return false;
    }
}
