package io.modelops.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link AnchorSink} has to do: keep each line for good, whole, and from any thread. */
public abstract class AnchorSinkContract {
    /** Makes the sink under test; called again, one over what the first one kept. */
    protected abstract AnchorSink createSink() throws Exception;

    /** Reads what was kept, as somebody does who wants to verify a registry. */
    protected abstract List<String> kept() throws Exception;

    @Test
    void keep_severalLines_keepsThemInOrder() throws Exception {
        AnchorSink sink = createSink();

        sink.keep("{\"seq\":1}");
        sink.keep("{\"seq\":2}");

        assertThat(kept()).containsExactly("{\"seq\":1}", "{\"seq\":2}");
    }

    @Test
    void keep_bySinksOneAfterAnother_keepsAll() throws Exception {
        createSink().keep("{\"seq\":1}");
        createSink().keep("{\"seq\":2}");

        assertThat(kept()).containsExactly("{\"seq\":1}", "{\"seq\":2}");
    }

    @Test
    void keep_longLine_keepsItWhole() throws Exception {
        String line = "x".repeat(2_000);

        createSink().keep(line);

        assertThat(kept()).containsExactly(line);
    }

    @Test
    void keep_fromSeveralThreads_keepsEachLineWhole() throws Exception {
        AnchorSink sink = createSink();
        List<String> lines = IntStream.range(0, 50)
                .mapToObj(number -> "{\"seq\":" + number + "}")
                .toList();

        lines.parallelStream().forEach(sink::keep);

        assertThat(kept()).containsExactlyInAnyOrderElementsOf(lines);
    }
}
