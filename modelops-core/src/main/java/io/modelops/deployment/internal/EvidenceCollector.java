package io.modelops.deployment.internal;

import io.modelops.deployment.Guard;
import io.modelops.deployment.RolloutEvidence;
import io.modelops.deployment.RolloutEvidence.Latencies;
import io.modelops.deployment.RolloutEvidence.Measured;
import io.modelops.model.ModelVersion;
import io.modelops.model.NumericView;
import io.modelops.model.PredictionId;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Observation;
import io.modelops.spi.Observer;
import io.modelops.spi.Role;
import io.modelops.statistics.EventRace;
import io.modelops.statistics.SampleRatio;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects what champion and challenger do during a rollout, off the threads of callers.
 *
 * <p>Where one version answers copies of the other's requests, errors are compared on the requests that both have answered.
 * Where the requests are split, an error is compared with the challenger's share of them at that time: the planned one, or
 * the one seen so far in this stage if that is greater, which is so when a key that asks often is the challenger's.
 */
public final class EvidenceCollector<I, O> implements Observer<I, O> {
    private static final int CALIBRATION = 200;
    private static final int MOST_WAITING = 10_000;
    private static final double PRIOR_REQUESTS = 20;
    private static final double BOTH = 0.5;
    private static final Latencies NONE = Latencies.counted(new long[0], new long[0]);

    private final ModelVersion champion;
    private final ModelVersion challenger;
    private final @Nullable NumericView<? super O> view;
    private final ForeignCall viewing = new ForeignCall();
    private final ArmRecorder<I, O> championArm = new ArmRecorder<>();
    private final ArmRecorder<I, O> challengerArm = new ArmRecorder<>();
    private final Map<String, MeasureRecorder<I, O>> measures = new LinkedHashMap<>();
    private final double alpha;
    private final EventRace errors = new EventRace();
    private final Map<PredictionId, Observation<I, O>> copied = new Bounded<>(MOST_WAITING);
    private Latencies usual = NONE;
    private double weight;
    private long stageAnswers;
    private long stageChallengers;
    private double earlierSplits;
    private double worstSplit;

    /**
     * @param measuring has a thread for each measure that has something to do
     * @param onFailure is told which function of the application threw what
     */
    public EvidenceCollector(
            ModelVersion champion,
            ModelVersion challenger,
            @Nullable NumericView<? super O> view,
            List<Guard> guards,
            double alpha,
            Executor measuring,
            BiConsumer<String, Throwable> onFailure) {
        this.champion = champion;
        this.challenger = challenger;
        this.view = view;
        this.alpha = alpha;
        guards.forEach(guard -> guard.measure()
                .ifPresent(measure -> measures.put(
                        guard.name(),
                        new MeasureRecorder<>(
                                measure,
                                view,
                                measuring,
                                failure -> onFailure.accept("measure of guard " + guard.name(), failure)))));
    }

    @Override
    public String name() {
        return "rollout evidence";
    }

    /** From now on the challenger has another share of the requests. */
    public synchronized void enter(double share) {
        earlierSplits += split();
        stageAnswers = 0;
        stageChallengers = 0;
        weight = share;
        copied.clear();
    }

    @Override
    public void onPrediction(Observation<I, O> observation) {
        boolean ofChallenger = observation.version().number() == challenger.number();
        if (observation.role() == Role.FALLBACK
                || (!ofChallenger && observation.version().number() != champion.number())) {
            // The champion answering for the challenger is no request of the champion's share.
            return;
        }
        // The view is the application's: were it to hang in the lock, nobody could look.
        add(observation, ofChallenger, score(observation));
    }

    private double score(Observation<I, O> observation) {
        NumericView<? super O> numbers = view;
        O output = observation.output();
        if (output == null || numbers == null) {
            return Double.NaN;
        }
        viewing.begins();
        try {
            return numbers.of(output);
        } finally {
            viewing.ended();
        }
    }

    private synchronized void add(Observation<I, O> observation, boolean ofChallenger, double score) {
        compareErrors(observation, ofChallenger);
        boolean comparing = usual != NONE;
        ArmRecorder<I, O> arm = ofChallenger ? challengerArm : championArm;
        arm.add(observation, comparing);
        if (view != null && observation.output() != null) {
            arm.addScore(score);
        }
        if (!comparing && championArm.answers() >= CALIBRATION) {
            usual = championArm.latencies();
        }
        for (MeasureRecorder<I, O> measure : measures.values()) {
            measure.answered(observation, ofChallenger);
        }
    }

    @Override
    public void onLabel(LabelledObservation<I, O> labelled) {
        int version = labelled.prediction().version().number();
        boolean stoodIn = labelled.prediction().role() == Role.FALLBACK;
        if (!stoodIn && (version == challenger.number() || version == champion.number())) {
            for (MeasureRecorder<I, O> measure : measures.values()) {
                measure.labelled(labelled, version == challenger.number());
            }
        }
    }

    /** What was collected so far. */
    public synchronized RolloutEvidence snapshot() {
        Map<String, Measured> measured = new LinkedHashMap<>();
        measures.forEach((name, measure) -> measured.put(name, measure.snapshot()));
        return new RolloutEvidence(
                championArm.snapshot(),
                challengerArm.snapshot(),
                errors.pValue(),
                Math.exp(-worstSplit),
                usual,
                measured,
                alpha);
    }

    /** Why what was collected for a guard says nothing now: a function of the application does not return. */
    public Optional<String> obstacle(String guard) {
        Optional<Duration> view = viewing.hanging();
        if (view.isPresent()) {
            return Optional.of("the numeric view of the answers has not returned for " + view.get());
        }
        MeasureRecorder<I, O> measure = measures.get(guard);
        return measure == null
                ? Optional.empty()
                : measure.hanging().map(lasts -> "its measure has not returned for " + lasts);
    }

    /** How many answers the challenger has given in this stage. */
    public synchronized long stageAnswers() {
        return stageChallengers;
    }

    private void compareErrors(Observation<I, O> observation, boolean ofChallenger) {
        boolean split = weight > 0 && weight < 1;
        if (!split) {
            stageChallengers += ofChallenger ? 1 : 0;
            compareCopies(observation, ofChallenger);
            return;
        }
        if (observation.output() == null) {
            double seen = (stageChallengers + PRIOR_REQUESTS * weight) / (stageAnswers + PRIOR_REQUESTS);
            errors.add(ofChallenger, Math.max(weight, seen));
        }
        stageAnswers++;
        stageChallengers += ofChallenger ? 1 : 0;
        worstSplit = Math.max(worstSplit, earlierSplits + split());
    }

    private void compareCopies(Observation<I, O> observation, boolean ofChallenger) {
        Observation<I, O> other = copied.remove(observation.id());
        if (other == null) {
            copied.put(observation.id(), observation);
            return;
        }
        O champions = ofChallenger ? other.output() : observation.output();
        O challengers = ofChallenger ? observation.output() : other.output();
        if (champions == null && challengers != null) {
            errors.add(false, BOTH);
        } else if (champions != null && challengers == null) {
            errors.add(true, BOTH);
        } else if (champions != null && challengers != null) {
            measures.values().forEach(measure -> measure.answeredByBoth(champions, challengers));
        }
    }

    private double split() {
        return weight > 0 && weight < 1 ? SampleRatio.logEvidence(stageChallengers, stageAnswers, weight) : 0;
    }
}
