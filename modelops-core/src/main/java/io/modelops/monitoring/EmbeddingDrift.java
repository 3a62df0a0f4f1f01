package io.modelops.monitoring;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import io.modelops.statistics.FourierFeatures;
import io.modelops.statistics.MaximumMeanDiscrepancy;
import io.modelops.statistics.MeanEmbedding;
import io.modelops.statistics.sketch.SketchReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether embeddings, such as those of texts or pictures, are still distributed as they were, by the
 * {@linkplain MaximumMeanDiscrepancy maximum mean discrepancy} over random Fourier features, which sees any change that a
 * Gaussian kernel sees. The reference is the first embeddings, 1,000 unless told, or those that {@link #fit} is given, of which 500 also set the width of the
 * kernel; each window of 500 later ones, unless told, is a breach, {@code WARNING}, if the discrepancy is 0.1 or more, unless
 * told, <em>and</em> significant at alpha, 0.01 unless told.
 *
 * <p>Each evaluation of a window finds one thing, about the subject {@code embedding}: the discrepancy, 0 to about 1.4, as
 * value. The inputs that count are those that count for {@link FeatureDrift}; embeddings that are null, empty, of another
 * length than the first or with a value that is not finite are left out. The reference stays when another version becomes
 * the champion. Memory is bounded: 500 embeddings while it learns, then 256 frequencies of the length of an embedding and two
 * summaries of 131 KB.
 *
 * @param <I> the type of the inputs
 */
public final class EmbeddingDrift<I> implements Monitor<I, Object>, MemorySource {
    private static final LearntOptions DEFAULTS = new LearntOptions(1_000, 500, 0.01, 0.1);
    private static final String SUBJECT = "embedding";
    private static final int LEAST_EMBEDDINGS = 64;
    private static final int FREQUENCIES = 256;
    private static final int MOST_FOR_BANDWIDTH = 500;
    private static final long SEED = 0x5eed;
    private static final int MOST_DIMENSIONS = 1 << 16;

    private final Function<? super I, float @Nullable []> reader;
    private final LearntOptions options;
    private final boolean fitted;
    private final SeenInputs seen = new SeenInputs();
    private final List<double[]> learning = new ArrayList<>();
    private int length;
    private double bandwidth;
    private @Nullable FourierFeatures map;
    private @Nullable MeanEmbedding reference;
    private @Nullable MeanEmbedding current;
    private @Nullable Finding latest;

    EmbeddingDrift(Function<? super I, float @Nullable []> reader) {
        this(reader, DEFAULTS, List.of());
    }

    private EmbeddingDrift(
            Function<? super I, float @Nullable []> reader, LearntOptions options, List<double[]> embeddings) {
        this.reader = reader;
        this.options = options;
        this.fitted = !embeddings.isEmpty();
        embeddings.forEach(this::add);
    }

    /**
     * Sets how many first embeddings are the reference; 1,000 unless told.
     *
     * @param embeddings the number of embeddings, 64 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 64
     */
    public EmbeddingDrift<I> learnFrom(int embeddings) {
        return with(options.withLearn(LEAST_EMBEDDINGS, embeddings));
    }

    /**
     * Takes the embeddings of given rows, such as those the model was trained on, as the reference. To be called after all
     * settings. The rows are not kept.
     *
     * @param rows the rows; 64 or more must have an embedding of the same length as the first one
     * @return a new monitor
     * @throws InvalidInputException if there are too few embeddings, or the reference was given already
     */
    public EmbeddingDrift<I> fit(Iterable<? extends I> rows) {
        LearntOptions.notFitted(fitted);
        List<double[]> known = new ArrayList<>();
        for (I row : rows) {
            double[] embedding = read(row);
            if (embedding.length > 0 && (known.isEmpty() || known.get(0).length == embedding.length)) {
                known.add(embedding);
            }
        }
        List<double[]> all = LearntOptions.rows(LEAST_EMBEDDINGS, known);
        return new EmbeddingDrift<>(reader, options.withLearn(LEAST_EMBEDDINGS, all.size()), all);
    }

    /**
     * Sets how many embeddings each window has; 500 unless told.
     *
     * @param embeddings the number of embeddings, 2 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 2
     */
    public EmbeddingDrift<I> window(int embeddings) {
        return with(options.withWindow(2, embeddings));
    }

    /**
     * Sets the accepted probability of a false alarm for each window; 0.01 unless told.
     *
     * @param probability the probability, between 0 and 1
     * @return a new monitor
     * @throws InvalidInputException if it is out of its range
     */
    public EmbeddingDrift<I> alpha(double probability) {
        return with(options.withAlpha(probability));
    }

    /**
     * Sets the discrepancy from which on a difference matters; 0.1 unless told.
     *
     * @param discrepancy the discrepancy, not squared, 0 or more
     * @return a new monitor
     * @throws InvalidInputException if the discrepancy is negative or not finite
     */
    public EmbeddingDrift<I> threshold(double discrepancy) {
        return with(options.withEffect("threshold", discrepancy));
    }

    @Override
    public String name() {
        return "embedding-drift";
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        latest = null;
    }

    @Override
    public void onPrediction(Observation<I, Object> observation) {
        if (!seen.isNew(observation)) {
            return;
        }
        add(read(observation.input()));
    }

    private void add(double[] embedding) {
        if (embedding.length == 0 || (length != 0 && embedding.length != length)) {
            return;
        }
        length = embedding.length;
        FourierFeatures known = map;
        if (known != null) {
            add(known, embedding);
            return;
        }
        learning.add(embedding);
        if (learning.size() >= Math.min(options.learn(), MOST_FOR_BANDWIDTH)) {
            bandwidth = FourierFeatures.bandwidth(learning.toArray(double[][]::new), new SplittableRandom(SEED));
            FourierFeatures learnt = mapOf(length, bandwidth);
            map = learnt;
            reference = new MeanEmbedding(learnt);
            current = new MeanEmbedding(learnt);
            learning.forEach(early -> add(learnt, early));
            learning.clear();
        }
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        Finding finding = latest;
        latest = null;
        if (finding != null) {
            return List.of(finding);
        }
        long known = reference == null ? learning.size() : reference.count();
        return known >= options.learn()
                ? List.of()
                : List.of(Findings.insufficient(
                        SUBJECT,
                        options.effect(),
                        known,
                        known + " of the " + options.learn() + " embeddings that make the reference"));
    }

    private void add(FourierFeatures known, double[] embedding) {
        MeanEmbedding before = reference;
        MeanEmbedding now = current;
        if (before == null || now == null) {
            return;
        }
        if (before.count() < options.learn()) {
            before.add(embedding);
            return;
        }
        now.add(embedding);
        if (now.count() == options.window()) {
            latest = judge(MaximumMeanDiscrepancy.of(before, now));
            current = new MeanEmbedding(known);
        }
    }

    private Finding judge(MaximumMeanDiscrepancy test) {
        double discrepancy = Math.sqrt(Math.max(0, test.squared()));
        boolean breached = discrepancy >= options.effect() && test.rejects(options.alpha());
        return Findings.judged(
                SUBJECT,
                breached,
                discrepancy,
                options.effect(),
                test.currentSize(),
                String.format(
                        Locale.ROOT,
                        "%s: maximum mean discrepancy %.3f (limit %.3f), p %.2g, over %d embeddings",
                        SUBJECT,
                        discrepancy,
                        options.effect(),
                        test.pValue(),
                        test.currentSize()));
    }

    /** The embedding of an input, empty if it has none that can be used. */
    private double[] read(I input) {
        float @Nullable [] read;
        try {
            read = reader.apply(input);
        } catch (RuntimeException unreadable) {
            read = null;
        }
        if (read == null) {
            return new double[0];
        }
        double[] embedding = new double[read.length];
        for (int index = 0; index < embedding.length; index++) {
            embedding[index] = read[index];
            if (!Double.isFinite(embedding[index])) {
                return new double[0];
            }
        }
        return embedding;
    }

    /** The reference and the window that fills; empty until there are enough embeddings for a bandwidth. */
    @Override
    public Optional<byte[]> state() {
        MeanEmbedding before = reference;
        MeanEmbedding now = current;
        if (before == null || now == null) {
            return Optional.empty();
        }
        return MonitorState.write(name(), settings(), writer -> {
            writer.count(length).number(bandwidth);
            for (MeanEmbedding side : List.of(before, now)) {
                writer.count(side.count()).count(side.ignored());
                MonitorState.numbers(writer, side.count() == 0 ? new double[0] : side.sums());
            }
            MonitorState.optional(writer, latest, finding -> MonitorState.finding(writer, finding));
        });
    }

    @Override
    public void restore(byte[] state) {
        SketchReader reader = MonitorState.read(state, name(), settings());
        long readLength = reader.count();
        double readBandwidth = reader.number();
        MonitorState.require(
                readLength > 0 && readLength <= MOST_DIMENSIONS, "embeddings have " + readLength + " numbers");
        FourierFeatures known = mapOf((int) readLength, readBandwidth);
        MeanEmbedding before = read(known, reader);
        MeanEmbedding now = read(known, reader);
        Finding readLatest = MonitorState.optional(reader, MonitorState::finding);
        reader.end();
        MonitorState.require(
                before.count() <= options.learn() && now.count() < options.window(),
                "its counts contradict its settings");
        length = (int) readLength;
        bandwidth = readBandwidth;
        map = known;
        reference = before;
        current = now;
        latest = readLatest;
        learning.clear();
    }

    private static MeanEmbedding read(FourierFeatures known, SketchReader reader) {
        long count = reader.count();
        long ignored = reader.count();
        double[] sums = MonitorState.numbers(reader);
        return count == 0 && sums.length == 0
                ? new MeanEmbedding(known)
                : MeanEmbedding.of(known, count, ignored, sums);
    }

    @Override
    public long retainedBytes() {
        return (long) Double.BYTES * length * learning.size()
                + (map == null ? 0 : (long) Double.BYTES * FREQUENCIES * (length + 2L * 2 * 32));
    }

    private String settings() {
        return options.learn() + " then " + options.window();
    }

    /** The frequencies come from the seed, so that a restart needs the bandwidth only. */
    private static FourierFeatures mapOf(int dimensions, double bandwidth) {
        return FourierFeatures.gaussian(dimensions, bandwidth, FREQUENCIES, new SplittableRandom(SEED));
    }

    private EmbeddingDrift<I> with(LearntOptions changed) {
        LearntOptions.notFitted(fitted);
        return new EmbeddingDrift<>(reader, changed, List.of());
    }
}
