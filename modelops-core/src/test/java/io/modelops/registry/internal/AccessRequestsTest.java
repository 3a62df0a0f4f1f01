package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.event.RegistryEvent;
import io.modelops.spi.AccessAction;
import io.modelops.spi.AccessRequest;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AccessRequestsTest {
    private static final Set<Class<?>> MADE_BY_NOBODY =
            Set.of(RegistryEvent.AccessDenied.class, RegistryEvent.Repaired.class);

    static Stream<Change> changes() {
        return EventSamples.all().stream()
                .filter(change -> !MADE_BY_NOBODY.contains(change.event().getClass()));
    }

    /** Who adds an event says here what a policy is asked before it. */
    @ParameterizedTest
    @MethodSource("changes")
    void of_everyEvent_isARequestOfItsActorAboutItsModel(Change change) {
        AccessRequest request = AccessRequests.of(new RegistryState(), change);

        assertThat(request.actor()).isEqualTo(change.actor());
        assertThat(request.model()).isEqualTo(change.event().model());
    }

    @Test
    void of_allEvents_needAllActionsButTheOnesThatDependOnTheState() {
        Set<AccessAction> needed = EnumSet.noneOf(AccessAction.class);
        changes()
                .forEach(change -> needed.add(
                        AccessRequests.of(new RegistryState(), change).action()));

        assertThat(EnumSet.complementOf(EnumSet.copyOf(needed)))
                .containsExactly(AccessAction.LOOSEN, AccessAction.REPAIR);
    }
}
