package io.modelops.deployment.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

class VersionLeaseTest {
    private final AtomicInteger freed = new AtomicInteger();
    private final VersionLease lease = new VersionLease(freed::incrementAndGet);

    @Test
    void retire_whenUnused_freesAtOnce() {
        lease.retire();

        assertThat(freed).hasValue(1);
        assertThat(lease.acquire()).isEqualTo(-1);
    }

    @Test
    void retire_whileHeld_freesWithTheLastRelease() {
        int first = lease.acquire();
        int second = lease.acquire();
        assertThat(lease.holders()).isEqualTo(2);

        lease.retire();
        assertThat(freed).hasValue(0);
        lease.release(first);
        assertThat(freed).hasValue(0);
        lease.release(second);

        assertThat(freed).hasValue(1);
        assertThat(lease.isFreed()).isTrue();
    }

    @Test
    void retire_twice_freesOnce() {
        lease.retire();
        lease.retire();

        assertThat(freed).hasValue(1);
    }

    @Test
    void nextNumber_fromSeveralThreads_isUnique() throws InterruptedException {
        Set<Long> numbers = Collections.synchronizedSet(new HashSet<>());
        Thread[] threads = new Thread[4];
        for (int index = 0; index < threads.length; index++) {
            threads[index] = new Thread(() -> {
                for (int use = 0; use < 1_000; use++) {
                    int stripe = lease.acquire();
                    numbers.add(lease.nextNumber(stripe));
                    lease.release(stripe);
                }
            });
            threads[index].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(numbers).hasSize(4_000);
        assertThat(lease.numbered()).isEqualTo(4_000);
    }

    /** Every interleaving of users and of the one who retires, explored by a model checker. */
    public static class UseAndRetire {
        private final AtomicInteger frees = new AtomicInteger();
        private final VersionLease lease = new VersionLease(frees::incrementAndGet);

        @Operation
        public String use() {
            int stripe = lease.acquire();
            if (stripe < 0) {
                return "refused";
            }
            String outcome = frees.get() == 0 ? "used" : "USED AFTER FREE";
            lease.release(stripe);
            return outcome;
        }

        @Operation
        public void retire() {
            lease.retire();
        }
    }

    /** What using and retiring look like when nothing overlaps. */
    public static class InTurn {
        private boolean retired;

        public String use() {
            return retired ? "refused" : "used";
        }

        public void retire() {
            retired = true;
        }
    }

    /** The same with a lease that looks first and counts second: the bug that the real one must not have. */
    public static class UseAndRetireNaively {
        private final AtomicInteger holders = new AtomicInteger();
        private volatile boolean retired;
        private volatile boolean freed;

        @Operation
        public String use() {
            if (retired) {
                return "refused";
            }
            holders.incrementAndGet();
            String outcome = freed ? "USED AFTER FREE" : "used";
            holders.decrementAndGet();
            return outcome;
        }

        @Operation
        public void retire() {
            retired = true;
            if (holders.get() == 0) {
                freed = true;
            }
        }
    }

    @Test
    void useAndRetire_inEveryInterleaving_neverUsesAfterFree() {
        checked(UseAndRetire.class);
    }

    @Test
    void useAndRetire_withANaiveLease_isCaughtByTheSameCheck() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> checked(UseAndRetireNaively.class))
                .withMessageContaining("USED AFTER FREE");
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
