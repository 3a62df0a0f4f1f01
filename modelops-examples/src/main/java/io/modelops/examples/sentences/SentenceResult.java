package io.modelops.examples.sentences;

/**
 * What the example showed.
 *
 * @param pairs how many sentences were compared with a paraphrase and with something else
 * @param right how often the paraphrase was nearer
 * @param before how many requests under load the first version answered
 * @param after how many the second version answered
 * @param failed how many failed
 */
record SentenceResult(int pairs, int right, long before, long after, long failed) {
    static SentenceResult of(int right, SwapUnderLoad swap) {
        return new SentenceResult(
                SentencePair.EXAMPLES.size(), right, swap.answersOf(1), swap.answersOf(2), swap.failed());
    }

    boolean holds() {
        return right == pairs && before > 0 && after > 0 && failed == 0;
    }

    /** The last line of the example, for machines. */
    String line() {
        return (holds() ? "sentences ok" : "sentences FAILED") + " pairs=" + pairs + " right=" + right
                + " answered_by_v1=" + before + " answered_by_v2=" + after + " failed=" + failed;
    }
}
