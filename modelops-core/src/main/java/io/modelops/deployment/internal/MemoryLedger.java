package io.modelops.deployment.internal;

import io.modelops.deployment.MemoryBudget;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelVersion;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reserves memory for the versions of a deployer, and has others make room when there is none. Without a budget it only
 * measures.
 */
public final class MemoryLedger {
    private final @Nullable MemoryBudget budget;
    private final MemoryEstimates estimates;
    private final Reservations reservations;
    private final Tenants tenants = new Tenants();

    /**
     * @param budget null for none
     * @param threads where those who reserve memory run
     */
    public MemoryLedger(@Nullable MemoryBudget budget, ResidentMemory resident, LoadingThreads threads) {
        this.budget = budget;
        this.estimates = new MemoryEstimates(budget);
        this.reservations = new Reservations(resident, estimates, threads);
    }

    /** Adds somebody who can make room. */
    public void add(Tenant tenant) {
        tenants.add(tenant);
    }

    /** Removes somebody who can make room. */
    public void remove(Tenant tenant) {
        tenants.remove(tenant);
    }

    /**
     * Reserves memory for a version that is about to be loaded, making room if need be.
     *
     * @param declared what the settings say it takes
     * @param whose is not to be taken away for it; null if it is nobody's
     * @throws ModelLoadException if there is no room
     */
    Reservation reserve(ModelVersion version, OptionalLong declared, @Nullable Tenant whose) {
        Reservation wanted = new Reservation(reservations, version, estimates.of(version, declared));
        if (budget == null) {
            reservations.grant(wanted);
            return wanted;
        }
        if (wanted.all() > budget.bytes()) {
            throw new ModelLoadException("Version " + version + " does not fit into the memory budget: it needs "
                    + wanted + ", and the whole budget is " + Reservation.size(budget.bytes())
                    + ". Raise the budget, or declare what the version really takes.");
        }
        long deadline = System.nanoTime() + budget.longestWait().toNanos();
        while (true) {
            long seen = reservations.changes();
            switch (reservations.grantWithin(wanted, budget.bytes(), deadline)) {
                case GRANTED -> {
                    return wanted;
                }
                case TOO_LATE -> throw noRoom(wanted, budget);
                case NO_ROOM -> {
                    // If nobody can go, what is left is to wait for those who are going, and for loads to end.
                    if (!tenants.makeRoom(version, budget, whose, () -> reservations.shortfall(wanted, budget.bytes()))
                            && !reservations.awaitChange(seen, deadline)) {
                        throw noRoom(wanted, budget);
                    }
                }
            }
        }
    }

    private ModelLoadException noRoom(Reservation wanted, MemoryBudget limit) {
        return new ModelLoadException("Version " + wanted.version()
                + " does not fit into the memory budget: it needs " + wanted + ", and "
                + reservations.described(limit.bytes())
                + ". The rest is pinned, on trial, or was loaded less than " + limit.minimumResidency()
                + " ago. Raise the budget, pin fewer models, or let the old version of a model go first with "
                + "TransitionPolicy.keepWithinMemory.");
    }
}
