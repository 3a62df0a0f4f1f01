package io.modelops.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Checks that a parser takes no more memory than what it is given explains. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** What the first call takes for classes, patterns and the fuzzer itself. */
    private static final long FOR_A_START = 256L << 20;

    private Allocation() {}

    /** Runs a parser and checks what it allocated: at most so many bytes for each byte of the input. */
    public static <T extends @Nullable Object> T bounded(int input, int perByte, Callable<T> parser) throws Exception {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            return parser.call();
        } finally {
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            if (allocated > FOR_A_START + (long) perByte * input) {
                throw new AssertionError(allocated + " bytes were allocated for an input of " + input);
            }
        }
    }
}
