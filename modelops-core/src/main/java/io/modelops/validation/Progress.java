package io.modelops.validation;

import java.util.function.DoubleConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells how much of a validation is done. How many versions the checks will run is not known beforehand: each run covers
 * half of what is left of its check's share, so that progress never goes back.
 */
final class Progress {
    private static final Logger log = LoggerFactory.getLogger(Progress.class);

    private final DoubleConsumer listener;
    private final int checks;
    private int done;
    private double told = -1;
    private double from;
    private boolean broken;

    Progress(DoubleConsumer listener, int checks) {
        this.listener = listener;
        this.checks = checks;
    }

    void started() {
        tell(0);
    }

    void ran(long rows, long ofRows) {
        double end = (done + 1.0) / checks;
        tell(from + (end - from) / 2 * rows / ofRows);
    }

    void runEnded() {
        from = Math.max(from, told);
    }

    void checkEnded() {
        done++;
        from = (double) done / checks;
        tell(from);
    }

    private void tell(double share) {
        if (broken || share <= told) {
            return;
        }
        told = share;
        try {
            listener.accept(share);
        } catch (RuntimeException failure) {
            broken = true;
            log.warn("Listener to the progress of a validation threw and is not told any more", failure);
        }
    }
}
