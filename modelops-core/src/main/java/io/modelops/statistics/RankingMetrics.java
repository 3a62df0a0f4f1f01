package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.function.BiFunction;

/**
 * Metrics of ranked answers: means over queries, of which one row is one. Queries without anything relevant have no value;
 * monitors leave them out.
 */
public final class RankingMetrics {
    private RankingMetrics() {}

    /**
     * The mean normalised discounted cumulative gain, see {@link RankedList#ndcg}.
     *
     * @param k how many ranks count, 1 or more
     * @param judged what an answer (first) is worth by its label (second)
     * @param <O> the type of the answers
     * @return a mean of row gains in 0..1, higher is better
     * @throws IllegalArgumentException if {@code k} is less than 1
     */
    public static <O> AnswerMetric<O> ndcg(int k, BiFunction<? super O, ? super O, RankedList> judged) {
        Arguments.atLeast(1, "k", k);
        return AnswerMetric.meanOf(
                "ndcg@" + k,
                true,
                (answer, label) -> judged.apply(answer, label).ndcg(k));
    }

    /**
     * The mean reciprocal rank of the first relevant item.
     *
     * @param judged what an answer (first) is worth by its label (second)
     * @param <O> the type of the answers
     * @return a mean of row gains in 0..1, higher is better
     */
    public static <O> AnswerMetric<O> meanReciprocalRank(BiFunction<? super O, ? super O, RankedList> judged) {
        return AnswerMetric.meanOf(
                "mrr", true, (answer, label) -> judged.apply(answer, label).reciprocalRank());
    }

    /**
     * The mean average precision, see {@link RankedList#averagePrecision}.
     *
     * @param k how many ranks count, 1 or more
     * @param judged what an answer (first) is worth by its label (second)
     * @param <O> the type of the answers
     * @return a mean of row gains in 0..1, higher is better
     * @throws IllegalArgumentException if {@code k} is less than 1
     */
    public static <O> AnswerMetric<O> meanAveragePrecision(int k, BiFunction<? super O, ? super O, RankedList> judged) {
        Arguments.atLeast(1, "k", k);
        return AnswerMetric.meanOf(
                "map@" + k, true, (answer, label) -> judged.apply(answer, label).averagePrecision(k));
    }

    /**
     * The share of queries with a relevant item among the first.
     *
     * @param k how many ranks count, 1 or more
     * @param judged what an answer (first) is worth by its label (second)
     * @param <O> the type of the answers
     * @return a mean of row gains in 0..1, higher is better
     * @throws IllegalArgumentException if {@code k} is less than 1
     */
    public static <O> AnswerMetric<O> hitRate(int k, BiFunction<? super O, ? super O, RankedList> judged) {
        Arguments.atLeast(1, "k", k);
        return AnswerMetric.meanOf(
                "hitRate@" + k,
                true,
                (answer, label) -> judged.apply(answer, label).hit(k));
    }
}
