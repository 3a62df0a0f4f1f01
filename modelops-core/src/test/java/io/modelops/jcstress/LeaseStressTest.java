package io.modelops.jcstress;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.stress.StressRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@link LeaseStress} in JVMs of its own: the two most telling ones for a moment in a normal build, all of them by every
 * compiler in a full run.
 */
@Tag("stress")
class LeaseStressTest {
    private static final Pattern PASSED =
            Pattern.compile("(\\d+) planned; (\\d+) passed, 0 failed, 0 soft errs, 0 hard errs");
    private static final List<String> SHORT = List.of(
            "-t",
            ".*(UseAndRetire|ReleaseAndRevive)",
            "-iters",
            "1",
            "-time",
            "100",
            "-sc",
            "false",
            "-jvmArgs",
            "-Xmx256m -XX:+UseSerialGC");
    private static final List<String> FULL = List.of("-t", ".*LeaseStress.*", "-iters", "2", "-time", "300");

    @TempDir
    Path directory;

    @Test
    void lease_onTheRealProcessor_isFreedOnceAndNeverInUse() throws IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-f",
                "1",
                "-v",
                "-af",
                "NONE",
                "-r",
                directory.resolve("results").toString()));
        command.addAll(StressRun.isFull() ? FULL : SHORT);
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(StressRun.of(2, 60), TimeUnit.MINUTES);
        process.destroyForcibly();
        String said = Files.readString(output, StandardCharsets.UTF_8);

        assertThat(ended).as(said).isTrue();
        Matcher last = PASSED.matcher(said.substring(Math.max(0, said.lastIndexOf("(Results:"))));
        assertThat(last.find()).as(said).isTrue();
        assertThat(last.group(1)).as("planned").isNotEqualTo("0").isEqualTo(last.group(2));
        assertThat(said)
                .contains("[OK] io.modelops.jcstress.LeaseStress.UseAndRetire")
                .contains("[OK] io.modelops.jcstress.LeaseStress.ReleaseAndRevive")
                .doesNotContain("[FAILED]");
        if (StressRun.isFull()) {
            System.out.println("stress lease-jcstress configurations=" + last.group(1) + " failed=0");
        }
    }
}
