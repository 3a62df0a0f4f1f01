package io.modelops.monitoring;

import io.modelops.spi.Finding;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies an {@link AlertPolicy} to the findings of several monitors, one evaluation after the other, and can be stopped and
 * taken up again elsewhere: the same findings give the same alerts wherever they are judged. It remembers the latest 10,000
 * subjects. Not safe for use by several threads.
 */
public final class AlertDecisions {
    private static final int MOST_SUBJECTS = 10_000;

    private record Key(String monitor, String subject) {}

    private final Map<Key, AlertState> states = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<Key, AlertState> eldest) {
            return size() > MOST_SUBJECTS;
        }
    };
    private final AlertPolicy policy;

    /**
     * Goes on where others stopped.
     *
     * @param policy the policy
     * @param memory what {@link #memory()} of others said; empty to start from nothing
     */
    public AlertDecisions(AlertPolicy policy, List<AlertMemory> memory) {
        this.policy = policy;
        for (AlertMemory remembered : memory) {
            state(remembered.monitor(), remembered.subject()).recall(remembered);
        }
    }

    /**
     * Takes a finding of an evaluation.
     *
     * @param monitor the name of the monitor
     * @param finding what it found
     * @param at when
     * @return true if it is to be alerted now
     */
    public boolean take(String monitor, Finding finding, Instant at) {
        return state(monitor, finding.subject()).take(finding, at, false) == AlertState.Step.RAISE;
    }

    /**
     * Says which alert a finding became part of, so that {@link #memory()} tells whether it lasts.
     *
     * @param monitor the name of the monitor
     * @param subject what the finding was about
     * @param alertId the id of the alert
     */
    public void raisedAs(String monitor, String subject, String alertId) {
        state(monitor, subject).raisedAs(alertId);
    }

    /** Says that another version is judged from now on: its breaches are its own, but cool-downs go on. */
    public void forgetBreaches() {
        states.values().forEach(AlertState::forgetBreaches);
    }

    /**
     * What there is to remember.
     *
     * @return one part for each subject that is not as if nothing had ever been found, in no particular order
     */
    public List<AlertMemory> memory() {
        return states.entrySet().stream()
                .map(state -> state.getValue()
                        .memory(state.getKey().monitor(), state.getKey().subject()))
                .filter(AlertMemory::isWorthKeeping)
                .toList();
    }

    private AlertState state(String monitor, String subject) {
        return states.computeIfAbsent(new Key(monitor, subject), unknown -> new AlertState(policy));
    }
}
