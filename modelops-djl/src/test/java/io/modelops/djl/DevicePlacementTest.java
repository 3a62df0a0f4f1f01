package io.modelops.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelLoadException;
import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import io.modelops.spi.ModelFiles;
import io.modelops.spi.ModelRuntimeContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevicePlacementTest {
    @TempDir
    private Path directory;

    @Test
    void gpuPlacements_withGpus_takeThem() {
        Engine engine = withGpus(3);

        assertThat(DevicePlacement.gpuElseCpu().devices(engine)).containsExactly(Device.gpu(0));
        assertThat(DevicePlacement.allGpusElseCpu().devices(engine))
                .containsExactly(Device.gpu(0), Device.gpu(1), Device.gpu(2));
    }

    @Test
    void gpuPlacements_withoutGpu_takeTheCpu() {
        Engine engine = withGpus(0);

        assertThat(DevicePlacement.gpuElseCpu().devices(engine)).containsExactly(Device.cpu());
        assertThat(DevicePlacement.allGpusElseCpu().devices(engine)).containsExactly(Device.cpu());
    }

    @Test
    void on_noDevice_throws() {
        assertThatThrownBy(DevicePlacement::on)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Device.cpu()");
    }

    @Test
    void load_twoDevices_makesACopyOnEachAndInferencesInTurn() throws Exception {
        DjlRuntime runtime = DjlRuntime.builder()
                .devices(DevicePlacement.on(Device.cpu(), Device.cpu()))
                .build();

        try (LoadedModel<float[], float[]> model = runtime.load(linear(), float[].class, float[].class);
                Inference<float[], float[]> first = model.newInference();
                Inference<float[], float[]> second = model.newInference();
                Inference<float[], float[]> third = model.newInference()) {
            assertThat(model.devices()).isEqualTo(2);
            for (Inference<float[], float[]> inference : List.of(first, second, third)) {
                assertThat(inference.predict(new float[] {3, 4})).containsExactly(11);
            }
        }
    }

    @Test
    void load_placementWithoutDevices_throws() throws Exception {
        ModelFiles files = linear();
        DjlRuntime runtime = DjlRuntime.builder().devices(engine -> List.of()).build();

        assertThatThrownBy(() -> runtime.load(files, float[].class, float[].class))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("no device");
    }

    private static Engine withGpus(int count) {
        Engine engine = mock(Engine.class);
        when(engine.getGpuCount()).thenReturn(count);
        return engine;
    }

    private ModelFiles linear() throws Exception {
        TinyOnnx.write(TinyOnnx.linear(new float[][] {{1}, {2}}), directory.resolve("model.onnx"));
        return ModelRuntimeContract.describe(directory, "onnx", Map.of());
    }
}
