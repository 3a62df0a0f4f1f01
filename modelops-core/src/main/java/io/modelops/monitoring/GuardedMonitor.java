package io.modelops.monitoring;

import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A monitor that can't hurt: what it throws is counted and reported, and when one kind of call failed ten times in a row
 * it is switched off. Called under the host's lock.
 */
final class GuardedMonitor<I, O> {
    private static final int MOST_FAILURES = 10;
    private static final int MOST_SUBJECTS = 1_000;

    /** The kinds of calls, counted apart: a call that does nothing must not hide that another always fails. */
    enum Call {
        SERVING,
        PREDICTION,
        LABEL,
        EVALUATE,
        DETAILS
    }

    private final Map<Call, Integer> failuresInARow = new EnumMap<>(Call.class);
    private final Map<String, AlertState> states = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<String, AlertState> eldest) {
            return size() > MOST_SUBJECTS;
        }
    };
    private final Monitor<I, O> monitor;
    private final String name;
    private final AlertPolicy policy;
    private final Failures failures;
    private boolean off;

    GuardedMonitor(Monitor<I, O> monitor, String name, AlertPolicy policy, Failures failures) {
        this.monitor = monitor;
        this.name = name;
        this.policy = policy;
        this.failures = failures;
    }

    String name() {
        return name;
    }

    void tell(Call call, Consumer<Monitor<I, O>> news) {
        ask(call, told -> {
            news.accept(told);
            return List.of();
        });
    }

    List<Finding> evaluate(Instant now) {
        return ask(Call.EVALUATE, asked -> List.copyOf(asked.evaluate(now)));
    }

    /** What the monitor can show in a report beyond its findings; empty if it has nothing of the kind, or threw. */
    Optional<MonitoringDetails> details(Instant now) {
        List<MonitoringDetails> shown = new ArrayList<>();
        if (monitor instanceof DetailSource source) {
            tell(Call.DETAILS, asked -> shown.add(source.details(now)));
        }
        return shown.stream().findFirst();
    }

    AlertState state(String subject) {
        return states.computeIfAbsent(subject, unknown -> new AlertState(policy));
    }

    void forgetBreaches() {
        states.values().forEach(AlertState::forgetBreaches);
    }

    private List<Finding> ask(Call call, Function<Monitor<I, O>, List<Finding>> question) {
        if (off) {
            return List.of();
        }
        try {
            List<Finding> answer = question.apply(monitor);
            failuresInARow.remove(call);
            return answer;
        } catch (Throwable thrown) {
            off = failuresInARow.merge(call, 1, Integer::sum) >= MOST_FAILURES;
            failures.add(name, thrown, off);
            return List.of();
        }
    }
}
