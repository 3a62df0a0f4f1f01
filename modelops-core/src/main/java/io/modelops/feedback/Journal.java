package io.modelops.feedback;

import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionId;
import io.modelops.model.internal.Json;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Observation;
import io.modelops.spi.PredictionLog;
import io.modelops.spi.PredictionLog.Labelled;
import io.modelops.spi.PredictionLog.Predicted;
import io.modelops.spi.PredictionLog.Shadowed;
import io.modelops.spi.Role;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes predictions and outcomes to a prediction log as JSON and reads them back; what fails is counted. */
final class Journal<I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong failures = new AtomicLong();
    private final PredictionLog log;
    private final Class<I> inputType;
    private final Class<O> outputType;
    private final Function<? super ModelRef.Numbered, Optional<ModelVersion>> versions;

    Journal(
            PredictionLog log,
            Class<I> inputType,
            Class<O> outputType,
            Function<? super ModelRef.Numbered, Optional<ModelVersion>> versions) {
        this.log = log;
        this.inputType = inputType;
        this.outputType = outputType;
        this.versions = versions;
    }

    void predicted(Observation<I, O> observation) {
        append(() -> new Predicted(
                observation.id(),
                observation.at(),
                observation.version().ref(),
                Json.MAPPER.writeValueAsString(observation.input()),
                Json.MAPPER.writeValueAsString(observation.output())));
    }

    void shadowed(Observation<I, O> observation) {
        append(() -> new Shadowed(
                observation.id(),
                observation.at(),
                observation.version().ref(),
                Json.MAPPER.writeValueAsString(observation.output())));
    }

    void labelled(PredictionId id, Instant at, O outcome) {
        append(() -> new Labelled(id, at, Json.MAPPER.writeValueAsString(outcome)));
    }

    Optional<Observation<I, O>> find(PredictionId id) {
        try {
            return locate(id).flatMap(this::read);
        } catch (Throwable thrown) {
            failed("Prediction " + id + " could not be looked up in the prediction log.", thrown);
            return Optional.empty();
        }
    }

    /** Reads back the pairs of the latest outcomes, in the order in which the predictions were made. */
    void restore(int limit, Consumer<LabelledObservation<I, O>> pairs) {
        Map<PredictionId, Labelled> latest = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.@Nullable Entry<PredictionId, Labelled> eldest) {
                return size() > limit;
            }
        };
        log.forEach(record -> {
            if (record instanceof Labelled labelled) {
                latest.put(labelled.id(), labelled);
            }
        });
        log.forEach(record -> {
            if (record instanceof Predicted predicted) {
                Labelled labelled = latest.get(predicted.id());
                if (labelled != null) {
                    pair(predicted, labelled).ifPresent(pairs);
                }
            }
        });
    }

    long failures() {
        return failures.get();
    }

    private Optional<LabelledObservation<I, O>> pair(Predicted predicted, Labelled labelled) {
        return read(predicted)
                .flatMap(observation -> parse(labelled.outcomeJson(), outputType)
                        .map(outcome -> new LabelledObservation<>(observation, outcome, labelled.at())));
    }

    private Optional<Predicted> locate(PredictionId id) {
        lock.lock();
        try {
            return log.find(id);
        } finally {
            lock.unlock();
        }
    }

    private Optional<Observation<I, O>> read(Predicted predicted) {
        return versions.apply(predicted.version())
                .flatMap(version -> parse(predicted.inputJson(), inputType)
                        .flatMap(input -> parse(predicted.outputJson(), outputType)
                                .map(output -> new Observation<>(
                                        predicted.id(),
                                        predicted.at(),
                                        version,
                                        Role.CHAMPION,
                                        input,
                                        output,
                                        null,
                                        0))));
    }

    private <T> Optional<T> parse(String json, Class<T> type) {
        try {
            return Optional.of(Objects.requireNonNull(Json.MAPPER.readValue(json, type), "null in the prediction log"));
        } catch (RuntimeException unreadable) {
            failed(
                    "A record of the prediction log can't be read as " + type.getName() + " and was skipped.",
                    unreadable);
            return Optional.empty();
        }
    }

    private void append(Supplier<PredictionLog.Entry> record) {
        try {
            PredictionLog.Entry written = record.get();
            lock.lock();
            try {
                log.append(written);
            } finally {
                lock.unlock();
            }
        } catch (Throwable thrown) {
            failed("A record could not be appended to the prediction log; it will be missing after a restart.", thrown);
        }
    }

    private void failed(String what, Throwable thrown) {
        if (failures.getAndIncrement() == 0) {
            LOG.warn("{} Further failures are only counted.", what, thrown);
        }
    }
}
