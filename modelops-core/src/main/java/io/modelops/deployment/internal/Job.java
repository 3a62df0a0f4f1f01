package io.modelops.deployment.internal;

import org.jspecify.annotations.Nullable;

/**
 * One input on its way to a model, and the outcome on its way back. A queue and its workers treat it so: it is either
 * withdrawn, by whoever no longer wants it, or {@link #done} is called once.
 */
public abstract class Job<I, O> {
    /** For requests that may take as long as it takes. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    private final I input;
    private final int priority;
    private final long deadline;

    /**
     * The queue's own: neighbours in its level, whether it is in it, when it should leave at the latest, and whether it came
     * when nobody else was being answered.
     */
    @Nullable
    Job<I, O> before;

    @Nullable
    Job<I, O> after;

    boolean isQueued;
    long leaveBy;
    boolean foundAllIdle;

    /**
     * Creates a job.
     *
     * @param priority 1 for the first to 9 for the last
     * @param deadline when it is too late for an answer, as the ticker tells it; {@link #NO_DEADLINE} for never
     */
    protected Job(I input, int priority, long deadline) {
        this.input = input;
        this.priority = priority;
        this.deadline = deadline;
    }

    /** What is asked. */
    public final I input() {
        return input;
    }

    final int priority() {
        return priority;
    }

    final boolean hasDeadline() {
        return deadline != NO_DEADLINE;
    }

    final long deadline() {
        return deadline;
    }

    /** Whether it is too late for an answer. */
    final boolean isLate(long now) {
        return hasDeadline() && now - deadline >= 0;
    }

    /**
     * Takes the outcome. Called once, on the thread that ran the model, unless the job was withdrawn.
     *
     * @param answer what the model gave, which may wrongly be null
     * @param failure what was thrown instead, or null
     */
    protected abstract void done(@Nullable O answer, @Nullable Throwable failure);
}
