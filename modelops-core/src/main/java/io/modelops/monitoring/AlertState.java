package io.modelops.monitoring;

import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the policy remembers of one subject of one monitor. */
final class AlertState {
    private final AlertPolicy policy;
    private long latestBreaches;
    private boolean alerted;
    private boolean badAbove;
    private @Nullable Instant lastAlert;

    AlertState(AlertPolicy policy) {
        this.policy = policy;
    }

    /** Takes the finding of an evaluation and says whether it is to be alerted now. */
    boolean take(Finding finding, Instant now) {
        if (finding.status() == Status.INSUFFICIENT_DATA) {
            return false;
        }
        boolean breached =
                finding.status() == Status.BREACHED && finding.severity().atLeast(policy.minimumSeverity());
        boolean goesOn = alerted && !isClear(finding);
        if (alerted && !breached && !goesOn) {
            forgetBreaches();
        }
        latestBreaches = (latestBreaches << 1) | (breached || goesOn ? 1 : 0);
        latestBreaches &= -1L >>> (Long.SIZE - policy.evaluations());
        if (!breached || Long.bitCount(latestBreaches) < policy.breaches() || isCoolingDown(now)) {
            return false;
        }
        alerted = true;
        badAbove = !(finding.value() < finding.threshold());
        lastAlert = now;
        return true;
    }

    /** What there is to remember, so that another state can go on from here. */
    AlertMemory memory(String monitor, String subject) {
        return new AlertMemory(monitor, subject, latestBreaches, alerted, badAbove, lastAlert);
    }

    /** Goes on from what another state remembered. */
    void recall(AlertMemory memory) {
        latestBreaches = memory.latestBreaches();
        alerted = memory.alerted();
        badAbove = memory.badAbove();
        lastAlert = memory.lastAlert();
    }

    /** Another version serves: its breaches are its own, but the cool-down goes on. */
    void forgetBreaches() {
        latestBreaches = 0;
        alerted = false;
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
