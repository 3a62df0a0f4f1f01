package io.modelops.deployment;

import io.modelops.deployment.CircuitBreaker.Phase;
import io.modelops.deployment.internal.AnswerCache;
import io.modelops.deployment.internal.Generation;
import io.modelops.deployment.internal.Route;
import io.modelops.model.CircuitOpenException;
import io.modelops.model.PredictionException;
import io.modelops.model.PredictionId;
import io.modelops.spi.Observation;
import io.modelops.spi.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests on their way through the response cache, the circuit breaker and the fallback, in this order. A deployment without
 * any of these has none of this.
 */
@SuppressWarnings("ReferenceEquality") // a throwable can't be suppressed by itself
final class ProtectedCalls<I, O> {
    private final String reference;
    private final DeployerParts parts;
    private final @Nullable AnswerCache<I, O> cache;
    private final @Nullable Fallback<I, O> fallback;
    private final Supplier<@Nullable Generation<I, O>> standby;
    private final Consumer<Observation<I, O>> observers;
    private final Ask<I, O> ask;
    private final long origin;
    private final AtomicLong answers = new AtomicLong();
    private final LongAdder fallbackAnswers = new LongAdder();

    /** How a version is asked. */
    @FunctionalInterface
    interface Ask<I, O> {
        /**
         * Lets a version answer, or gives an answer of its that is known already.
         *
         * @return the answer, or null if the version was replaced meanwhile
         */
        @Nullable
        Prediction<O> ask(I input, Route<I, O> route, Generation<I, O> chosen, Role role, @Nullable O known);
    }

    ProtectedCalls(
            String reference,
            DeployerParts parts,
            @Nullable AnswerCache<I, O> cache,
            @Nullable Fallback<I, O> fallback,
            Supplier<@Nullable Generation<I, O>> standby,
            Consumer<Observation<I, O>> observers,
            Ask<I, O> ask) {
        this.reference = reference;
        this.parts = parts;
        this.cache = cache;
        this.fallback = fallback;
        this.standby = standby;
        this.observers = observers;
        this.ask = ask;
        this.origin = parts.serving().opener().newOrigin();
    }

    /** Answers a request that a version was chosen for; null if that was replaced meanwhile. */
    @Nullable
    Prediction<O> answer(I input, Route<I, O> route, Generation<I, O> chosen, Role role, Ask<I, O> asking) {
        if (cache == null) {
            return guarded(input, route, chosen, role, asking);
        }
        AnswerCache.Found<I, O> found = cache.find(chosen.origin(), input);
        if (found.answer() != null) {
            return asking.ask(input, route, chosen, role, found.answer());
        }
        if (found.leading() == null) {
            return guarded(input, route, chosen, role, asking);
        }
        return leading(input, route, chosen, role, asking, found.leading());
    }

    /** Those of some requests for which their version is to be asked; the others know their outcome. */
    List<Call<I, O>> toBeAsked(List<Call<I, O>> calls) {
        List<Call<I, O>> left = new ArrayList<>(calls.size());
        for (Call<I, O> call : calls) {
            Generation<I, O> chosen = call.chosen();
            O known = cache == null ? null : cache.known(chosen.origin(), call.input());
            CircuitBreaker breaker = chosen.breaker();
            Phase phase = known != null || breaker == null ? null : breaker.admit();
            if (known != null) {
                call.answer(known);
            } else if (breaker != null && phase == null) {
                call.refuse(circuitOpen(chosen));
            } else {
                call.guardBy(phase);
                left.add(call);
            }
        }
        return left;
    }

    /** Remembers the answer to a request that did not wait for it. */
    void answered(Generation<I, O> chosen, I input, O answer) {
        if (cache != null) {
            cache.learn(chosen.origin(), input, answer);
        }
    }

    /** Whether somebody may answer instead of a version. */
    boolean hasFallback() {
        return fallback != null;
    }

    /** What is answered instead of a failure, or null if it is nothing. */
    @Nullable
    Prediction<O> insteadOf(Throwable failure, I input, Route<I, O> route, Generation<I, O> chosen) {
        Prediction<O> instead = instead(input, route, chosen, failure);
        if (instead != null) {
            fallbackAnswers.increment();
        }
        return instead;
    }

    /** How many requests a fallback answered. */
    long fallbackAnswers() {
        return fallbackAnswers.sum();
    }

    private @Nullable Prediction<O> leading(
            I input,
            Route<I, O> route,
            Generation<I, O> chosen,
            Role role,
            Ask<I, O> asking,
            AnswerCache<I, O>.Leading leading) {
        Prediction<O> prediction = null;
        try {
            prediction = guarded(input, route, chosen, role, asking);
            return prediction;
        } finally {
            if (prediction == null || prediction.isFallback()) {
                leading.gaveUp();
            } else {
                leading.answered(prediction.value());
            }
        }
    }

    private @Nullable Prediction<O> guarded(
            I input, Route<I, O> route, Generation<I, O> chosen, Role role, Ask<I, O> asking) {
        Throwable failure;
        CircuitBreaker breaker = chosen.breaker();
        Phase phase = breaker == null ? null : breaker.admit();
        if (breaker != null && phase == null) {
            failure = circuitOpen(chosen);
        } else {
            try {
                return admitted(input, route, chosen, role, asking, phase);
            } catch (RuntimeException | Error asThrown) {
                failure = asThrown;
            }
        }
        Prediction<O> instead = insteadOf(failure, input, route, chosen);
        if (instead != null) {
            return instead;
        }
        throw unchecked(failure);
    }

    private @Nullable Prediction<O> admitted(
            I input, Route<I, O> route, Generation<I, O> chosen, Role role, Ask<I, O> asking, @Nullable Phase phase) {
        if (phase == null) {
            return asking.ask(input, route, chosen, role, null);
        }
        long began = parts.ticker().getAsLong();
        Prediction<O> prediction;
        try {
            prediction = asking.ask(input, route, chosen, role, null);
        } catch (RuntimeException | Error asThrown) {
            phase.ended(parts.ticker().getAsLong() - began, asThrown);
            throw asThrown;
        }
        if (prediction == null) {
            phase.notCalled();
        } else {
            phase.ended(parts.ticker().getAsLong() - began, null);
        }
        return prediction;
    }

    private @Nullable Prediction<O> instead(I input, Route<I, O> route, Generation<I, O> chosen, Throwable failure) {
        if (fallback == null || !fallback.when.test(failure)) {
            return null;
        }
        Prediction<O> older = fallback.older ? byOlder(input, route, chosen, failure) : null;
        if (older != null || fallback.function == null) {
            return older;
        }
        return byFunction(input, chosen, String.valueOf(fallback.name), fallback.function, failure);
    }

    private @Nullable Prediction<O> byOlder(I input, Route<I, O> route, Generation<I, O> chosen, Throwable failure) {
        Generation<I, O> older = chosen == route.champion() ? standby.get() : route.champion();
        if (older == null || older == chosen) {
            return null;
        }
        CircuitBreaker breaker = older.breaker();
        Phase phase = breaker == null ? null : breaker.admit();
        if (breaker != null && phase == null) {
            return null;
        }
        try {
            return admitted(input, Route.to(older), older, Role.FALLBACK, ask, phase);
        } catch (RuntimeException | Error second) {
            if (second != failure) {
                failure.addSuppressed(second);
            }
            return null;
        }
    }

    private Prediction<O> byFunction(
            I input,
            Generation<I, O> chosen,
            String name,
            BiFunction<? super I, ? super Throwable, ? extends O> function,
            Throwable failure) {
        Instant at = parts.clock().instant();
        long began = parts.ticker().getAsLong();
        O value;
        try {
            value = function.apply(input, failure);
        } catch (RuntimeException | Error ofTheFunction) {
            if (ofTheFunction != failure) {
                ofTheFunction.addSuppressed(failure);
            }
            throw ofTheFunction;
        }
        if (value == null) {
            throw new PredictionException(
                    "Fallback " + name + " of " + reference
                            + " gave null as its answer: expected an answer or an exception; mend the function.",
                    failure);
        }
        long number = answers.getAndIncrement();
        long took = parts.ticker().getAsLong() - began;
        observers.accept(new Observation<>(
                new PredictionId(origin, number), at, chosen.version(), Role.FALLBACK, input, value, null, took));
        return new StandInPrediction<>(value, chosen.version(), origin, number, name);
    }

    private CircuitOpenException circuitOpen(Generation<I, O> chosen) {
        return new CircuitOpenException("Version " + chosen.version() + " was not asked by " + reference
                + ": too many of its latest calls failed or were slow. It is tried again by itself; give a fallback "
                + "to have requests answered meanwhile, or point the alias to a version that works.");
    }

    private static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }
}
