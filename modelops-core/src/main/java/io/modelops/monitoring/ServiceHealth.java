package io.modelops.monitoring;

import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import io.modelops.spi.Role;
import io.modelops.statistics.Interval;
import io.modelops.statistics.Wilson;
import io.modelops.statistics.sketch.SketchReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/**
 * Watches how the champion serves, over the predictions since the last evaluation that had enough of them, 100 unless
 * told. Each evaluation finds four things:
 *
 * <ul>
 *   <li>{@code error rate}: the share of failed predictions. A breach, {@code CRITICAL}, when the 95 % Wilson interval lies
 *       above the limit, 0.05 unless told.
 *   <li>{@code latency p50} and {@code latency p99}: in milliseconds, to 1 %, from 1 µs to 1 h, of answered predictions. A
 *       breach, {@code WARNING}, when the 95 % Wilson interval of the share of slower predictions lies above 0.5 or 0.01;
 *       no limit unless told.
 *   <li>{@code throughput}: predictions per second, without a limit.
 * </ul>
 *
 * <p>Predictions of challengers and shadows don't count: a rollout has guards for them. When another version becomes the
 * champion, everything starts anew.
 */
public final class ServiceHealth implements Monitor<Object, Object>, MemorySource {
    private record Options(
            int minSamples,
            double errors,
            @Nullable Duration p50,
            @Nullable Duration p99) {}

    private static final Options DEFAULTS = new Options(100, 0.05, null, null);
    private static final double CONFIDENCE = 0.95;
    private static final long SHORTEST_NANOS = 1_000;
    private static final long LONGEST_NANOS = 3_600_000_000_000L;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Options options;
    private final Histogram latencies = new Histogram(SHORTEST_NANOS, LONGEST_NANOS, 2);
    private @Nullable ModelVersion serving;
    private @Nullable Instant since;
    private long failed;
    private long slowerThanP50;
    private long slowerThanP99;

    ServiceHealth() {
        this(DEFAULTS);
    }

    private ServiceHealth(Options options) {
        this.options = options;
    }

    /**
     * Sets how many predictions there must be before anything is said; 100 unless told.
     *
     * @param predictions the number of predictions, 1 or more
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the number is less than 1
     */
    public ServiceHealth minSamples(int predictions) {
        return new ServiceHealth(
                new Options(Settings.atLeast(1, "minSamples", predictions), options.errors, options.p50, options.p99));
    }

    /**
     * Sets which share of failed predictions is accepted; 0.05 unless told.
     *
     * @param share the share, 0 to 1
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the share is negative or not finite
     */
    public ServiceHealth errorsUnder(double share) {
        return new ServiceHealth(
                new Options(options.minSamples, Settings.atLeast(0, "errorsUnder", share), options.p50, options.p99));
    }

    /**
     * Sets under which time half of the predictions must be answered.
     *
     * @param limit the limit
     * @return a new monitor
     */
    public ServiceHealth p50Under(Duration limit) {
        return new ServiceHealth(new Options(options.minSamples, options.errors, limit, options.p99));
    }

    /**
     * Sets under which time 99 of 100 predictions must be answered.
     *
     * @param limit the limit
     * @return a new monitor
     */
    public ServiceHealth p99Under(Duration limit) {
        return new ServiceHealth(new Options(options.minSamples, options.errors, options.p50, limit));
    }

    @Override
    public String name() {
        return "service-health";
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        if (!version.equals(serving)) {
            serving = version;
            since = null;
            clear();
        }
    }

    @Override
    public void onPrediction(Observation<Object, Object> observation) {
        if (observation.role() != Role.CHAMPION || !observation.version().equals(serving)) {
            return;
        }
        if (since == null) {
            since = observation.at();
        }
        if (observation.error() != null) {
            failed++;
            return;
        }
        long nanos = observation.latencyNanos();
        latencies.recordValue(Math.max(SHORTEST_NANOS, Math.min(LONGEST_NANOS, nanos)));
        Duration latency = Duration.ofNanos(nanos);
        slowerThanP50 += options.p50 != null && latency.compareTo(options.p50) > 0 ? 1 : 0;
        slowerThanP99 += options.p99 != null && latency.compareTo(options.p99) > 0 ? 1 : 0;
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        long total = failed + latencies.getTotalCount();
        if (total < options.minSamples) {
            String why = ": " + total + " of the " + options.minSamples + " predictions that are needed";
            return List.of(new Finding(
                    "error rate",
                    Status.INSUFFICIENT_DATA,
                    Severity.INFO,
                    Double.NaN,
                    options.errors,
                    total,
                    "error rate" + why));
        }
        List<Finding> findings = List.of(
                errorRate(total),
                latency("latency p50", 50, options.p50, slowerThanP50),
                latency("latency p99", 99, options.p99, slowerThanP99),
                throughput(total, now));
        since = now;
        clear();
        return findings;
    }

    @Override
    public Optional<byte[]> state() {
        Instant begin = since;
        if (begin == null) {
            return Optional.empty();
        }
        return MonitorState.write(name(), settings(), writer -> {
            writer.bits(begin.getEpochSecond())
                    .count(failed)
                    .count(slowerThanP50)
                    .count(slowerThanP99);
            for (HistogramIterationValue bucket : latencies.recordedValues()) {
                writer.count(bucket.getCountAtValueIteratedTo()).count(bucket.getValueIteratedTo());
            }
            writer.count(0);
        });
    }

    @Override
    public void restore(byte[] state) {
        SketchReader reader = MonitorState.read(state, name(), settings());
        long second = reader.bits();
        MonitorState.require(
                second >= Instant.MIN.getEpochSecond() && second <= Instant.MAX.getEpochSecond(),
                "it began out of all time");
        long failures = reader.count();
        long slowP50 = reader.count();
        long slowP99 = reader.count();
        Histogram read = new Histogram(SHORTEST_NANOS, LONGEST_NANOS, 2);
        for (long count = reader.count(); count > 0; count = reader.count()) {
            read.recordValueWithCount(Math.min(reader.count(), LONGEST_NANOS), count);
        }
        reader.end();
        since = Instant.ofEpochSecond(second);
        failed = failures;
        slowerThanP50 = slowP50;
        slowerThanP99 = slowP99;
        latencies.reset();
        latencies.add(read);
    }

    @Override
    public long retainedBytes() {
        return latencies.getEstimatedFootprintInBytes();
    }

    /** What was slow by another limit says nothing. */
    private String settings() {
        return "p50 " + options.p50 + " p99 " + options.p99;
    }

    private Finding errorRate(long total) {
        Interval share = Wilson.interval(failed, total, CONFIDENCE);
        boolean breached = share.isAbove(options.errors);
        return new Finding(
                "error rate",
                breached ? Status.BREACHED : Status.OK,
                breached ? Severity.CRITICAL : Severity.INFO,
                share.estimate(),
                options.errors,
                total,
                String.format(
                        Locale.ROOT,
                        "error rate %.2f %% of %d predictions (95 %% interval %.2f to %.2f %%), limit %.2f %%",
                        100 * share.estimate(),
                        total,
                        100 * share.low(),
                        100 * share.high(),
                        100 * options.errors));
    }

    private Finding latency(String subject, double percentile, @Nullable Duration limit, long slower) {
        long answered = latencies.getTotalCount();
        double millis = answered == 0 ? Double.NaN : latencies.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
        double threshold = limit == null ? Double.NaN : millis(limit);
        boolean breached =
                limit != null && Wilson.interval(slower, answered, CONFIDENCE).isAbove(1 - percentile / 100);
        return new Finding(
                subject,
                breached ? Status.BREACHED : answered == 0 ? Status.INSUFFICIENT_DATA : Status.OK,
                breached ? Severity.WARNING : Severity.INFO,
                millis,
                threshold,
                answered,
                String.format(
                        Locale.ROOT,
                        "%s %.3f ms over %d answers%s",
                        subject,
                        millis,
                        answered,
                        limit == null
                                ? ""
                                : String.format(Locale.ROOT, ", limit %.3f ms, slower %d times", threshold, slower)));
    }

    private Finding throughput(long total, Instant now) {
        Duration passed = since == null ? Duration.ZERO : Duration.between(since, now);
        double seconds = millis(passed) / 1e3;
        double perSecond = seconds > 0 ? total / seconds : Double.NaN;
        return new Finding(
                "throughput",
                Status.OK,
                Severity.INFO,
                perSecond,
                Double.NaN,
                total,
                String.format(Locale.ROOT, "throughput %.1f predictions per second", perSecond));
    }

    private static double millis(Duration duration) {
        return duration.toSeconds() * 1e3 + duration.toNanosPart() / NANOS_PER_MILLI;
    }

    private void clear() {
        latencies.reset();
        failed = 0;
        slowerThanP50 = 0;
        slowerThanP99 = 0;
    }
}
