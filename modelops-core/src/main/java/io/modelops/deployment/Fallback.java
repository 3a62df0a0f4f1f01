package io.modelops.deployment;

import io.modelops.model.CircuitOpenException;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who answers when the version that was to answer fails, or its circuit is open: an older version, a function of the
 * application, or the one and then the other. Immutable.
 *
 * <pre>{@code
 * with.circuitBreaker(CircuitBreaker.Settings.ofDefaults())
 *     .fallback(Fallback.<Customer, Score>olderVersion().orElse("average", (customer, failure) -> AVERAGE));
 * }</pre>
 *
 * <p>Answers of a fallback say so: {@link Prediction#isFallback()} is true, their role is {@code FALLBACK}, and monitors do
 * not count them as answers of the version that failed. That it failed is still seen and counted.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public final class Fallback<I, O> {
    final boolean older;
    final @Nullable String name;
    final @Nullable BiFunction<? super I, ? super Throwable, ? extends O> function;
    final Predicate<Throwable> when;

    private Fallback(
            boolean older,
            @Nullable String name,
            @Nullable BiFunction<? super I, ? super Throwable, ? extends O> function,
            Predicate<Throwable> when) {
        this.older = older;
        this.name = name;
        this.function = function;
        this.when = when;
    }

    /**
     * The version that served before and was doing well. It stays in memory beside the one that serves, which takes the
     * memory of two. After a start, the version that the alias pointed to before is loaded in the background; a deployment of a
     * numbered version has none. A challenger on trial is stood in for by the champion.
     *
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return the fallback
     */
    public static <I, O> Fallback<I, O> olderVersion() {
        return new Fallback<>(true, null, null, Fallback::isUsual);
    }

    /**
     * A function of the application.
     *
     * @param name a short name for messages and for {@link Prediction#answeredBy()}
     * @param function gives the answer for an input and for what the version threw, or for the {@link
     *     io.modelops.model.CircuitOpenException} if it was not asked; runs on the caller's thread; what it throws, the caller
     *     gets as thrown
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return the fallback
     */
    public static <I, O> Fallback<I, O> function(
            String name, BiFunction<? super I, ? super Throwable, ? extends O> function) {
        return new Fallback<>(false, name, function, Fallback::isUsual);
    }

    /**
     * Lets a function answer if the older version can't, instead of any other function.
     *
     * @param functionName a short name for messages and for {@link Prediction#answeredBy()}
     * @param last gives the answer, as in {@link #function}
     * @return a changed copy
     */
    public Fallback<I, O> orElse(String functionName, BiFunction<? super I, ? super Throwable, ? extends O> last) {
        return new Fallback<>(older, functionName, last, when);
    }

    /**
     * Says which failures it stands in for; other failures reach the caller.
     *
     * @param failures whether to answer after what the version threw; must not throw. By default it is what the model threw,
     *     and an open circuit, but not the library's other refusals, such as those of a full queue
     * @return a changed copy
     */
    public Fallback<I, O> when(Predicate<Throwable> failures) {
        return new Fallback<>(older, name, function, failures);
    }

    private static boolean isUsual(Throwable failure) {
        return CircuitBreaker.Settings.isOfTheModel(failure) || failure instanceof CircuitOpenException;
    }
}
