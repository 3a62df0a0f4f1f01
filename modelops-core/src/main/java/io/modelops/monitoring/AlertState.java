package io.modelops.monitoring;

import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the policy remembers of one subject of one monitor. */
final class AlertState {
    /** What a finding calls for. */
    enum Step {
        NOTHING,
        RAISE,
        REOPEN,
        RESOLVE
    }

    private final AlertPolicy policy;
    private long latestBreaches;
    private boolean alerted;
    private boolean open;
    private boolean badAbove;
    private @Nullable Instant lastAlert;
    private @Nullable String alertId;

    AlertState(AlertPolicy policy) {
        this.policy = policy;
    }

    /**
     * Takes the finding of an evaluation.
     *
     * @param held whether no alert is wanted now; what lasts is then alerted when one is wanted again
     */
    Step take(Finding finding, Instant now, boolean held) {
        if (finding.status() == Status.INSUFFICIENT_DATA) {
            return Step.NOTHING;
        }
        boolean breached =
                finding.status() == Status.BREACHED && finding.severity().atLeast(policy.minimumSeverity());
        boolean goesOn = alerted && !isClear(finding);
        if (alerted && !breached && !goesOn) {
            latestBreaches = 0;
            alerted = false;
        }
        latestBreaches = (latestBreaches << 1) | (breached || goesOn ? 1 : 0);
        latestBreaches &= -1L >>> (Long.SIZE - policy.evaluations());
        if (open && !breached && isClear(finding)) {
            open = false;
            return Step.RESOLVE;
        }
        if (!breached || held || Long.bitCount(latestBreaches) < policy.breaches()) {
            return Step.NOTHING;
        }
        return isCoolingDown(now) ? reopen(finding) : raise(finding, now);
    }

    /** The id of the alert that this subject was last part of, or null if it never was. */
    @Nullable
    String alertId() {
        return alertId;
    }

    /** This subject is part of that alert now. */
    void raisedAs(String id) {
        alertId = id;
    }

    /** Whether its alert is not resolved yet. */
    boolean isOpen() {
        return open;
    }

    /** What there is to remember, so that another state can go on from here. */
    AlertMemory memory(String monitor, String subject) {
        return new AlertMemory(monitor, subject, latestBreaches, alerted, open, badAbove, lastAlert, alertId);
    }

    /** Goes on from what another state remembered. */
    void recall(AlertMemory memory) {
        latestBreaches = memory.latestBreaches();
        alerted = memory.alerted();
        open = memory.open();
        badAbove = memory.badAbove();
        lastAlert = memory.lastAlert();
        alertId = memory.alertId();
    }

    /** Another version serves: its breaches are its own, but the cool-down goes on. */
    void forgetBreaches() {
        latestBreaches = 0;
        alerted = false;
        open = false;
        alertId = null;
    }

    private Step raise(Finding finding, Instant now) {
        alerted = true;
        open = true;
        badAbove = isBadAbove(finding);
        lastAlert = now;
        return Step.RAISE;
    }

    /** Nothing changes in when it is alerted next: who was told is only told that it is not over. */
    private Step reopen(Finding finding) {
        if (open || alertId == null) {
            return Step.NOTHING;
        }
        open = true;
        badAbove = isBadAbove(finding);
        return Step.REOPEN;
    }

    private static boolean isBadAbove(Finding finding) {
        return !(finding.value() < finding.threshold());
    }

    private boolean isCoolingDown(Instant now) {
        return lastAlert != null && now.isBefore(lastAlert.plus(policy.coolDown()));
    }

    private boolean isClear(Finding finding) {
        double margin = policy.hysteresis() * Math.abs(finding.threshold());
        return badAbove
                ? !(finding.value() > finding.threshold() - margin)
                : !(finding.value() < finding.threshold() + margin);
    }
}
