package io.modelops.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.crash.CrashRun;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Searches for inputs that break a parser, behind every fuzz test of the module whose test extends this. In a normal build
 * the fuzz tests only replay what they have; the search belongs to a full run.
 */
@Tag("crash")
public abstract class FuzzRuns {
    private static final String LAYER = "L7-fuzz";

    /** How many inputs a search tries. */
    protected static final int EXECUTIONS = 1_000_000;

    /** When a search ends in any case. */
    protected static final int LONGEST_SECONDS = 150;

    /** Where to work. */
    @TempDir
    protected Path directory;

    @Test
    void search_behindEveryFuzzTest_findsNothing() throws Exception {
        Path classes = compiledTests();
        List<String> targets = FuzzRun.targetsIn(classes);
        assertThat(targets).isNotEmpty();

        for (String target : targets.subList(0, CrashRun.of(0, targets.size()))) {
            Path scratch = Files.createDirectory(directory.resolve(target));
            FuzzRun run = FuzzRun.of(target, scratch, FuzzRun.seedsOf(target, classes), EXECUTIONS, LONGEST_SECONDS);
            assertThat(run.found()).as(run.output()).isFalse();
            CrashRun.report(LAYER, run.executions(), 0, "target=" + target.substring(target.lastIndexOf('.') + 1));
        }
    }

    private Path compiledTests() throws URISyntaxException {
        return Path.of(
                getClass().getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
