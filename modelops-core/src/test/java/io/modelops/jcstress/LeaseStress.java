package io.modelops.jcstress;

import io.modelops.deployment.internal.VersionLease;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** What the lease of a version promises, on the real processor and with the real compilers. */
public final class LeaseStress {
    private LeaseStress() {}

    /** Memory that is freed through a lease. Its fields are plain, so that only the lease orders what is seen of them. */
    public abstract static class Memory {
        final VersionLease lease = new VersionLease(this::free);
        int written;
        int seenByFree;
        int frees;
        boolean gone;

        private void free() {
            gone = true;
            seenByFree = written;
            frees++;
        }

        /** Writes to the memory if it may: 0 if it was refused, 1 if it did, 2 if the memory was gone meanwhile. */
        final int use() {
            int stripe = lease.acquire();
            if (stripe < 0) {
                return 0;
            }
            boolean before = gone;
            written = 1;
            boolean after = gone;
            lease.release(stripe);
            return before || after ? 2 : 1;
        }
    }

    /** A user and the one who retires. */
    @JCStressTest
    @Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE, desc = "The user was refused.")
    @Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "The memory was freed after its use.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Used after it was freed, or freed not once.")
    @State
    public static class UseAndRetire extends Memory {
        /** Uses. */
        @Actor
        public void use(III_Result result) {
            result.r1 = use();
        }

        /** Retires. */
        @Actor
        public void retire() {
            lease.retire();
        }

        /** Looks when both are done. */
        @Arbiter
        public void look(III_Result result) {
            result.r2 = seenByFree;
            result.r3 = frees;
        }
    }

    /** The last user and the one who retires. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "Freed once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Freed never, or twice.")
    @State
    public static class ReleaseAndRetire extends Memory {
        private final int stripe = lease.acquire();

        /** Lets go. */
        @Actor
        public void release() {
            lease.release(stripe);
        }

        /** Retires. */
        @Actor
        public void retire() {
            lease.retire();
        }

        /** Looks when both are done. */
        @Arbiter
        public void look(I_Result result) {
            result.r1 = frees;
        }
    }

    /** The last two users of what has been retired. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "Freed once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Freed never, or twice.")
    @State
    public static class ReleaseAndRelease extends Memory {
        private final int first;
        private final int second;

        /** Two have taken it, then it is retired. */
        public ReleaseAndRelease() {
            first = lease.acquire();
            second = lease.acquire();
            lease.retire();
        }

        /** Lets go. */
        @Actor
        public void releaseFirst() {
            lease.release(first);
        }

        /** Lets go. */
        @Actor
        public void releaseSecond() {
            lease.release(second);
        }

        /** Looks when both are done. */
        @Arbiter
        public void look(I_Result result) {
            result.r1 = frees;
        }
    }

    /** The last user of what has been retired, and one who comes too late. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Refused, and freed once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Let in after it was retired, or freed not once.")
    @State
    public static class ReleaseAndRefused extends Memory {
        private final int stripe;

        /** One has taken it, then it is retired. */
        public ReleaseAndRefused() {
            stripe = lease.acquire();
            lease.retire();
        }

        /** Lets go. */
        @Actor
        public void release() {
            lease.release(stripe);
        }

        /** Comes too late. */
        @Actor
        public void use(II_Result result) {
            result.r1 = use();
        }

        /** Looks when both are done. */
        @Arbiter
        public void look(II_Result result) {
            result.r2 = frees;
        }
    }

    /** Two who retire it, such as a swap and a close. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "Freed once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Freed never, or twice.")
    @State
    public static class RetireAndRetire extends Memory {
        /** Retires. */
        @Actor
        public void retire() {
            lease.retire();
        }

        /** Retires as well. */
        @Actor
        public void close() {
            lease.retire();
        }

        /** Looks when both are done. */
        @Arbiter
        public void look(I_Result result) {
            result.r1 = frees;
        }
    }

    /** The last user of what has been retired, and one who takes it back. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "Revived, and not freed.")
    @Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "Freed once, and not revived.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Revived and freed, or neither.")
    @State
    public static class ReleaseAndRevive extends Memory {
        private final int stripe;

        /** One has taken it, then it is retired. */
        public ReleaseAndRevive() {
            stripe = lease.acquire();
            lease.retire();
        }

        /** Lets go. */
        @Actor
        public void release() {
            lease.release(stripe);
        }

        /** Takes it back. */
        @Actor
        public void revive(III_Result result) {
            result.r1 = lease.revive() ? 1 : 0;
        }

        /** Looks when both are done. */
        @Arbiter
        public void look(III_Result result) {
            result.r2 = frees;
            result.r3 = lease.isRetired() ? 1 : 0;
        }
    }

    /** A user, one who retires, and one who takes it back. */
    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "Refused, then revived.")
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "Used, and revived or not retired before.")
    @Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "Refused, and freed once.")
    @Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "Used, and freed once after it.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "Used after it was freed, freed though revived, or retired and not freed.")
    @State
    public static class UseRetireAndRevive extends Memory {
        /** Uses. */
        @Actor
        public void use(III_Result result) {
            result.r1 = use();
        }

        /** Retires. */
        @Actor
        public void retire() {
            lease.retire();
        }

        /** Takes it back. */
        @Actor
        public void revive() {
            lease.revive();
        }

        /** Looks when all are done. */
        @Arbiter
        public void look(III_Result result) {
            result.r2 = frees;
            result.r3 = lease.isRetired() ? 1 : 0;
        }
    }

    /** Two users of one version get numbers of their own. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "Two numbers.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The same number twice.")
    @State
    public static class NumberAndNumber extends Memory {
        private long first;
        private long second;

        /** Takes a number. */
        @Actor
        public void one() {
            first = number();
        }

        /** Takes a number. */
        @Actor
        public void other() {
            second = number();
        }

        /** Looks when both are done. */
        @Arbiter
        public void look(I_Result result) {
            result.r1 = first == second ? 0 : 1;
        }

        private long number() {
            int stripe = lease.acquire();
            long number = lease.nextNumber(stripe);
            lease.release(stripe);
            return number;
        }
    }
}
