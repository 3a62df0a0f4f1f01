package io.modelops.deployment.internal;

import org.jspecify.annotations.Nullable;

/** The jobs of one priority, first come first served, each of which can leave at any time. Guarded by the queue's lock. */
final class Line<I, O> {
    private @Nullable Job<I, O> first;
    private @Nullable Job<I, O> last;

    @Nullable
    Job<I, O> first() {
        return first;
    }

    void add(Job<I, O> job) {
        Job<I, O> end = last;
        job.before = end;
        if (end == null) {
            first = job;
        } else {
            end.after = job;
        }
        last = job;
        job.isQueued = true;
    }

    void remove(Job<I, O> job) {
        Job<I, O> before = job.before;
        Job<I, O> after = job.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
        job.before = null;
        job.after = null;
        job.isQueued = false;
    }
}
