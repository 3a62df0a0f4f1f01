package io.modelops.djl;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.hostile.HostileCase;
import io.modelops.hostile.HostileRun;
import io.modelops.model.ModelLoadException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Versions that must not reach an engine, loaded one after the other in a process that has loaded no engine before. */
@Tag("crash")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileModelsTest {
    private static final HostileRun RUN = new HostileRun("load");

    private final Map<String, String> answers = new LinkedHashMap<>();

    @BeforeAll
    void loadAll(@TempDir Path home) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-Dai.djl.offline=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostileModelsProcess.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().remove("DJL_CACHE_DIR"); // the directory it names would be used instead
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        output.lines().forEach(line -> answers.put(line.split("\t", 2)[0], line.split("\t", 2)[1]));
    }

    @AfterAll
    static void report() {
        RUN.report();
    }

    static List<HostileCase> corpus() {
        return HostileModels.all(new byte[0]).stream()
                .map(HostileModel::hostile)
                .toList();
    }

    @Test
    void corpus_ofModels_hasAtLeastSixtyDistinctCases() {
        assertThat(corpus()).hasSizeGreaterThanOrEqualTo(60);
        assertThat(corpus()).extracting(HostileCase::id).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void load_versionThatMustNotReachAnEngine_isRefusedWithItsReason(HostileCase hostile) {
        RUN.tried();
        assertThat(answers.get(hostile.id()))
                .startsWith(ModelLoadException.class.getName() + "\t")
                .contains("contract:1", hostile.reason());
        RUN.refused();
    }

    @Test
    void load_wholeCorpus_loadsNoClassAndNoNativeLibrary() {
        assertThat(answers.get("corpus"))
                .isEqualTo("engine=false onnxruntime=false pytorch=false native=false cache=false planted=false");
    }

    @Test
    void load_goodModelAfterwards_isSeenToLoadThem() {
        assertThat(answers.get("good"))
                .startsWith("engine=true onnxruntime=true")
                .contains("native=true cache=true planted=false");
    }
}
