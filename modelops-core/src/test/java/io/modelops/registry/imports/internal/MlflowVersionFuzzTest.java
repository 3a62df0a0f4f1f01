package io.modelops.registry.imports.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.modelops.fuzz.Allocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

class MlflowVersionFuzzTest {
    private static final Path ROOT = Path.of(System.getProperty("java.io.tmpdir"));
    private static final ArtifactRoots ARTIFACTS = new ArtifactRoots(Map.of("file:///srv/mlruns", ROOT));

    @FuzzTest
    void parse_anyMetaFile_isRefusedOrItsSourceStaysInTheRoots(byte[] input) throws Exception {
        MlflowVersion version;
        try {
            String text = SourceDirectory.text("meta.yaml", input);
            version = Allocation.bounded(
                    input.length,
                    20_000,
                    () -> MlflowFileLayout.version("churn", 1, Yaml.map("meta.yaml", text), Map.of(), Map.of()));
        } catch (RefusedException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029\\u202e]");
            return;
        }
        if (version.source() != null) {
            find(version.source());
        }
    }

    private static void find(String source) throws IOException {
        try {
            assertThat(ARTIFACTS.find(source).entries()).isNotNull();
            assertThat(source).startsWith("file:///srv/mlruns").doesNotContain("..");
        } catch (RefusedException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
