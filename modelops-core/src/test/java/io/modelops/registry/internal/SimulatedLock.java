package io.modelops.registry.internal;

import java.util.HashSet;
import java.util.Set;

/** A lock of a simulated machine, as one of its processes has it. Waiting is to let the others take their turns. */
final class SimulatedLock implements RootLock {
    private final State state;
    private final Runnable turn;
    private final Set<Held> holds;

    /**
     * @param turn lets others go on
     * @param holds all that the process holds, to be released when it dies
     */
    SimulatedLock(State state, Runnable turn, Set<Held> holds) {
        this.state = state;
        this.turn = turn;
        this.holds = holds;
    }

    /** Who has the lock. */
    static final class State {
        private int shared;
        private int alone;
    }

    /** One hold. */
    static final class Held implements Hold {
        private final State state;
        private final boolean isShared;
        private final Set<Held> holds;

        private Held(State state, boolean isShared, Set<Held> holds) {
            this.state = state;
            this.isShared = isShared;
            this.holds = holds;
        }

        @Override
        public void release() {
            if (holds.remove(this)) {
                end();
            }
        }

        private void end() {
            if (isShared) {
                state.shared--;
            } else {
                state.alone--;
            }
        }
    }

    /** Ends all holds of a process, as its death does. */
    static void releaseAll(Set<Held> holds) {
        new HashSet<>(holds).forEach(Held::release);
    }

    @Override
    public Hold shared() {
        turn.run();
        while (state.alone > 0) {
            turn.run();
        }
        state.shared++;
        return held(true);
    }

    @Override
    public Hold exclusive() {
        turn.run();
        while (state.alone > 0 || state.shared > 0) {
            turn.run();
        }
        state.alone++;
        return held(false);
    }

    @Override
    public void close() {}

    private Hold held(boolean isShared) {
        Held held = new Held(state, isShared, holds);
        holds.add(held);
        return held;
    }
}
