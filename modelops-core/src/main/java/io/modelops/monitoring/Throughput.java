package io.modelops.monitoring;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import io.modelops.spi.Role;
import io.modelops.statistics.Moments;
import io.modelops.statistics.sketch.SketchReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Watches whether there are many more or many fewer requests than usual. Requests are counted over windows of time, 5
 * minutes unless told. What is usual is told by the 12 windows before and, once three days were watched, by those of the
 * same time of day on up to 7 days before; a count is an anomaly only if it is out of the ordinary by each that is known.
 *
 * <p>Earlier counts say how far a count may be from their mean: by the t quantile of a prediction interval at alpha, 0.001
 * unless told, times a spread that is at least that of random arrivals, whose variance is their mean. The change must also
 * be by a factor of 2 or more, unless told. An anomaly is a breach, {@code WARNING}.
 *
 * <p>Each evaluation finds one thing for the latest window that is over, about the subject {@code throughput}: the requests
 * per second as value. Requests count once, whoever answered them. What is usual stays when another version becomes the
 * champion, since callers don't know of it. At most 4,032 counts are kept: times of day are compared in windows of 2.5
 * minutes or more that a day is a multiple of.
 */
public final class Throughput implements Monitor<Object, Object>, MemorySource {
    private record Options(Duration window, double alpha, double factor) {}

    private static final Options DEFAULTS = new Options(Duration.ofMinutes(5), 0.001, 2);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int RECENT = 12;
    private static final int LEAST = 3;
    private static final int MOST_DAYS = 7;
    private static final int MOST_COUNTS = 4_032;

    /** The count of a window that was not watched as a whole. */
    private static final long UNKNOWN = -1;

    private final Options options;
    private final SeenInputs seen = new SeenInputs();
    private final List<Long> past = new ArrayList<>();
    private long window = Long.MIN_VALUE;
    private long requests;
    private boolean news;

    /** Whether it is not known how many requests there were at the beginning of the window. */
    private boolean partial;

    private boolean restored;

    Throughput() {
        this(DEFAULTS);
    }

    private Throughput(Options options) {
        this.options = options;
    }

    /**
     * Sets over which time requests are counted; 5 minutes unless told.
     *
     * @param duration the time, 1 second or more
     * @return a new monitor
     * @throws InvalidInputException if the time is less than 1 second
     */
    public Throughput window(Duration duration) {
        Settings.atLeast(1, "window in seconds", (double) duration.toSeconds());
        return new Throughput(new Options(duration, options.alpha, options.factor));
    }

    /**
     * Sets how likely an alarm is per window if nothing changed; 0.001 unless told.
     *
     * @param probability the probability, between 0 and 1
     * @return a new monitor
     * @throws InvalidInputException if it is out of its range
     */
    public Throughput alpha(double probability) {
        return new Throughput(new Options(options.window, Settings.probability("alpha", probability), options.factor));
    }

    /**
     * Sets by what factor the number of requests must have grown or shrunk; 2 unless told.
     *
     * @param factor the factor, 1 or more
     * @return a new monitor
     * @throws InvalidInputException if it is less than 1 or not finite
     */
    public Throughput factor(double factor) {
        return new Throughput(new Options(options.window, options.alpha, Settings.atLeast(1, "factor", factor)));
    }

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public void onPrediction(Observation<Object, Object> observation) {
        if (observation.role() != Role.SHADOW && seen.isNew(observation)) {
            advance(observation.at());
            requests++;
        }
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        if (window != Long.MIN_VALUE) {
            advance(now);
        }
        boolean judge = news;
        news = false;
        return judge ? List.of(judge()) : List.of();
    }

    /** Keeps the counts of the windows that are over by now; what comes late belongs to the window that is not. */
    private void advance(Instant now) {
        long current = Math.floorDiv(now.getEpochSecond(), options.window.toSeconds());
        if (window == Long.MIN_VALUE) {
            window = current;
        }
        long over = current - window;
        boolean missed = restored && over > 0;
        restored = false;
        for (long ended = Math.max(0, over - MOST_COUNTS); ended < over; ended++) {
            past.add(missed || (ended == 0 && partial) ? UNKNOWN : ended == 0 ? requests : 0);
            if (past.size() > MOST_COUNTS) {
                past.remove(0);
            }
        }
        if (over > 0) {
            window = current;
            requests = 0;
            news = past.get(past.size() - 1) != UNKNOWN;
            partial = missed;
        }
    }

    /** The counts that tell what is usual. The windows in which nobody watched, because of a restart, are left out. */
    @Override
    public Optional<byte[]> state() {
        return window == Long.MIN_VALUE
                ? Optional.empty()
                : MonitorState.write(name(), settings(), writer -> {
                    writer.bits(window).count(requests).count(news ? 1 : 0).count(partial ? 1 : 0);
                    MonitorState.all(writer, past, past.size(), count -> writer.count(count - UNKNOWN));
                });
    }

    @Override
    public void restore(byte[] state) {
        SketchReader reader = MonitorState.read(state, name(), settings());
        long readWindow = reader.bits();
        long readRequests = reader.count();
        boolean readNews = reader.count() > 0;
        boolean readPartial = reader.count() > 0;
        List<Long> readPast = MonitorState.all(reader, MOST_COUNTS, () -> reader.count() + UNKNOWN);
        reader.end();
        long last = Math.floorDiv(Instant.MAX.getEpochSecond(), options.window.toSeconds());
        MonitorState.require(readWindow >= -last && readWindow <= last, "its window is out of all time");
        MonitorState.require(!readNews || !readPast.isEmpty(), "it has news of no window");
        window = readWindow;
        requests = readRequests;
        news = readNews;
        partial = readPartial;
        past.clear();
        past.addAll(readPast);
        restored = true;
    }

    @Override
    public long retainedBytes() {
        return 24L * past.size();
    }

    private String settings() {
        return options.window.toString();
    }

    private Finding judge() {
        int last = past.size() - 1;
        long count = past.get(last);
        double seconds = options.window.toSeconds();
        List<Usual> known = usual(last);
        boolean odd = !known.isEmpty()
                && known.stream().allMatch(usual -> usual.excludes(count, options.alpha, options.factor));
        String compared = known.stream()
                .min(Comparator.comparingDouble(usual -> Math.abs(usual.mean() - count)))
                .map(usual -> String.format(Locale.ROOT, ", usually %.4g (%s)", usual.mean() / seconds, usual.when()))
                .orElse("; what is usual is not known yet");
        return new Finding(
                "throughput",
                odd ? Finding.Status.BREACHED : known.isEmpty() ? Finding.Status.INSUFFICIENT_DATA : Finding.Status.OK,
                odd ? Severity.WARNING : Severity.INFO,
                count / seconds,
                Double.NaN,
                count,
                String.format(Locale.ROOT, "throughput: %.4g requests per second%s", count / seconds, compared));
    }

    private List<Usual> usual(int last) {
        List<Usual> known = new ArrayList<>();
        add(known, "the windows before", last, 1, RECENT);
        if (DAY.toSeconds() % options.window.toSeconds() == 0) {
            int perDay = (int) (DAY.toSeconds() / options.window.toSeconds());
            add(known, "at this time of day", last, perDay, MOST_DAYS);
        }
        return known;
    }

    private void add(List<Usual> known, String when, int last, int apart, int most) {
        double[] counts = IntStream.rangeClosed(1, most)
                .map(before -> last - before * apart)
                .filter(index -> index >= 0 && past.get(index) != UNKNOWN)
                .mapToDouble(past::get)
                .toArray();
        if (counts.length >= LEAST) {
            known.add(new Usual(when, Moments.of(counts)));
        }
    }

    /** Earlier counts of a kind. */
    private record Usual(String when, Moments counts) {
        double mean() {
            return counts.mean();
        }

        boolean excludes(long count, double alpha, double factor) {
            double spread = Math.sqrt(Math.max(counts.variance(), Math.max(1, mean())) * (1 + 1.0 / counts.count()));
            double most = TDistribution.of(counts.count() - 1.0).inverseSurvivalProbability(alpha / 2) * spread;
            boolean farOff = count >= factor * mean() || count * factor <= mean();
            return farOff && Math.abs(count - mean()) > most;
        }
    }
}
