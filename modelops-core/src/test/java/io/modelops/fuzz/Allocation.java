package io.modelops.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Checks that a parser takes no more memory than what it is given explains. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** What any call may take, for messages and the fuzzer itself. */
    private static final long FOR_A_START = 64L << 20;

    private Allocation() {}

    /**
     * Runs a parser and checks what it allocated: at most so many bytes for each byte of the input. One that allocates more is
     * run once more, because the first time classes are loaded and instrumented, which takes hundreds of megabytes.
     */
    public static <T extends @Nullable Object> T bounded(int input, int perByte, Callable<T> parser) throws Exception {
        long most = FOR_A_START + (long) perByte * input;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            return parser.call();
        } finally {
            if (THREADS.getCurrentThreadAllocatedBytes() - before > most) {
                requireLess(most, input, parser);
            }
        }
    }

    private static void requireLess(long most, int input, Callable<?> parser) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            parser.call();
        } catch (Exception asTheFirstTime) {
            // Its caller has it.
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (allocated > most) {
            throw new AssertionError(allocated + " bytes were allocated for an input of " + input);
        }
    }
}
