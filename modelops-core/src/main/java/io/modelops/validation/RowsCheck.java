package io.modelops.validation;

import io.modelops.model.Example;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Verdict;
import io.modelops.spi.Check;
import io.modelops.spi.CheckResult;
import io.modelops.spi.ValidationSubject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Requires that few rows of the holdout are unfit to measure a model on: rows the model was trained on, repeated ones, or
 * ones that contradict each other. Rows are compared by all features, by a hash as {@link RowHashes} has it. Inconclusive
 * without rows, and if no feature is known. Immutable.
 *
 * <p>Measurements: {@code value} (the share of such rows), {@code threshold}, {@code rows}.
 */
public final class RowsCheck implements Check<Object, Object> {
    private static final int NAMED_ROWS = 5;

    /** Finds rows, by their places in the holdout. */
    @FunctionalInterface
    interface Search {
        List<Integer> find(long[] hashes, List<? extends Example<?, ?>> holdout);
    }

    private final String words;
    private final Search search;
    private final double most;

    RowsCheck(String words, Search search, double most) {
        this.words = words;
        this.search = search;
        this.most = most;
    }

    /** The search for rows that a model was trained on. */
    static Search among(RowHashes training) {
        return (hashes, holdout) -> {
            List<Integer> found = new ArrayList<>();
            for (int row = 0; row < hashes.length; row++) {
                if (training.contains(hashes[row])) {
                    found.add(row);
                }
            }
            return found;
        };
    }

    /** The search for rows with the input of an earlier row. */
    static List<Integer> repeated(long[] hashes, List<? extends Example<?, ?>> holdout) {
        Map<Long, Integer> first = new HashMap<>();
        List<Integer> found = new ArrayList<>();
        for (int row = 0; row < hashes.length; row++) {
            if (first.putIfAbsent(hashes[row], row) != null) {
                found.add(row);
            }
        }
        return found;
    }

    /** The search for rows with the input of another row and another true outcome. */
    static List<Integer> contradicting(long[] hashes, List<? extends Example<?, ?>> holdout) {
        Map<Long, Object> outcomes = new HashMap<>();
        Map<Long, Boolean> contradicted = new HashMap<>();
        for (int row = 0; row < hashes.length; row++) {
            Object outcome = holdout.get(row).expected();
            Object other = outcomes.putIfAbsent(hashes[row], outcome);
            if (other != null && !other.equals(outcome)) {
                contradicted.put(hashes[row], true);
            }
        }
        List<Integer> found = new ArrayList<>();
        for (int row = 0; row < hashes.length; row++) {
            if (contradicted.containsKey(hashes[row])) {
                found.add(row);
            }
        }
        return found;
    }

    /**
     * Allows for some of these rows. Where there are few features with few values, some are the same by chance.
     *
     * @param share the greatest share of the holdout, 0 or more and below 1; 0 unless told
     * @return a check that allows for as many
     * @throws InvalidInputException if the share is out of its range
     */
    public RowsCheck atMost(double share) {
        if (!(share >= 0 && share < 1)) {
            throw new InvalidInputException(
                    "Share " + share + " of rows is not allowed: expected a number of 0 or more and below 1.");
        }
        return new RowsCheck(words, search, share);
    }

    @Override
    public String name() {
        return most == 0 ? "no " + words : "at most " + Words.percent(most) + " " + words;
    }

    @Override
    public CheckResult evaluate(ValidationSubject<?, ?> subject) {
        CheckResult tooFew = Evidence.tooFew(subject, 1);
        if (tooFew != null) {
            return tooFew;
        }
        if (subject.features().isEmpty()) {
            return CheckResult.of(
                    Verdict.INCONCLUSIVE, "No feature of the inputs is known: tell the validator its features.");
        }
        List<Integer> found = search.find(hashes(subject), subject.holdout());
        int rows = subject.holdout().size();
        double share = (double) found.size() / rows;
        Verdict verdict = share <= most ? Verdict.PASS : Verdict.FAIL;
        String where = found.isEmpty()
                ? ""
                : ": row "
                        + found.stream().limit(NAMED_ROWS).map(String::valueOf).collect(Collectors.joining(", "))
                        + (found.size() > NAMED_ROWS ? " and " + (found.size() - NAMED_ROWS) + " more" : "");
        return new CheckResult(
                verdict,
                found.size() + " of " + Words.rows(rows) + " are " + words + " (" + Words.percent(share)
                        + "); expected at most " + Words.percent(most) + where + ".",
                new Measurements()
                        .put("value", share)
                        .put("threshold", most)
                        .put("rows", rows)
                        .asMap());
    }

    private static <I> long[] hashes(ValidationSubject<I, ?> subject) {
        Features<I> features = subject.features();
        return subject.holdout().stream()
                .mapToLong(example -> RowHashes.hash(features, example.input()))
                .toArray();
    }
}
