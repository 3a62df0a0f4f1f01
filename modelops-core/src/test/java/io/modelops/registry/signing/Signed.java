package io.modelops.registry.signing;

import io.modelops.model.Actor;
import io.modelops.model.Digest;
import io.modelops.model.Lineage;
import io.modelops.model.Manifest;
import io.modelops.model.ModelDescription;
import io.modelops.model.ModelName;
import io.modelops.model.ModelVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Versions to sign. */
final class Signed {
    static final Manifest FILES = files("config.json", "weights/0.bin", "weights-a.bin");

    private Signed() {}

    static Manifest files(String... paths) {
        return new Manifest(List.of(paths).stream()
                .map(path -> new Manifest.File(path, Digest.of(path), path.length()))
                .toList());
    }

    static ModelVersion version(String model, String format, Manifest files) {
        return new ModelVersion(
                ModelName.of(model),
                1,
                new ModelDescription(format, files, null, Map.of(), Map.of(), Lineage.UNKNOWN, Map.of(), null, ""),
                Instant.EPOCH,
                Actor.SYSTEM);
    }
}
