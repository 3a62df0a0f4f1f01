package io.modelops.registry.internal;

import io.modelops.spi.RegistryStore;
import io.modelops.spi.RegistryStoreContract;

class InMemoryRegistryStoreTest extends RegistryStoreContract {
    private final RegistryStore store = new InMemoryRegistryStore();

    @Override
    protected RegistryStore open() {
        return store;
    }
}
