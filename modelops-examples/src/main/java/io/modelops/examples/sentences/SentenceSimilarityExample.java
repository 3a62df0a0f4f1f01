package io.modelops.examples.sentences;

import ai.djl.translate.Translator;
import io.modelops.ModelOps;
import io.modelops.deployment.Deployment;
import io.modelops.djl.DjlRuntime;
import io.modelops.examples.common.Scratch;
import io.modelops.model.DataType;
import io.modelops.model.ModelVersion;
import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Deploys a real transformer, compares sentences with it, and replaces it by its second version while two threads go on
 * asking. Exits with 1 if a paraphrase is farther away than an unrelated sentence, or a request failed.
 */
public final class SentenceSimilarityExample {
    private static final String MODEL = "sentences";
    private static final Signature SIGNATURE = new Signature(
            List.of(
                    TensorSpec.of("input_ids", DataType.INT64, -1, -1),
                    TensorSpec.of("attention_mask", DataType.INT64, -1, -1),
                    TensorSpec.of("token_type_ids", DataType.INT64, -1, -1)),
            List.of(TensorSpec.of("last_hidden_state", DataType.FLOAT32, -1, -1, 384)));

    private SentenceSimilarityExample() {}

    /**
     * Runs the example.
     *
     * @param arguments none are read
     * @throws IOException if the model's files can't be copied
     * @throws InterruptedException if somebody interrupts it
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (!run(System.out).holds()) {
            System.exit(1);
        }
    }

    static SentenceResult run(PrintStream out) throws IOException, InterruptedException {
        try (Scratch files = Scratch.create("sentences-model-");
                Scratch registry = Scratch.create("sentences-registry-");
                ModelOps ops = ModelOps.builder()
                        .directory(registry.directory())
                        .runtime(runtime())
                        .open()) {
            TransformerFiles.copyTo(files.directory());
            ModelVersion first = register(ops, files.directory(), 64);
            ops.registry().point("champion").because("the first version").to(first);
            try (Deployment<Sentence, Embedding> deployment = ops.deploy(
                    MODEL + "@champion", Sentence.class, Embedding.class, with -> with.warmUpWith(typical()))) {
                SentenceResult result =
                        SentenceResult.of(compare(deployment, out), swap(ops, files, first, deployment));
                out.println(result.line());
                return result;
            }
        }
    }

    private static DjlRuntime runtime() {
        return DjlRuntime.builder()
                .translator(Sentence.class, Embedding.class, SentenceSimilarityExample::translator)
                .build();
    }

    private static Translator<Sentence, Embedding> translator() {
        return new SentenceTranslator();
    }

    private static List<Sentence> typical() {
        return SentencePair.EXAMPLES.stream().map(SentencePair::sentence).toList();
    }

    /** The second version reads longer sentences; its 22 MB are stored once. */
    private static ModelVersion register(ModelOps ops, Path files, int mostTokens) {
        return ops.registry()
                .register(
                        MODEL,
                        files,
                        model -> model.format("onnx")
                                .signature(SIGNATURE)
                                .parameter(SentenceTranslator.MOST_TOKENS, Integer.toString(mostTokens))
                                .describedAs("all-MiniLM-L6-v2, quantised, reads " + mostTokens + " tokens"));
    }

    private static int compare(Deployment<Sentence, Embedding> deployment, PrintStream out) {
        int right = 0;
        for (SentencePair pair : SentencePair.EXAMPLES) {
            Embedding sentence = deployment.predict(pair.sentence()).value();
            double alike =
                    sentence.similarityTo(deployment.predict(pair.paraphrase()).value());
            double unlike =
                    sentence.similarityTo(deployment.predict(pair.unrelated()).value());
            right += alike > unlike ? 1 : 0;
            out.printf(
                    Locale.ROOT,
                    "%s%n  %5.2f  %s%n  %5.2f  %s%n",
                    pair.sentence().text(),
                    alike,
                    pair.paraphrase().text(),
                    unlike,
                    pair.unrelated().text());
        }
        return right;
    }

    private static SwapUnderLoad swap(
            ModelOps ops, Scratch files, ModelVersion first, Deployment<Sentence, Embedding> deployment)
            throws InterruptedException {
        SwapUnderLoad swap = SwapUnderLoad.start(2, deployment);
        ModelVersion second = register(ops, files.directory(), 256);
        ops.registry()
                .point("champion")
                .from(first)
                .because("reads longer sentences")
                .to(second);
        swap.untilAnsweredBy(second);
        return swap;
    }
}
