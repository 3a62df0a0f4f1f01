package io.modelops.registry.internal;

import io.modelops.registry.internal.SimulatedMachine.Setting;
import io.modelops.registry.internal.SimulatedProcess.Killed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Processes that work with one registry at the same time, step by step in an order that a seed decides. Some are killed,
 * and start again while the others go on.
 */
final class SimulatedWriters {
    private static final int VERBS = 4;
    private static final int MOST_STEPS_OF_THE_KILLED = 120;

    private final SimulatedMachine machine;
    private final Sources sources;
    private final SplittableRandom random;
    private final Turns turns;

    SimulatedWriters(SimulatedFiles files, Setting setting, long seed, Sources sources) {
        this.random = new SplittableRandom(seed);
        this.sources = sources;
        this.machine = new SimulatedMachine(files, setting, random.split(), sources);
        // From a choice at each step to long stretches of one process, in which another one stands still anywhere.
        this.turns = new Turns(random.split(), new int[] {0, 50, 85, 95}[random.nextInt(4)]);
    }

    /** @throws CrashViolation if the registry breaks a promise */
    void run(int writers) {
        List<Runnable> games = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            int killedAt = random.nextInt(3) == 0 ? 1 + random.nextInt(MOST_STEPS_OF_THE_KILLED) : Integer.MAX_VALUE;
            SplittableRandom own = random.split();
            games.add(() -> work(own, killedAt));
        }
        turns.play(games);
        SimulatedProcess last = machine.start(() -> {});
        last.open();
        last.requireWhole();
        last.close();
    }

    private void work(SplittableRandom own, int killedAt) {
        int[] steps = {0};
        SimulatedProcess process = machine.start(() -> {
            if (++steps[0] >= killedAt) {
                throw new Killed();
            }
            turns.next();
        });
        try {
            process.open();
            for (int verb = 0; verb < VERBS; verb++) {
                process.doAnything(own, sources);
            }
            process.close();
        } catch (Killed end) {
            process.die();
            work(own, Integer.MAX_VALUE);
        }
    }
}
