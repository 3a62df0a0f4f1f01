package io.modelops.deployment.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StickyShareTest {
    /** All processes of a fleet, and later versions of the library, must place keys alike: these values never change. */
    @ParameterizedTest
    @CsvSource({
        "'', 0.4148925628431468",
        "ana, 0.47394758564658335",
        "customer-1, 0.3182928476788899",
        "Größe 🙂, 0.47272335623971395"
    })
    void of_keyInARollout_isWhereItWasEverSince(String key, double place) {
        assertThat(StickyShare.of(key, StickyShare.saltOf("churn:2"))).isCloseTo(place, within(1e-15));
    }

    @Test
    void of_manyKeys_areSpreadEvenlyAndOtherwiseInAnotherRollout() {
        long one = StickyShare.saltOf("churn:2");
        long other = StickyShare.saltOf("fraud:2");
        int low = 0;
        int both = 0;
        for (int key = 0; key < 10_000; key++) {
            boolean below = StickyShare.of("customer " + key, one) < 0.25;
            low += below ? 1 : 0;
            both += below && StickyShare.of("customer " + key, other) < 0.25 ? 1 : 0;
        }

        assertThat(low).isBetween(2_350, 2_650);
        assertThat(both).isBetween(550, 700);
    }

    @Test
    void of_growingShare_movesExactlyTheKeysOfTheDifference() {
        long salt = StickyShare.saltOf("churn:2");
        for (int key = 0; key < 10_000; key++) {
            double place = StickyShare.of("customer " + key, salt);
            boolean before = place < 0.25;
            boolean after = place < 0.5;
            assertThat(before && !after).isFalse();
            assertThat(before != after).isEqualTo(place >= 0.25 && place < 0.5);
        }
    }
}
