package io.modelops.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Blocks;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.modelops.model.ClosedException;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelName;
import io.modelops.model.PredictionException;
import io.modelops.model.Score;
import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import io.modelops.spi.ModelFiles;
import io.modelops.spi.ModelRuntime;
import io.modelops.spi.ModelRuntimeContract;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DjlRuntimeTest {
    @TempDir
    private Path directory;

    record Customer(String plan, double spend) {}

    @Test
    void load_typesThatAnExtensionDescribes_answersThroughTheProvider() throws Exception {
        try (ModelRuntime runtime = new DjlRuntimeProvider().create();
                LoadedModel<float[], TestExtension.Doubled> model =
                        runtime.load(linear(1, 2), float[].class, TestExtension.Doubled.class);
                Inference<float[], TestExtension.Doubled> inference = model.newInference()) {
            assertThat(inference.predict(new float[] {3, 4})).isEqualTo(new TestExtension.Doubled(22));
        }
    }

    @Test
    void load_onnxThreads_computesWithThatMany() throws Exception {
        try (LoadedModel<float[], Score> alone =
                        DjlRuntime.builder().onnxThreads(1).build().load(linear(1, 2), float[].class, Score.class);
                Inference<float[], Score> inference = alone.newInference()) {
            assertThat(inference.predict(new float[] {3, 4})).isEqualTo(new Score(11));
        }
    }

    @Test
    void load_severalOnnxThreads_startsThem() throws Exception {
        // Where the system lists the threads of a process; those of the JVM may come and go meanwhile.
        File threads = new File("/proc/self/task");
        int least = threads.isDirectory() ? 4 : 0;
        ModelFiles files = linear(1, 2);
        int before = entries(threads);

        LoadedModel<float[], Score> model =
                DjlRuntime.builder().onnxThreads(9).build().load(files, float[].class, Score.class);
        try {
            assertThat(entries(threads) - before).isGreaterThanOrEqualTo(least);
        } finally {
            model.close();
        }
    }

    private static int entries(File directory) {
        String[] names = directory.list();
        return names == null ? 0 : names.length;
    }

    @Test
    void onnxThreads_none_isRefused() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> DjlRuntime.builder().onnxThreads(0))
                .withMessageContaining("onnxThreads 0 is not allowed");
    }

    @Test
    void predict_singleNumberTypes_giveTheSameNumber() throws Exception {
        ModelFiles files = linear(1, 2);
        assertThat(predict(files, float[].class, float[].class, new float[] {3, 4}))
                .containsExactly(11);
        assertThat(predict(files, float[].class, Score.class, new float[] {3, 4}))
                .isEqualTo(new Score(11));
        assertThat(predict(files, float[].class, Double.class, new float[] {3, 4}))
                .isEqualTo(11.0);
        assertThat(predict(files, float[].class, Float.class, new float[] {3, 4}))
                .isEqualTo(11f);
    }

    @Test
    void predict_severalNumbersReadAsOne_saysWhatToAskFor() throws Exception {
        TinyOnnx.write(TinyOnnx.linear(new float[][] {{1, 2}, {3, 4}}), directory.resolve("model.onnx"));
        ModelFiles files = ModelRuntimeContract.describe(directory, "onnx", Map.of());
        assertThat(predict(files, float[].class, float[].class, new float[] {1, 1}))
                .containsExactly(4, 6);
        assertThatThrownBy(() -> predict(files, float[].class, Score.class, new float[] {1, 1}))
                .isInstanceOf(PredictionException.class)
                .hasMessageContaining("2 numbers")
                .hasMessageContaining("decode");
    }

    @Test
    void predict_featuresOfARecordWithText_areThoseThatWereNamed() throws Exception {
        Features<Customer> features = Features.<Customer>builder()
                .numeric("spend", Customer::spend)
                .numeric("pro", customer -> customer.plan().equals("pro") ? 1 : 0)
                .build();
        DjlRuntime runtime =
                DjlRuntime.builder().encode(Customer.class, features).build();
        assertThat(predict(runtime, linear(1, 10), Customer.class, Score.class, new Customer("pro", 2)))
                .isEqualTo(new Score(12));
    }

    @Test
    void load_recordWithTextAndNoEncoder_saysHowToAddOne() throws Exception {
        ModelFiles files = linear(1, 2);
        assertThatThrownBy(() -> predict(files, Customer.class, Score.class, new Customer("pro", 2)))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("Customer")
                .hasMessageContaining("encode(")
                .hasMessageContaining("DjlExtension");
    }

    @Test
    void encode_categoricalFeatures_areRefused() {
        assertThatThrownBy(() -> DjlRuntime.builder().encode(Customer.class, Features.ofRecord(Customer.class)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"plan\"");
    }

    @Test
    void translator_forModelFormatAndAll_theNarrowestWins() throws Exception {
        ModelFiles files = linear(1, 2);
        DjlRuntime.Builder builder =
                DjlRuntime.builder().translator(Customer.class, String.class, () -> new Named("all"));
        assertThat(predict(builder.build(), files, Customer.class, String.class, new Customer("pro", 2)))
                .isEqualTo("all 4.0");
        builder.translator("onnx", Customer.class, String.class, () -> new Named("format"));
        assertThat(predict(builder.build(), files, Customer.class, String.class, new Customer("pro", 2)))
                .isEqualTo("format 4.0");
        builder.translator(ModelName.of("contract"), Customer.class, String.class, () -> new Named("model"));
        assertThat(predict(builder.build(), files, Customer.class, String.class, new Customer("pro", 2)))
                .isEqualTo("model 4.0");
        builder.translator(ModelName.of("other"), Customer.class, String.class, () -> new Named("other"));
        assertThat(predict(builder.build(), files, Customer.class, String.class, new Customer("pro", 2)))
                .isEqualTo("model 4.0");
    }

    @Test
    void translator_forUnknownFormat_isRefused() {
        assertThatThrownBy(() -> DjlRuntime.builder()
                        .translator("tensorflow", Customer.class, String.class, () -> new Named("never")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"tensorflow\"");
    }

    @Test
    void translator_ofAnApplication_seesTheParametersOfTheVersion() throws Exception {
        ModelFiles files = linear(Map.of("unit", "riders"), 1, 2);
        DjlRuntime runtime = DjlRuntime.builder()
                .translator(Customer.class, String.class, () -> new Named("in"))
                .build();
        assertThat(predict(runtime, files, Customer.class, String.class, new Customer("pro", 2)))
                .isEqualTo("in riders 4.0");
    }

    @Test
    void predict_encoderThatThrows_comesBackAsThrown() throws Exception {
        IllegalStateException thrown = new IllegalStateException("no such plan");
        DjlRuntime runtime = DjlRuntime.builder()
                .encode(Customer.class, customer -> {
                    throw thrown;
                })
                .build();
        ModelFiles files = linear(1, 2);
        assertThatThrownBy(() -> predict(runtime, files, Customer.class, Score.class, new Customer("pro", 2)))
                .isSameAs(thrown);
    }

    @Test
    void predict_translatorThatThrowsChecked_isTheCause() throws Exception {
        IOException thrown = new IOException("dictionary unreadable");
        DjlRuntime runtime = DjlRuntime.builder()
                .translator(Customer.class, String.class, () -> new Named("failing") {
                    @Override
                    public NDList processInput(TranslatorContext context, Customer input) throws IOException {
                        throw thrown;
                    }
                })
                .build();
        ModelFiles files = linear(1, 2);
        assertThatThrownBy(() -> predict(runtime, files, Customer.class, String.class, new Customer("pro", 2)))
                .isInstanceOf(PredictionException.class)
                .hasMessageContaining("contract:1")
                .hasMessageContaining("dictionary unreadable")
                .hasCause(thrown);
    }

    @Test
    void predict_inputOfTheWrongWidth_saysWhatToCompare() throws Exception {
        ModelFiles files = linear(1, 2);
        assertThatThrownBy(() -> predict(files, float[].class, Score.class, new float[] {1, 2, 3}))
                .isInstanceOf(PredictionException.class)
                .hasMessageContaining("contract:1")
                .hasMessageContaining("signature");
    }

    @Test
    void predict_afterAFailure_answersAgain() throws Exception {
        try (LoadedModel<float[], Score> model = load(DjlRuntime.builder().build(), linear(1, 2), Score.class);
                Inference<float[], Score> inference = model.newInference()) {
            assertThatThrownBy(() -> inference.predict(new float[] {1})).isInstanceOf(PredictionException.class);
            assertThat(inference.predict(new float[] {1, 1})).isEqualTo(new Score(3));
        }
    }

    @Test
    void predictAll_inputsOfDifferentWidths_namesTheFirstThatDiffers() throws Exception {
        try (LoadedModel<float[], Score> model = load(DjlRuntime.builder().build(), linear(1, 2), Score.class);
                Inference<float[], Score> inference = model.newInference()) {
            assertThatThrownBy(() -> inference.predictAll(List.of(new float[2], new float[2], new float[3])))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("Input 2");
        }
    }

    @Test
    void close_modelBeforeItsInference_freesNothingUnderTheInference() throws Exception {
        LoadedModel<float[], Score> model = load(DjlRuntime.builder().build(), linear(1, 2), Score.class);
        Inference<float[], Score> inference = model.newInference();
        model.close();
        model.close();
        assertThat(inference.predict(new float[] {1, 1})).isEqualTo(new Score(3));
        assertThatThrownBy(model::newInference)
                .isInstanceOf(ClosedException.class)
                .hasMessageContaining("contract:1");
        inference.close();
        inference.close();
        assertThatThrownBy(() -> inference.predict(new float[] {1, 1})).isInstanceOf(ClosedException.class);
    }

    @Test
    void load_parametersWithoutBlock_saysWhichParameterIsMissing() throws Exception {
        assertThatThrownBy(() -> loadParameters(Map.of()))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("djl.block");
    }

    @Test
    void load_parametersOfUnknownBlock_namesTheKnownOnes() throws Exception {
        assertThatThrownBy(() -> loadParameters(Map.of("djl.block", "other")))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("\"other\"")
                .hasMessageContaining("[known]");
    }

    @Test
    void load_parametersForAnEngineThatRunsScripts_isRefused() throws Exception {
        assertThatThrownBy(() -> loadParameters(Map.of("djl.block", "known", "djl.engine", "Python")))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("\"Python\"");
    }

    @Test
    void load_parametersForAnEngineThatIsNotThere_namesWhatToAdd() throws Exception {
        assertThatThrownBy(() -> loadParameters(Map.of("djl.block", "known", "djl.engine", "TensorFlow")))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("TensorFlow")
                .hasMessageContaining("class path");
    }

    @Test
    void load_parametersWithWrongWidth_isRefused() throws Exception {
        assertThatThrownBy(() -> loadParameters(Map.of("djl.block", "known", "djl.block.inputs", "-1")))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("djl.block.inputs");
    }

    private void loadParameters(Map<String, String> parameters) throws IOException {
        TinyOnnx.write(new byte[] {'D', 'J', 'L', '@', 0}, directory.resolve("network-0000.params"));
        DjlRuntime.builder()
                .block("known", options -> Blocks.identityBlock())
                .build()
                .load(ModelRuntimeContract.describe(directory, "djl-params", parameters), float[].class, float[].class);
    }

    private ModelFiles linear(float... weights) throws IOException {
        return linear(Map.of(), weights);
    }

    private ModelFiles linear(Map<String, String> parameters, float... weights) throws IOException {
        float[][] matrix = new float[weights.length][];
        for (int row = 0; row < weights.length; row++) {
            matrix[row] = new float[] {weights[row]};
        }
        TinyOnnx.write(TinyOnnx.linear(matrix), directory.resolve("model.onnx"));
        return ModelRuntimeContract.describe(directory, "onnx", parameters);
    }

    private static <O> LoadedModel<float[], O> load(DjlRuntime runtime, ModelFiles files, Class<O> outputType) {
        return runtime.load(files, float[].class, outputType);
    }

    private static <I, O> O predict(ModelFiles files, Class<I> inputType, Class<O> outputType, I input)
            throws Exception {
        return predict(DjlRuntime.builder().build(), files, inputType, outputType, input);
    }

    private static <I, O> O predict(
            DjlRuntime runtime, ModelFiles files, Class<I> inputType, Class<O> outputType, I input) throws Exception {
        try (LoadedModel<I, O> model = runtime.load(files, inputType, outputType);
                Inference<I, O> inference = model.newInference()) {
            return inference.predict(input);
        }
    }

    /** A translator that says who it is. */
    private static class Named implements Translator<Customer, String> {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public NDList processInput(TranslatorContext context, Customer input) throws IOException {
            return new NDList(context.getNDManager().create(new float[] {(float) input.spend(), 1}));
        }

        @Override
        public String processOutput(TranslatorContext context, NDList output) {
            String unit = context.getModel().getProperty("unit", "");
            return name + " " + (unit.isEmpty() ? "" : unit + " ")
                    + output.singletonOrThrow().toFloatArray()[0];
        }
    }
}
