package io.modelops.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.crash.CrashRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class FuzzRunsTest extends FuzzRuns {
    @Test
    void search_parserWithAPlantedBug_findsIt() throws Exception {
        FuzzRun run = FuzzRun.of(PlantedBug.class.getName(), directory, List.of(), EXECUTIONS, LONGEST_SECONDS);

        assertThat(run.found()).as(run.output()).isTrue();
        CrashRun.report("L7-planted", 1, 0, "bug=AFTER_A_HEADER found=true");
    }
}
