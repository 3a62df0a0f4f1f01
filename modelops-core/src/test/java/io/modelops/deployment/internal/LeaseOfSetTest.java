package io.modelops.deployment.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** A lease that a set holds on a version, and users of the set who use the version after it was retired. */
class LeaseOfSetTest {
    /** Every interleaving of users of the set and of the one who replaces the version, and then the set. */
    public static class SetOfOne {
        private final AtomicInteger frees = new AtomicInteger();
        private final VersionLease version = new VersionLease(frees::incrementAndGet);
        private final int held = version.acquire();
        private final VersionLease set = new VersionLease(() -> version.release(held));

        @Operation
        public String use() {
            int stripe = set.acquire();
            if (stripe < 0) {
                return "refused";
            }
            int beside = version.acquireBesideAnother();
            String outcome = frees.get() == 0 ? "used" : "USED AFTER FREE";
            version.release(beside);
            set.release(stripe);
            return outcome;
        }

        @Operation
        public void replace() {
            version.retire();
            set.retire();
        }
    }

    /** The same, but the set lets go of the version as soon as it is replaced. */
    public static class SetThatLetsGoAtOnce {
        private final AtomicInteger frees = new AtomicInteger();
        private final VersionLease version = new VersionLease(frees::incrementAndGet);
        private final int held = version.acquire();
        private final AtomicInteger letGo = new AtomicInteger();

        @Operation
        public String use() {
            if (letGo.get() > 0) {
                return "refused";
            }
            int beside = version.acquireBesideAnother();
            String outcome = frees.get() == 0 ? "used" : "USED AFTER FREE";
            version.release(beside);
            return outcome;
        }

        @Operation
        public void replace() {
            version.retire();
            if (letGo.getAndIncrement() == 0) {
                version.release(held);
            }
        }
    }

    /** What it looks like when nothing overlaps. */
    public static class InTurn {
        private boolean retired;

        public String use() {
            return retired ? "refused" : "used";
        }

        public void replace() {
            retired = true;
        }
    }

    @Test
    void use_inEveryInterleaving_neverUsesAfterFree() {
        checked(SetOfOne.class);
    }

    @Test
    void use_ofASetThatLetsGoAtOnce_isCaughtByTheSameCheck() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> checked(SetThatLetsGoAtOnce.class))
                .withMessageContaining("USED AFTER FREE");
    }

    @Test
    void release_lastOfARetiredVersion_freesOnce() {
        AtomicInteger frees = new AtomicInteger();
        VersionLease version = new VersionLease(frees::incrementAndGet);
        int held = version.acquire();
        version.retire();
        int beside = version.acquireBesideAnother();

        version.release(beside);
        assertThat(frees).hasValue(0);
        version.release(held);

        assertThat(frees).hasValue(1);
    }

    private static void checked(Class<?> operations) {
        new ModelCheckingOptions()
                .iterations(10)
                .invocationsPerIteration(500)
                .threads(2)
                .actorsPerThread(2)
                .sequentialSpecification(InTurn.class)
                .check(operations);
    }
}
