package io.modelops.spi;

/**
 * One requirement on a version: an immutable value that can be kept in a constant and used by several threads.
 *
 * @param <I> the type of the inputs it can judge
 * @param <O> the type of the answers it can judge
 */
public interface Check<I, O> {
    /**
     * The requirement in words.
     *
     * @return one line, such as {@code roc auc at least 0.9}
     */
    String name();

    /**
     * Judges a version.
     *
     * @param subject the version and what it was measured on
     * @return the result; too little data is {@link io.modelops.model.Verdict#INCONCLUSIVE}, never a pass
     * @throws Exception if it can't be judged; the report then says so as a failure of this check
     */
    CheckResult evaluate(ValidationSubject<? extends I, ? extends O> subject) throws Exception;
}
