package io.modelops.registry.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Lets threads run one at a time, and a seeded random choose after each step whose turn it is. */
final class Turns {
    private static final int MOST = 200_000;

    private final SplittableRandom random;
    private final List<Player> players = new ArrayList<>();
    private final Semaphore over = new Semaphore(0);
    private @Nullable Player present;
    private volatile @Nullable Throwable failure;
    private final int patience;
    private int steps;

    /** @param patience of hundred turns, how many follow one of the same thread without a choice */
    Turns(SplittableRandom random, int patience) {
        this.random = random;
        this.patience = patience;
    }

    private static final class Player {
        private final Semaphore turn = new Semaphore(0);
    }

    /** Ends a thread because another one has failed. */
    private static final class Stopped extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Runs all until their ends, or until one fails. */
    void play(List<Runnable> games) {
        List<Thread> threads = new ArrayList<>();
        for (Runnable game : games) {
            Player player = new Player();
            players.add(player);
            Thread thread = new Thread(() -> play(player, game), "simulated-process-" + players.size());
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        handOver();
        over.acquireUninterruptibly();
        Throwable cause = failure;
        if (cause instanceof CrashViolation violation) {
            throw violation;
        }
        if (cause != null) {
            throw new CrashViolation("a process failed without a fault of the disk: " + cause, cause);
        }
    }

    /** Called by the thread whose turn it is, before its next step. */
    void next() {
        Player me = present;
        if (failure == null && me != null) {
            handOver();
            me.turn.acquireUninterruptibly();
        }
        if (failure != null) {
            throw new Stopped();
        }
    }

    private void play(Player player, Runnable game) {
        player.turn.acquireUninterruptibly();
        try {
            if (failure == null) {
                game.run();
            }
        } catch (Stopped stopped) {
            // Said by who failed.
        } catch (Throwable cause) {
            failure = cause;
        }
        players.remove(player);
        if (players.isEmpty()) {
            over.release();
        } else {
            handOver();
        }
    }

    private void handOver() {
        if (++steps > MOST) {
            failure = new CrashViolation("the processes wait for each other");
        }
        Player next = present;
        if (next == null || !players.contains(next) || random.nextInt(100) >= patience) {
            next = players.get(random.nextInt(players.size()));
            present = next;
        }
        next.turn.release();
    }
}
