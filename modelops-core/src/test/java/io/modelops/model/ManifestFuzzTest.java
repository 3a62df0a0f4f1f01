package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.modelops.fuzz.Allocation;
import io.modelops.model.internal.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;

class ManifestFuzzTest {
    private static final Path ROOT = Path.of("/registry/private").toAbsolutePath();

    @FuzzTest
    void file_anyPath_isRefusedOrStaysInTheDirectory(byte[] input) {
        String path = new String(input, StandardCharsets.UTF_8);
        try {
            requireInside(new Manifest.File(path, Digest.of(""), 0));
        } catch (InvalidInputException refused) {
            assertThat(refused.getMessage())
                    .hasSizeLessThan(5_000)
                    .doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029\\u202e]");
        }
    }

    @FuzzTest
    void read_anyJson_isRefusedOrAManifestWhoseFilesStayInTheDirectory(byte[] input) throws Exception {
        Manifest manifest;
        try {
            manifest = Allocation.bounded(input.length, 500, () -> Json.MAPPER.readValue(input, Manifest.class));
        } catch (JacksonException | ModelOpsException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return;
        }
        if (manifest != null) {
            manifest.files().forEach(ManifestFuzzTest::requireInside);
            assertThat(manifest.files()).hasSizeLessThan(input.length);
            assertThat(manifest.digest().hex()).hasSize(64);
            assertThat(Json.MAPPER.readValue(Json.MAPPER.writeValueAsBytes(manifest), Manifest.class))
                    .isEqualTo(manifest);
        }
    }

    private static void requireInside(Manifest.File file) {
        Path resolved = ROOT.resolve(file.path());
        assertThat(resolved.normalize()).isEqualTo(resolved);
        assertThat(resolved.startsWith(ROOT)).isTrue();
        assertThat(ROOT.relativize(resolved).getNameCount()).isLessThanOrEqualTo(16);
        assertThat(file.path()).matches("[A-Za-z0-9_./+-]+");
    }
}
