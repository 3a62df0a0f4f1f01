package io.modelops.registry.internal;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.ModelVersion;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A version as its entry registered it, which is read when the version is first asked for. Safe for use by several threads. */
final class RegisteredVersion {
    private final StoredEntry stored;
    private volatile @Nullable ModelVersion version;

    RegisteredVersion(StoredEntry stored) {
        this.stored = stored;
    }

    /** The version. */
    ModelVersion get() {
        ModelVersion made = version;
        if (made == null) {
            LogEntry entry = stored.read();
            made = new ModelVersion(
                    stored.model(), stored.registered(), event().description(), entry.at(), entry.actor());
            version = made;
        }
        return made;
    }

    /** The entry of the log that registered it. */
    long sequence() {
        return stored.sequence();
    }

    /** The tags it was registered with. */
    Map<String, String> tags() {
        return event().tags();
    }

    private RegistryEvent.Registered event() {
        return (RegistryEvent.Registered) stored.read().event();
    }
}
