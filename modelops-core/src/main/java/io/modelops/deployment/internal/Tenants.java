package io.modelops.deployment.internal;

import io.modelops.deployment.MemoryBudget;
import io.modelops.model.ModelVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Those who can make room in memory, and who of them has to. They are asked while no lock is held. */
final class Tenants {
    private final List<Tenant> all = new CopyOnWriteArrayList<>();

    private record Candidate(Tenant tenant, Tenant.Idle idle) {}

    void add(Tenant tenant) {
        all.add(tenant);
    }

    void remove(Tenant tenant) {
        all.remove(tenant);
    }

    /**
     * Lets one go, if that is not in vain: first what nobody needs, then what was not used for longest.
     *
     * @param whose is not to go; null if all may
     * @param shortfall how much is missing
     * @return whether one went
     */
    boolean makeRoom(ModelVersion inFavourOf, MemoryBudget limit, @Nullable Tenant whose, LongSupplier shortfall) {
        for (Tenant tenant : all) {
            if (tenant.releaseWarm()) {
                return true;
            }
        }
        List<Candidate> candidates = new ArrayList<>();
        long enough = 0;
        for (Tenant tenant : all) {
            Tenant.Idle idle = tenant.equals(whose) ? null : tenant.idle(limit);
            if (idle != null) {
                candidates.add(new Candidate(tenant, idle));
                enough += idle.bytes();
            }
        }
        // Nobody is sent away in vain.
        if (enough < shortfall.getAsLong()) {
            return false;
        }
        candidates.sort(Comparator.comparing(candidate -> candidate.idle().since()));
        return candidates.stream().anyMatch(candidate -> candidate.tenant().evict(inFavourOf));
    }
}
