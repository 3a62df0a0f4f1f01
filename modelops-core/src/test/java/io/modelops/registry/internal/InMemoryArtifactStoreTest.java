package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.Digest;
import io.modelops.model.StoreException;
import io.modelops.spi.ArtifactStore;
import io.modelops.spi.ArtifactStoreContract;
import io.modelops.spi.GarbagePlan;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InMemoryArtifactStoreTest extends ArtifactStoreContract {
    private final ArtifactStore store = new InMemoryArtifactStore();

    @Override
    protected ArtifactStore open() {
        return store;
    }

    @Test
    void delete_whileHeld_throwsAndRemovesNothing() {
        Digest digest = put(store, random(10));
        ArtifactStore.Hold hold = store.hold();

        assertThatThrownBy(() -> store.delete(digest)).isInstanceOf(StoreException.class);

        assertThat(store.contains(digest)).isTrue();
        hold.close();
        assertThat(store.delete(digest)).isTrue();
    }

    @Test
    void collectGarbage_whileHeld_throwsAndRemovesNothing() {
        Digest digest = put(store, random(10));
        ArtifactStore.Hold hold = store.hold();

        assertThatThrownBy(() -> store.collectGarbage(GarbagePlan.removing().olderThan(Duration.ZERO), Set::of))
                .isInstanceOf(StoreException.class);

        assertThat(store.contains(digest)).isTrue();
        hold.close();
    }
}
