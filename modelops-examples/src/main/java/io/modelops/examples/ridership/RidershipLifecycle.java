package io.modelops.examples.ridership;

import static io.modelops.examples.ridership.RidershipPolicy.ALIAS;
import static io.modelops.examples.ridership.RidershipPolicy.FIRST_DAY;
import static io.modelops.examples.ridership.RidershipPolicy.LABEL_DELAY_DAYS;
import static io.modelops.examples.ridership.RidershipPolicy.MODEL;

import io.modelops.ModelOps;
import io.modelops.deployment.Deployment;
import io.modelops.deployment.DeploymentSettings;
import io.modelops.deployment.Prediction;
import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Example;
import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Plays the days in order: predict, learn the truth of a week ago, and let the library do what it is there for. */
final class RidershipLifecycle {
    private static final int CALLERS = 2;

    /** The report is to show the whole life, and not only its last thousand days. */
    private static final int REMEMBERED_DAYS = 5_000;

    private final RidershipTable table;
    private final Path directory;
    private final long seed;
    private final Screen screen;
    private final DataClock clock = new DataClock(FIRST_DAY);
    private final List<PlayedDay> played = new ArrayList<>();
    private final List<PredictionId> unlabelled = new ArrayList<>();

    RidershipLifecycle(RidershipTable table, Path directory, long seed, Screen screen) {
        this.table = table;
        this.directory = directory;
        this.seed = seed;
        this.screen = screen;
    }

    /** Plays the days from 2004 until before a date. */
    LifecycleResult play(LocalDate until) throws IOException, InterruptedException {
        try (ModelOps ops = ModelOps.builder()
                .directory(directory)
                .runtime(RidershipNetwork.runtime())
                .clock(clock)
                .random(new Random(seed))
                .executor(Runnable::run)
                .manualHeartbeat()
                .evaluateEvery(Duration.ofDays(1))
                .monitoringHistory(REMEMBERED_DAYS)
                .alertPolicy(RidershipPolicy.ALERTS)
                .alertSink(alert -> {})
                .listener(screen)
                .open()) {
            return play(ops, table.between(FIRST_DAY, until));
        }
    }

    private LifecycleResult play(ModelOps ops, List<Example<RidershipDay, Ridership>> days)
            throws IOException, InterruptedException {
        ModelVersion first = FirstVersion.putIntoService(ops, table, seed);
        try (Deployment<RidershipDay, Ridership> loop = ops.deploy(
                        MODEL + "@" + ALIAS,
                        RidershipDay.class,
                        Ridership.class,
                        deployment -> RidershipPolicy.watch(deployment, ops, table));
                Deployment<RidershipDay, Ridership> alone = ops.deploy(
                        first.ref().toString(),
                        RidershipDay.class,
                        Ridership.class,
                        DeploymentSettings::withoutDefaultMonitors);
                BackgroundCalls calls = BackgroundCalls.start(
                        CALLERS, loop, days.stream().map(Example::input).toList())) {
            ops.automate(loop, policy -> RidershipPolicy.retrain(policy, ops, table, seed));
            for (int today = 0; today < days.size(); today++) {
                play(ops, loop, alone, days, today);
                screen.progress(today + 1, days.size(), days.get(today).input().date());
            }
            screen.done();
            return new LifecycleResult(
                    new DailyErrors(played),
                    ops.registry().history(MODEL),
                    ops.registry().versions(MODEL),
                    ops.monitoring(loop).report(clock.instant()),
                    calls.stop());
        }
    }

    private void play(
            ModelOps ops,
            Deployment<RidershipDay, Ridership> loop,
            Deployment<RidershipDay, Ridership> alone,
            List<Example<RidershipDay, Ridership>> days,
            int today) {
        RidershipDay day = days.get(today).input();
        Ridership truth = days.get(today).expected();
        clock.moveTo(day.date());

        Prediction<Ridership> answer = loop.predict(day, day.date().toString());
        unlabelled.add(answer.id());
        played.add(new PlayedDay(
                day.date(),
                DailyErrors.between(alone.predict(day).value(), truth),
                DailyErrors.between(answer.value(), truth),
                answer.version().number()));

        int known = today - LABEL_DELAY_DAYS;
        if (known >= 0) {
            loop.feedback().label(unlabelled.get(known), days.get(known).expected());
        }
        long alerts = alerts(ops);
        ops.beat();
        String drifted =
                alerts(ops) > alerts ? DriftWarning.of(ops.monitoring(loop).current()) : "";
        if (!drifted.isEmpty()) {
            screen.line(day.date() + "  inputs drifted, warning only: " + drifted);
        }
    }

    private static long alerts(ModelOps ops) {
        return ops.registry().history(MODEL).stream()
                .map(LogEntry::event)
                .filter(RegistryEvent.AlertRaised.class::isInstance)
                .count();
    }
}
