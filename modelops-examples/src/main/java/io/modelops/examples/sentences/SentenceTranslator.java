package io.modelops.examples.sentences;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a sentence into tokens and the transformer's answer, a vector for each token, into one vector of length 1: their
 * mean. How many tokens are read at most is a parameter of the version.
 */
final class SentenceTranslator implements Translator<Sentence, Embedding> {
    static final String TOKENIZER = "tokenizer.json";
    static final String MOST_TOKENS = "most_tokens";

    private @Nullable HuggingFaceTokenizer tokenizer;

    @Override
    public void prepare(TranslatorContext context) throws IOException {
        tokenizer = HuggingFaceTokenizer.builder()
                .optTokenizerPath(context.getModel().getModelPath().resolve(TOKENIZER))
                .optTruncation(true)
                .optMaxLength(Integer.parseInt(context.getModel().getProperty(MOST_TOKENS)))
                .optPadding(false)
                .optManager(context.getPredictorManager())
                .build();
    }

    @Override
    public NDList processInput(TranslatorContext context, Sentence sentence) {
        if (tokenizer == null) {
            throw new IllegalStateException("prepare(context) has not been called: it is the predictor that does");
        }
        Encoding tokens = tokenizer.encode(sentence.text());
        return new NDList(
                row(context, "input_ids", tokens.getIds()),
                row(context, "attention_mask", tokens.getAttentionMask()),
                row(context, "token_type_ids", tokens.getTypeIds()));
    }

    @Override
    public Embedding processOutput(TranslatorContext context, NDList output) {
        NDArray states = output.get(0);
        int width = Math.toIntExact(states.getShape().get(2));
        double[] sum = new double[width];
        float[] values = states.toFloatArray();
        for (int index = 0; index < values.length; index++) {
            sum[index % width] += values[index];
        }
        double squares = 0;
        for (double component : sum) {
            squares += component * component;
        }
        List<Float> direction = new ArrayList<>(width);
        for (double component : sum) {
            direction.add((float) (component / Math.sqrt(squares)));
        }
        return new Embedding(direction);
    }

    /** Sentences have different lengths, so they are asked one by one. */
    @Override
    public @Nullable Batchifier getBatchifier() {
        return null;
    }

    private static NDArray row(TranslatorContext context, String name, long[] values) {
        NDManager manager = context.getNDManager();
        NDArray row = manager.create(values, new Shape(1, values.length));
        row.setName(name);
        return row;
    }
}
