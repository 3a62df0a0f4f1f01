package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VersionStateTest {
    @ParameterizedTest
    @EnumSource
    void state_ofAVersionThatWasRegistered_canBeReachedAndLeftForClosed(VersionState state) {
        assertThat(reachable(VersionState.REGISTERED)).contains(state);
        assertThat(reachable(state)).contains(VersionState.CLOSED);
    }

    @ParameterizedTest
    @EnumSource
    void state_isNoStepFromItself(VersionState state) {
        assertThat(state.mayBecome(state)).isFalse();
    }

    @Test
    void closed_isTheEnd() {
        assertThat(reachable(VersionState.CLOSED)).containsExactly(VersionState.CLOSED);
    }

    @Test
    void draining_mayBecomeReadyAgain() {
        assertThat(VersionState.DRAINING.mayBecome(VersionState.READY)).isTrue();
        assertThat(VersionState.CLOSING.mayBecome(VersionState.READY)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"REGISTERED", "VERIFYING", "LOADING", "WARMING", "FAILED"})
    void state_ofAVersionThatIsNotReady_isNeverServed(VersionState state) {
        assertThat(state.mayBecome(VersionState.ACTIVE)).isFalse();
        assertThat(state.mayBecome(VersionState.CANARY)).isFalse();
        assertThat(state.mayBecome(VersionState.SHADOW)).isFalse();
    }

    private static Set<VersionState> reachable(VersionState from) {
        Set<VersionState> seen = EnumSet.of(from);
        Deque<VersionState> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            VersionState state = open.pop();
            for (VersionState next : VersionState.values()) {
                if (state.mayBecome(next) && seen.add(next)) {
                    open.push(next);
                }
            }
        }
        return seen;
    }
}
