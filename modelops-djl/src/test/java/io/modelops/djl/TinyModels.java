package io.modelops.djl;

import ai.djl.nn.core.Linear;
import io.modelops.model.Example;
import io.modelops.spi.ModelFiles;
import io.modelops.spi.ModelRuntimeContract;
import io.modelops.spi.TrainedModel;
import io.modelops.spi.TrainingRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One small model of each format, from two numbers to one or two. */
public enum TinyModels {
    /** A matrix product, run by ONNX Runtime. */
    ONNX,
    /** A sum, run by PyTorch. */
    TORCHSCRIPT,
    /** A layer that was trained here, run by PyTorch. */
    NETWORK;

    private static final BlockFactory LAYER =
            options -> Linear.builder().setUnits(options.outputs()).build();

    /** A runtime that loads all of them. */
    public DjlRuntime runtime() {
        return DjlRuntime.builder().allowTorchScript().block("layer", LAYER).build();
    }

    /** Writes the model into an empty directory. */
    public ModelFiles write(Path directory) throws Exception {
        switch (this) {
            case ONNX -> {
                TinyOnnx.write(TinyOnnx.linear(new float[][] {{1}, {2}}), directory.resolve("model.onnx"));
                return ModelRuntimeContract.describe(directory, "onnx", Map.of());
            }
            case TORCHSCRIPT -> {
                TinyTorchScript.write(directory.resolve("model.pt"), "torch.add(x, x)");
                return ModelRuntimeContract.describe(directory, "torchscript", Map.of());
            }
            default -> {
                TrainedModel trained = DjlTrainer.builder(float[].class, float[].class)
                        .block("layer", LAYER)
                        .epochs(1)
                        .build()
                        .train(new TrainingRequest<>(
                                List.of(
                                        Example.of(new float[] {1, 2}, new float[] {3}),
                                        Example.of(new float[] {2, 1}, new float[] {4})),
                                null,
                                "test",
                                directory,
                                1,
                                share -> {}));
                return ModelRuntimeContract.describe(directory, trained.format(), trained.parameters());
            }
        }
    }
}
