package io.modelops.monitoring.estimation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A random forest's probabilities that a customer turns out bad, in {@code credit-scores.csv} (period, score, decision,
 * outcome), from the data set credit_data of the R package modeldata (MIT licence). Periods below 0 are the reference;
 * those from 0 to 5 are ordered by seniority, so that the mix of customers drifts while the relation to the outcome stays.
 *
 * <pre>
 * order = np.random.RandomState(5).permutation(4454); train, ref, ana = order[:1500], order[1500:3000], order[3000:]
 * rf = RandomForestClassifier(100, min_samples_leaf=5, random_state=1).fit(X[train], y[train])
 * s = np.round(rf.predict_proba(X)[:, 1], 4)                      # scikit-learn 1.2, y = Status == 'bad'
 * ana = ana[np.argsort(X[ana, 0] + 6*rng.randn(len(ana)))]        # column 0: Seniority
 * rows of ref: i*10//1500-10, s, s &gt;= 0.5, y; rows of ana: i*6//1454, s, s &gt;= 0.5, y
 * </pre>
 *
 * @param periods the period of each row
 * @param scores the score of each row
 * @param decisions whether it was predicted bad
 * @param outcomes whether it is bad
 */
record CreditScores(int[] periods, double[] scores, boolean[] decisions, boolean[] outcomes) {
    private static final List<String> LINES = lines();

    static CreditScores reference() {
        return where(period -> period < 0);
    }

    static CreditScores period(int period) {
        return where(other -> other == period);
    }

    static CreditScores where(Predicate<Integer> wanted) {
        List<String[]> rows = LINES.stream()
                .map(line -> line.split(",", -1))
                .filter(row -> wanted.test(Integer.valueOf(row[0])))
                .toList();
        CreditScores read = new CreditScores(
                new int[rows.size()], new double[rows.size()], new boolean[rows.size()], new boolean[rows.size()]);
        for (int row = 0; row < rows.size(); row++) {
            read.periods[row] = Integer.parseInt(rows.get(row)[0]);
            read.scores[row] = Double.parseDouble(rows.get(row)[1]);
            read.decisions[row] = rows.get(row)[2].equals("1");
            read.outcomes[row] = rows.get(row)[3].equals("1");
        }
        return read;
    }

    CreditScores shuffled(SplittableRandom random) {
        int[] order = IntStream.range(0, scores.length).toArray();
        CreditScores copy = rows(0, scores.length);
        for (int row = order.length - 1; row >= 0; row--) {
            int other = random.nextInt(row + 1);
            copy.scores[row] = scores[order[other]];
            copy.decisions[row] = decisions[order[other]];
            copy.outcomes[row] = outcomes[order[other]];
            order[other] = order[row];
        }
        return copy;
    }

    CreditScores rows(int from, int to) {
        return new CreditScores(
                Arrays.copyOfRange(periods, from, to),
                Arrays.copyOfRange(scores, from, to),
                Arrays.copyOfRange(decisions, from, to),
                Arrays.copyOfRange(outcomes, from, to));
    }

    ScoreCounts countedBy(BinaryEstimation estimation) {
        ScoreCounts window = estimation.newWindow();
        for (int row = 0; row < scores.length; row++) {
            window.add(scores[row], decisions[row]);
        }
        return window;
    }

    LabelledCounts labelledFor(BinaryEstimation estimation) {
        LabelledCounts window = estimation.newLabelledWindow();
        for (int row = 0; row < scores.length; row++) {
            window.add(scores[row], decisions[row], outcomes[row]);
        }
        return window;
    }

    private static List<String> lines() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(CreditScores.class.getResourceAsStream("credit-scores.csv")),
                StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
