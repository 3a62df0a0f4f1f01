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
 * Users, users of users, several who retire and several who revive: that nobody uses what is freed, and that it is freed
 * exactly once when it is retired for good and nobody is left. Model checked, and run for real.
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

    /** As {@link Leased}, with those who take it back: then who is refused and who is not depends on what overlaps. */
    public abstract static class Revivable {
        final AtomicInteger frees = new AtomicInteger();

        abstract int acquire();

        abstract void release(int stripe);

        abstract void retireLease();

        abstract boolean reviveLease();

        abstract boolean isRetired();

        final void free() {
            frees.incrementAndGet();
        }

        @Operation
        public String use() {
            int stripe = acquire();
            if (stripe < 0) {
                return "fine";
            }
            String outcome = frees.get() == 0 ? "fine" : "USED AFTER FREE";
            release(stripe);
            return outcome;
        }

        @Operation
        public void retire() {
            retireLease();
        }

        @Operation
        public String revive() {
            boolean revived = reviveLease();
            return revived || frees.get() == 1 || isRetired() ? "fine" : "REFUSED WHAT WAS NOT FREED";
        }

        @Validate
        public void freedOnceIfRetiredForGood() {
            int expected = isRetired() ? 1 : 0;
            if (frees.get() != expected) {
                throw new IllegalStateException("freed " + frees.get() + " times: expected " + expected);
            }
        }
    }

    /** The real one. */
    public static class RealRevivable extends Revivable {
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

        @Override
        boolean reviveLease() {
            return lease.revive();
        }

        @Override
        boolean isRetired() {
            return lease.isRetired();
        }
    }

    /** One that does not look, when it frees, whether it is still retired: it may have been revived since nobody was left. */
    public static class Hasty extends Revivable {
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
            holders.decrementAndGet();
            freeIfUnused();
        }

        @Override
        void retireLease() {
            closed = true;
            freeIfUnused();
        }

        @Override
        boolean reviveLease() {
            if (freed.get() != 0) {
                return false;
            }
            closed = false;
            return true;
        }

        @Override
        boolean isRetired() {
            return closed;
        }

        private void freeIfUnused() {
            if (closed && holders.get() == 0 && freed.compareAndSet(0, 1)) {
                free();
            }
        }
    }

    /** What may be seen of one that is revived, whatever overlaps. */
    public static class Fine {
        public String use() {
            return "fine";
        }

        public void retire() {
            // Nothing is seen of it.
        }

        public String revive() {
            return "fine";
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
        modelChecked(Real.class, InTurn.class);
    }

    @Test
    void lease_revivedInEveryInterleaving_isFreedOnceAndNeverInUse() {
        modelChecked(RealRevivable.class, Fine.class);
    }

    @Test
    void lease_revivedOnRealThreads_isFreedOnceAndNeverInUse() {
        onRealThreads(RealRevivable.class, Fine.class);
    }

    @Test
    void hastyLease_thatIsFreedAfterItWasRevived_isCaughtByTheSameCheck() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> modelChecked(Hasty.class, Fine.class))
                .withMessageContaining("freed 1 times");
    }

    @Test
    void lease_onRealThreads_isFreedOnceAndNeverInUse() {
        onRealThreads(Real.class, InTurn.class);
    }

    @Test
    void forgetfulLease_thatIsNeverFreed_isCaughtByTheSameCheck() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> modelChecked(Forgetful.class, InTurn.class))
                .withMessageContaining("freed 0 times");
    }

    private static void onRealThreads(Class<?> operations, Class<?> specification) {
        new StressOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(INVOCATIONS)
                .threads(THREADS)
                .actorsPerThread(3)
                .actorsBefore(0)
                .actorsAfter(0)
                .sequentialSpecification(specification)
                .check(operations);
    }

    private static void modelChecked(Class<?> operations, Class<?> specification) {
        new ModelCheckingOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(INVOCATIONS)
                .threads(THREADS)
                .actorsPerThread(2)
                // What comes after the threads would free what they forgot.
                .actorsBefore(0)
                .actorsAfter(0)
                .sequentialSpecification(specification)
                .check(operations);
    }
}
