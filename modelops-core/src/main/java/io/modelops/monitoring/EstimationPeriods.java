package io.modelops.monitoring;

import io.modelops.model.ModelVersion;
import io.modelops.spi.Finding;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Observation;
import io.modelops.statistics.sketch.SketchReader;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Learns an estimation, and keeps what it needs of the periods of one version. */
final class EstimationPeriods<I, O, K, R, E, S extends EstimationKind.Counts<I, O, K, S>> {
    private final EstimationKind<I, O, K, R, E, S> kind;
    private final EstimationSettings<E> settings;
    private final Deque<R> learning = new ArrayDeque<>();
    private @Nullable ModelVersion serving;
    private @Nullable E estimation;
    private @Nullable LabelledPeriods<S> periods;

    EstimationPeriods(EstimationKind<I, O, K, R, E, S> kind, EstimationSettings<E> settings) {
        this.kind = kind;
        this.settings = settings;
    }

    void onServing(ModelVersion version) {
        if (!version.equals(serving)) {
            serving = version;
            learning.clear();
            estimation = null;
            periods = null;
            if (settings.given() != null) {
                settings.given().apply(version).ifPresent(this::use);
            }
        }
    }

    void onPrediction(Observation<I, O> prediction) {
        O output = prediction.output();
        if (periods == null || output == null || !counts(prediction)) {
            return;
        }
        S period = periods.take(prediction.at(), prediction.input());
        if (period != null) {
            period.add(prediction.input(), output);
        }
    }

    void onLabel(LabelledObservation<I, O> labelled) {
        Observation<I, O> prediction = labelled.prediction();
        O output = prediction.output();
        if (output == null || !counts(prediction)) {
            return;
        }
        if (periods != null) {
            S period = periods.find(prediction.at(), prediction.input());
            if (period != null) {
                period.label(prediction.input(), output, labelled.label());
            }
            return;
        }
        R row = kind.row(prediction.input(), output, labelled.label());
        if (row != null) {
            learning.addLast(row);
            learn();
        }
    }

    private boolean counts(Observation<?, ?> prediction) {
        return prediction.role().isOwn() && prediction.version().equals(serving);
    }

    private void learn() {
        if (learning.size() < settings.learnFrom()) {
            return;
        }
        Optional<E> learnt = kind.learn(List.copyOf(learning));
        if (learnt.isPresent()) {
            use(learnt.get());
            learning.clear();
        } else {
            learning.removeFirst(); // wait for an outcome of another sort, with the latest ones
        }
    }

    private void use(E learnt) {
        estimation = learnt;
        periods = new LabelledPeriods<>(settings.window(), () -> kind.newCounts(learnt));
    }

    List<Finding> evaluate(Instant now) {
        LabelledPeriods<S> known = periods;
        if (known != null) {
            known.advance(now);
        }
        Optional<LabelledPeriods.Period<S>> latest =
                known == null ? Optional.empty() : known.latest(EstimationPeriods::isJudged);
        if (known == null || latest.isEmpty()) {
            String missing = known == null
                    ? learning.size() + " of the " + settings.learnFrom() + " labelled predictions to learn from"
                    : "no full period (" + settings.window() + ") of " + EstimationSettings.LEAST
                            + " predictions or more yet" + leftOutToTell();
            return kind.metrics().stream()
                    .map(metric -> EstimationFindings.missing("estimated " + kind.name(metric), missing))
                    .toList();
        }
        Optional<LabelledPeriods.Period<S>> labelled =
                known.latest(period -> period.counts().labelled() >= settings.minLabels());
        List<Finding> findings = new ArrayList<>();
        for (K metric : kind.metrics()) {
            S counts = latest.get().counts();
            findings.add(EstimationFindings.estimated(
                    counts.estimate(metric), kind.higherIsBetter(metric), leftOutToTell()));
            if (counts.labelled() >= settings.minLabels()) {
                findings.add(
                        EstimationFindings.realised(kind.name(metric), counts.realised(metric), counts.labelled()));
            }
            String subject = kind.name(metric) + " against its estimate";
            findings.add(labelled.map(period -> EstimationFindings.compared(
                            subject,
                            period.counts().estimateOfLabelled(metric),
                            period.counts().realised(metric).estimate(),
                            period.counts().labelled()))
                    .orElseGet(() -> EstimationFindings.missing(
                            subject, "no period has " + settings.minLabels() + " true outcomes yet")));
        }
        return findings;
    }

    MonitoringDetails details() {
        return MonitoringDetails.none()
                .performance(kind.metrics().stream().map(this::trend).toList());
    }

    private PerformanceTrend trend(K metric) {
        List<PerformanceTrend.Point> realised = new ArrayList<>();
        List<PerformanceTrend.Point> estimated = new ArrayList<>();
        double threshold = Double.NaN;
        for (LabelledPeriods.Period<S> period : kept()) {
            EstimatedPeriod shown = shown(period, metric);
            if (isJudged(period)) {
                threshold = EstimationFindings.limit(shown.estimate(), kind.higherIsBetter(metric));
                estimated.add(EstimationFindings.point(
                        shown.to(), shown.estimate().value(), shown.estimate().samples()));
            }
            if (shown.labelled() >= settings.minLabels()) {
                realised.add(EstimationFindings.point(shown.to(), shown.realised(), shown.labelled()));
            }
        }
        return new PerformanceTrend(kind.name(metric), kind.higherIsBetter(metric), threshold, realised, estimated);
    }

    List<EstimatedPeriod> periods(K metric) {
        return kept().stream().map(period -> shown(period, metric)).toList();
    }

    private List<LabelledPeriods.Period<S>> kept() {
        return periods == null ? List.of() : periods.periods();
    }

    private EstimatedPeriod shown(LabelledPeriods.Period<S> period, K metric) {
        return new EstimatedPeriod(
                period.from(),
                period.to(),
                period.counts().estimate(metric),
                period.counts().realised(metric),
                period.counts().labelled());
    }

    private static boolean isJudged(LabelledPeriods.Period<?> period) {
        return period.full() && period.predictions() >= EstimationSettings.LEAST;
    }

    Optional<byte[]> state(String name) {
        if (settings.given() != null || serving == null) {
            return Optional.empty();
        }
        E learnt = estimation;
        if (learnt == null) {
            return !kind.keepsRows()
                    ? Optional.empty()
                    : MonitorState.write(name, metrics(), writer -> {
                        writer.count(0);
                        MonitorState.all(writer, learning, learning.size(), row -> kind.write(writer, row));
                    });
        }
        return kind.toBytes(learnt)
                .flatMap(bytes -> MonitorState.write(
                        name, metrics(), writer -> writer.count(1).bytes(bytes)));
    }

    void restore(byte[] state, String name) {
        if (estimation != null) {
            return;
        }
        SketchReader reader = MonitorState.read(state, name, metrics());
        if (reader.count() > 0) {
            E read = kind.ofBytes(reader.bytes());
            reader.end();
            use(read);
            learning.clear();
        } else {
            List<R> rows =
                    MonitorState.all(reader, Integer.MAX_VALUE, () -> Objects.requireNonNull(kind.readRow(reader)));
            reader.end();
            learning.clear();
            learning.addAll(rows.subList(Math.max(0, rows.size() - settings.learnFrom() + 1), rows.size()));
        }
    }

    private String metrics() {
        return kind.metrics().stream().map(kind::name).collect(Collectors.joining(","));
    }

    Optional<E> estimation() {
        return Optional.ofNullable(estimation);
    }

    long leftOut() {
        return periods == null ? 0 : periods.leftOut();
    }

    long bytes() {
        return learning.stream().mapToLong(kind::bytes).sum() + (periods == null ? 0 : periods.bytes());
    }

    private String leftOutToTell() {
        return leftOut() == 0 ? "" : "; " + leftOut() + " predictions came too late for their period, or had no time";
    }
}
