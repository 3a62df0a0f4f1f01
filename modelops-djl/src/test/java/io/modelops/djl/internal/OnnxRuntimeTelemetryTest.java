package io.modelops.djl.internal;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.ModelLoadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxRuntimeTelemetryTest {
    @ParameterizedTest
    @ValueSource(strings = {"1.29.0", "1.30.1", "2.0.0", "1.100.0-rc1"})
    void check_versionThatReports_isRefusedUnlessTheEnvironmentDecides(String version) {
        assertThatThrownBy(() -> OnnxRuntimeTelemetry.check(version, "Linux", null))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(version)
                .hasMessageContaining("ORT_DISABLE_TELEMETRY=1")
                .hasMessageContaining("onnxruntime:1.28.0");
        assertThatNoException().isThrownBy(() -> OnnxRuntimeTelemetry.check(version, "Linux", "1"));
        assertThatNoException().isThrownBy(() -> OnnxRuntimeTelemetry.check(version, "Windows 11", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.28.0", "1.4.29", "0.30.0", "unknown"})
    void check_versionThatDoesNotReport_passes(String version) {
        assertThatNoException().isThrownBy(() -> OnnxRuntimeTelemetry.check(version, "Mac OS X", null));
    }

    @Test
    void check_versionOnTheClassPath_passes() {
        assertThatNoException().isThrownBy(OnnxRuntimeTelemetry::check);
    }
}
