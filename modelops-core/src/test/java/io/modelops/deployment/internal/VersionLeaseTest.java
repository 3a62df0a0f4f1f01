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

    @Test
    void revive_whileHeld_letsUsersInAgainAndFreesLater() {
        int held = lease.acquire();
        lease.retire();

        assertThat(lease.revive()).isTrue();
        lease.release(held);
        assertThat(freed).hasValue(0);
        lease.release(lease.acquire());
        lease.retire();

        assertThat(freed).hasValue(1);
    }

    @Test
    void revive_onceFreed_isRefused() {
        lease.retire();

        assertThat(lease.revive()).isFalse();
        assertThat(lease.acquire()).isEqualTo(-1);
        assertThat(freed).hasValue(1);
    }

    /** As below, with somebody who revives; whether a use succeeds is then open, but none may see freed memory. */
    public static class UseRetireAndRevive {
        private final AtomicInteger frees = new AtomicInteger();
        private final VersionLease lease = new VersionLease(frees::incrementAndGet);

        @Operation
        public String use() {
            int stripe = lease.acquire();
            if (stripe < 0) {
                return "safe";
            }
            String outcome = frees.get() == 0 ? "safe" : "USED AFTER FREE";
            lease.release(stripe);
            return outcome;
        }

        @Operation(nonParallelGroup = "owner")
        public String retire() {
            lease.retire();
            return frees.get() <= 1 ? "safe" : "FREED TWICE";
        }

        @Operation(nonParallelGroup = "owner")
        public void revive() {
            lease.revive();
        }
    }

    /** Nothing but safety. */
    public static class Safe {
        public String use() {
            return "safe";
        }

        public String retire() {
            return "safe";
        }

        public void revive() {}
    }

    @Test
    void useRetireAndRevive_inEveryInterleaving_neverUsesAfterFree() {
        checked(UseRetireAndRevive.class, Safe.class);
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
        checked(UseAndRetire.class, InTurn.class);
    }

    @Test
    void useAndRetire_withANaiveLease_isCaughtByTheSameCheck() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> checked(UseAndRetireNaively.class, InTurn.class))
                .withMessageContaining("USED AFTER FREE");
    }

    private static void checked(Class<?> operations, Class<?> inTurn) {
        new ModelCheckingOptions()
                .iterations(10)
                .invocationsPerIteration(500)
                .threads(2)
                .actorsPerThread(2)
                .sequentialSpecification(inTurn)
                .check(operations);
    }
}
