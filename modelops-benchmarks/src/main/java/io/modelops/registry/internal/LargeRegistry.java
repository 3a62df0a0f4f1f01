package io.modelops.registry.internal;

import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.DataType;
import io.modelops.model.Digest;
import io.modelops.model.Lineage;
import io.modelops.model.Manifest;
import io.modelops.model.ModelDescription;
import io.modelops.model.ModelName;
import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes the directory of a registry with many versions, by the code that any registry writes with, only without syncs.
 * It lies in the package of the stores because that way is open to nobody else.
 */
public final class LargeRegistry {
    private static final byte[] CONTENT = "a model".getBytes(StandardCharsets.UTF_8);
    private static final Signature SIGNATURE = new Signature(
            List.of(
                    TensorSpec.of("features", DataType.FLOAT32, -1, 24),
                    TensorSpec.of("weights", DataType.FLOAT32, -1)),
            List.of(TensorSpec.of("probability", DataType.FLOAT32, -1, 2)));

    private LargeRegistry() {}

    /** The name of a model. */
    public static String name(int model) {
        return "model-" + model;
    }

    /**
     * Writes a registry. Each model has an alias {@code champion} for its newest version, every second one also an alias
     * {@code challenger}, so that the log ends with entries that no checkpoint holds.
     *
     * @return the number of entries in the log
     */
    public static long write(Path root, int models, int versions) {
        DirectoryStores stores = DirectoryStores.open(root, new UnsyncedDisk(), InstantSource.system());
        try {
            Digest content = stores.artifacts().put(new ByteArrayInputStream(CONTENT));
            RegistryLog log = new RegistryLog(stores.log(), InstantSource.system(), new Listeners());
            for (int version = 1; version <= versions; version++) {
                for (int model = 1; model <= models; model++) {
                    commit(
                            log,
                            new RegistryEvent.Registered(
                                    ModelName.of(name(model)), version, description(content, model, version)));
                }
            }
            for (int model = 1; model <= models; model++) {
                commit(log, new RegistryEvent.AliasMoved(ModelName.of(name(model)), "champion", null, versions));
            }
            for (int model = 2; model <= models; model += 2) {
                commit(log, new RegistryEvent.AliasMoved(ModelName.of(name(model)), "challenger", null, versions));
            }
            return log.state().sequence();
        } finally {
            stores.log().close();
            stores.artifacts().close();
        }
    }

    private static void commit(RegistryLog log, RegistryEvent event) {
        log.commit(UUID.randomUUID(), state -> new Change(event, Actor.by("nightly"), "scheduled training"));
    }

    private static ModelDescription description(Digest content, int model, int version) {
        return new ModelDescription(
                "onnx",
                new Manifest(List.of(new Manifest.File("model.onnx", content, CONTENT.length))),
                SIGNATURE,
                Map.of("auc", 0.9 + version * 1e-4, "logloss", 0.2 + model * 1e-5),
                Map.of("depth", "8", "seed", Integer.toHexString(model * 31 + version)),
                Lineage.UNKNOWN,
                Map.of(),
                "growth-team",
                "");
    }
}
