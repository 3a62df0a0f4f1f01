package io.modelops.deployment;

import io.modelops.deployment.internal.MemoryLimit;
import io.modelops.deployment.internal.TimeLimit;
import io.modelops.model.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How much memory the models of one {@link Deployer} may take together. Before a version is loaded its need is estimated:
 * by what was declared for it, else by what the latest version of the same model took when it was loaded, else by the size
 * of its files. If there is no room, versions that are merely kept warm go first, then the models that have not been used
 * for the longest time; the next request for one of these loads it again and waits for that. Bytes of a version that is
 * being closed count until it is closed.
 *
 * <p>It is book-keeping over estimates: no engine is kept from taking more. Immutable.
 *
 * @param bytes what all versions may take together
 * @param sizeFactor how much memory a version takes for each byte of its files, if nothing better is known
 * @param loadingFactor how much more it takes while it is loaded, for each byte of its files
 * @param minimumResidency how long a version stays once it is ready, so that models do not push each other out all the time
 * @param longestWait how long a load waits for versions that are being closed and for other loads
 */
public record MemoryBudget(
        long bytes, double sizeFactor, double loadingFactor, Duration minimumResidency, Duration longestWait) {
    /**
     * The parameter by which a version declares its need, as a whole number of bytes; what the settings of a deployment
     * say comes before it.
     */
    public static final String DECLARED_BYTES = "memory.bytes";

    /**
     * Checks and keeps a budget.
     *
     * @param bytes 1 or more
     * @param sizeFactor greater than 0
     * @param loadingFactor 0 or more
     * @param minimumResidency 0 to ten years
     * @param longestWait 0 to ten years
     * @throws InvalidInputException if one of them is out of its range
     */
    public MemoryBudget {
        if (bytes < 1) {
            throw new InvalidInputException("A memory budget can't be " + bytes + " bytes: expected 1 or more; in a "
                    + "container, give it more memory, or the JVM a smaller heap.");
        }
        if (!(sizeFactor > 0) || !(loadingFactor >= 0) || Double.isInfinite(sizeFactor + loadingFactor)) {
            throw new InvalidInputException("The factors of a memory budget can't be " + sizeFactor + " and "
                    + loadingFactor + ": expected a size factor above 0 and a loading factor of 0 or more.");
        }
        TimeLimit.notNegative("The minimum residency of a memory budget can't be", minimumResidency);
        TimeLimit.notNegative("The longest wait of a memory budget can't be", longestWait);
    }

    /**
     * A budget of a fixed size: 1.5 bytes for each byte of a version's files, as much as the files once more while it is
     * loaded, a minimum residency of ten seconds, and loads that wait up to thirty seconds for room.
     *
     * @param bytes what all versions may take together, 1 or more
     * @return the budget
     * @throws InvalidInputException if it is less than 1
     */
    public static MemoryBudget of(long bytes) {
        return new MemoryBudget(bytes, 1.5, 1, Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    /**
     * A budget of what this process has beside its heap: nine tenths of the memory limit of its container (cgroup v1 or v2),
     * or of the machine's memory where there is no limit, less the greatest heap.
     *
     * @return the budget, otherwise as {@link #of}
     * @throws InvalidInputException if the limit is unknown, as outside Linux, or the heap leaves nothing of it
     */
    public static MemoryBudget ofThisProcess() {
        long limit = MemoryLimit.in(Path.of("/"))
                .orElseThrow(() -> new InvalidInputException("The memory limit of this process is unknown: expected "
                        + "Linux with /proc and /sys/fs/cgroup; say MemoryBudget.of(bytes)."));
        return of(limit / 10 * 9 - Runtime.getRuntime().maxMemory());
    }

    /**
     * The same budget with other factors.
     *
     * @param size how much memory a version takes for each byte of its files, if nothing better is known; above 0
     * @param loading how much more it takes while it is loaded, for each byte of its files; 0 or more
     * @return another budget
     * @throws InvalidInputException if one of them is out of its range
     */
    public MemoryBudget factors(double size, double loading) {
        return new MemoryBudget(bytes, size, loading, minimumResidency, longestWait);
    }

    /**
     * The same budget with another minimum residency.
     *
     * @param shortest how long a version stays once it is ready; 0 to ten years
     * @return another budget
     * @throws InvalidInputException if it is out of this range
     */
    public MemoryBudget minimumResidency(Duration shortest) {
        return new MemoryBudget(bytes, sizeFactor, loadingFactor, shortest, longestWait);
    }

    /**
     * The same budget with another wait.
     *
     * @param longest how long a load waits for room; 0 to ten years
     * @return another budget
     * @throws InvalidInputException if it is out of this range
     */
    public MemoryBudget longestWait(Duration longest) {
        return new MemoryBudget(bytes, sizeFactor, loadingFactor, minimumResidency, longest);
    }
}
