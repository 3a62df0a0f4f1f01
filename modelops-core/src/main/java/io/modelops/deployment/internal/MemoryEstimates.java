package io.modelops.deployment.internal;

import io.modelops.deployment.MemoryBudget;
import io.modelops.model.Manifest;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelName;
import io.modelops.model.ModelVersion;
import io.modelops.model.Quoted;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What versions will take in memory: what was declared, else what their model took before, else what their files suggest. */
final class MemoryEstimates {
    private final double sizeFactor;
    private final double loadingFactor;
    private final Map<ModelName, Long> learnt = new ConcurrentHashMap<>();

    /**
     * What a version is expected to take.
     *
     * @param extra how much more while it is loaded
     * @param source how that is known
     * @param declared whether somebody has said so, who is not corrected by what is measured
     */
    record Need(long bytes, long extra, String source, boolean declared) {}

    MemoryEstimates(@Nullable MemoryBudget budget) {
        this.sizeFactor = budget == null ? 1 : budget.sizeFactor();
        this.loadingFactor = budget == null ? 0 : budget.loadingFactor();
    }

    /**
     * Estimates a version.
     *
     * @param declared what the settings say it takes
     * @throws ModelLoadException if what the version itself says is no number of bytes
     */
    Need of(ModelVersion version, OptionalLong declared) {
        long files = fileBytes(version);
        long extra = Math.round(files * loadingFactor);
        if (declared.isPresent()) {
            return new Need(declared.getAsLong(), extra, "as the deployment declares", true);
        }
        String parameter = version.description().parameters().get(MemoryBudget.DECLARED_BYTES);
        if (parameter != null) {
            return new Need(bytes(version, parameter), extra, "as the version declares", true);
        }
        Long seen = learnt.get(version.model());
        if (seen != null) {
            return new Need(Math.max(seen, files), extra, "as its model took before", false);
        }
        return new Need(Math.round(files * sizeFactor), extra, "by the size of its files", false);
    }

    /** Learns what a version took, and says what it is to be counted with: no less than its files. */
    long learn(ModelVersion version, long grown) {
        learnt.put(version.model(), grown);
        return Math.max(grown, fileBytes(version));
    }

    private static long fileBytes(ModelVersion version) {
        return version.description().manifest().files().stream()
                .mapToLong(Manifest.File::bytes)
                .sum();
    }

    private static long bytes(ModelVersion version, String parameter) {
        if (!parameter.matches("[0-9]{1,18}")) {
            throw new ModelLoadException("Version " + version + " was not loaded: its parameter "
                    + MemoryBudget.DECLARED_BYTES + " is " + Quoted.of(parameter)
                    + ", expected a whole number of bytes; register it again, or declare it when deploying.");
        }
        return Long.parseLong(parameter);
    }
}
