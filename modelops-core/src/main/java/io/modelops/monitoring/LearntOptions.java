package io.modelops.monitoring;

import io.modelops.model.InvalidInputException;
import io.modelops.spi.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The settings of monitors that learn what is usual and then judge window by window.
 *
 * @param learn how many inputs are learnt from
 * @param window how many inputs each window has
 * @param alpha the accepted probability of a false alarm for each window
 * @param effect from which difference on it matters
 */
record LearntOptions(int learn, int window, double alpha, double effect) {
    private static final long ORDER = 0x0de4;

    LearntOptions withLearn(int least, int inputs) {
        return new LearntOptions(Settings.atLeast(least, "learnFrom", inputs), window, alpha, effect);
    }

    LearntOptions withWindow(int least, int inputs) {
        return new LearntOptions(learn, Settings.atLeast(least, "window", inputs), alpha, effect);
    }

    LearntOptions withAlpha(double probability) {
        return new LearntOptions(learn, window, Settings.probability("alpha", probability), effect);
    }

    LearntOptions withEffect(String name, double least) {
        return new LearntOptions(learn, window, alpha, Settings.atLeast(0, name, least));
    }

    Finding insufficient(String subject, long samples, String why) {
        return Findings.insufficient(subject, effect, samples, why);
    }

    /** A monitor that was given its reference would forget it with another setting. */
    static void notFitted(boolean fitted) {
        if (fitted) {
            throw new InvalidInputException(
                    "A setting after fit is not allowed: expected all settings before the rows are given.");
        }
    }

    /** Given rows in an order that has nothing to do with theirs, which may be sorted; the same each time. */
    static <I> List<I> rows(int least, Iterable<? extends I> rows) {
        List<I> all = new ArrayList<>();
        rows.forEach(all::add);
        if (all.size() < least) {
            throw new InvalidInputException(
                    "A reference of " + all.size() + " rows is not allowed: expected " + least + " or more.");
        }
        Collections.shuffle(all, new Random(ORDER));
        return all;
    }
}
