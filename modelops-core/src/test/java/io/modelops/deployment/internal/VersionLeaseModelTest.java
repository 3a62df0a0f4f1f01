package io.modelops.deployment.internal;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.modelops.stress.StressRun;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Users, users of users, and several who retire: that nobody uses what is freed, and that it is freed exactly once when it
 * is retired and nobody is left. Model checked, and run for real.
 */
@Tag("stress")
class VersionLeaseModelTest {
    private static final int THREADS = (int) StressRun.of(2, 3);
    private static final int ITERATIONS = (int) StressRun.of(10, 60);
    private static final int INVOCATIONS = (int) StressRun.of(300, 5_000);

    /** A lease, and what is known when all threads are done. */
    public abstract static class Leased {
        private final AtomicInteger frees = new AtomicInteger();
        private volatile boolean retired;

        abstract int acquire();

        abstract void release(int stripe);

        abstract void retireLease();

        final void free() {
            frees.incrementAndGet();
        }

        @Operation
        public String use() {
            int stripe = acquire();
            if (stripe < 0) {
                return "refused";
            }
            String outcome = frees.get() == 0 ? "used" : "USED AFTER FREE";
            release(stripe);
            return outcome;
        }

        /** As a request does that is answered by a pipeline of which the same version is a part. */
        @Operation
        public String useWithin() {
            int outer = acquire();
            if (outer < 0) {
                return "refused";
            }
            int inner = acquire();
            String outcome = frees.get() == 0 ? "used" : "USED AFTER FREE";
            if (inner >= 0) {
                release(inner);
            }
            outcome = frees.get() == 0 ? outcome : "FREED UNDER THE OUTER USE";
            release(outer);
            return outcome;
        }

        @Operation
        public void retire() {
            retired = true;
            retireLease();
        }

        @Validate
        public void freedOnceIfRetired() {
            int expected = retired ? 1 : 0;
            if (frees.get() != expected) {
                throw new IllegalStateException("freed " + frees.get() + " times: expected " + expected);
            }
        }
    }

    /** The real one. */
    public static class Real extends Leased {
        private final VersionLease lease = new VersionLease(this::free);

        @Override
        int acquire() {
            return lease.acquire();
        }

        @Override
        void release(int stripe) {
            lease.release(stripe);
        }

        @Override
        void retireLease() {
            lease.retire();
        }
    }

    /** One that looks whether it is retired before it lets go: the last user and the one who retires may miss each other. */
    public static class Forgetful extends Leased {
        private final AtomicInteger holders = new AtomicInteger();
        private final AtomicInteger freed = new AtomicInteger();
        private volatile boolean closed;

        @Override
        int acquire() {
            holders.incrementAndGet();
            if (closed) {
                release(0);
                return -1;
            }
            return 0;
        }

        @Override
        void release(int stripe) {
            boolean last = closed;
            if (holders.decrementAndGet() == 0 && last) {
                freeOnce();
            }
        }

        @Override
        void retireLease() {
            closed = true;
            if (holders.get() == 0) {
                freeOnce();
            }
        }

        private void freeOnce() {
            if (freed.compareAndSet(0, 1)) {
                free();
            }
        }
    }

    /** What it looks like when nothing overlaps. */
    public static class InTurn {
        private boolean retired;

        public String use() {
            return retired ? "refused" : "used";
        }

        public String useWithin() {
            return use();
        }

        public void retire() {
            retired = true;
        }
    }

    @Test
    void lease_inEveryInterleaving_isFreedOnceAndNeverInUse() {
        modelChecked(Real.class);
    }

    @Test
    void lease_onRealThreads_isFreedOnceAndNeverInUse() {
        new StressOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(INVOCATIONS)
                .threads(THREADS)
                .actorsPerThread(3)
                .actorsBefore(0)
                .actorsAfter(0)
                .sequentialSpecification(InTurn.class)
                .check(Real.class);
    }

    @Test
    void forgetfulLease_thatIsNeverFreed_isCaughtByTheSameCheck() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> modelChecked(Forgetful.class))
                .withMessageContaining("freed 0 times");
    }

    private static void modelChecked(Class<?> operations) {
        new ModelCheckingOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(INVOCATIONS)
                .threads(THREADS)
                .actorsPerThread(2)
                // What comes after the threads would free what they forgot.
                .actorsBefore(0)
                .actorsAfter(0)
                .sequentialSpecification(InTurn.class)
                .check(operations);
    }
}
