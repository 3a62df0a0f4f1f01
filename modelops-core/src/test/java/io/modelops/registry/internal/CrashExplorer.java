package io.modelops.registry.internal;

import io.modelops.registry.internal.CrashOracle.Reopened;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Cuts the power of a simulated machine after each change of its files, in all ways that differ or in many, and checks
 * what a registry says that is opened on what is left. Images that look the same to it are opened once.
 */
final class CrashExplorer {
    private final SimulatedFiles files;
    private final Path root;
    private final CrashOracle oracle;
    private final Reopening reopening;
    private final Effort effort;
    private final Consumer<SimulatedFiles> goingOn;
    private final SplittableRandom random;
    private final Tally tally;
    private final Map<Long, Reopened> reopened = new HashMap<>();
    private int changes;

    /**
     * How much to do.
     *
     * @param most how many images to look at after each change that differ in what an opened registry reads
     * @param draws how many for each of them that differ in the rest
     * @param goOn lets life go on in one of so many of the images that were opened, 0 for none
     */
    record Effort(int most, int draws, int goOn) {}

    /** What was done. */
    static final class Tally {
        private long points;
        private long states;
        private long opened;
        private long restarts;

        /** After how many changes the power was cut. */
        long points() {
            return points;
        }

        /** How many images were checked, equal ones among them. */
        long states() {
            return states;
        }

        @Override
        public String toString() {
            return "points=" + points + " opened=" + opened + " restarts=" + restarts;
        }
    }

    /**
     * Explores.
     *
     * @param goingOn lets life go on after a crash
     */
    CrashExplorer(
            SimulatedFiles files,
            Path root,
            CrashOracle oracle,
            Reopening reopening,
            Effort effort,
            SplittableRandom random,
            Tally tally,
            Consumer<SimulatedFiles> goingOn) {
        this.tally = tally;
        this.files = files;
        this.root = root;
        this.oracle = oracle;
        this.reopening = reopening;
        this.effort = effort;
        this.random = random;
        this.goingOn = goingOn;
    }

    /** Something changed. */
    void explore() {
        oracle.look(files, root);
        changes++;
        tally.points++;
        CrashImages images = new CrashImages(files, random.split());
        tally.states += images.visit(effort.most, effort.draws, sum -> {
            Reopened found = reopened.get(sum);
            if (found == null) {
                found = reopening.reopen(images.restart());
                reopened.put(sum, found);
                tally.opened++;
                if (effort.goOn > 0 && random.nextInt(effort.goOn) == 0 && found.problem() == null) {
                    oracle.check(found, images.describe());
                    tally.restarts++;
                    goingOn.accept(images.restart());
                }
            }
            try {
                oracle.check(found, "");
            } catch (CrashViolation violation) {
                throw new CrashViolation("After change " + changes + ", " + violation.getMessage() + images.describe());
            }
        });
    }
}
