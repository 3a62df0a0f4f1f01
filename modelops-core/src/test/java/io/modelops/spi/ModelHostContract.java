package io.modelops.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.Example;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.model.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ModelHost} has to do.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public abstract class ModelHostContract<I, O> {
    /** Makes the host under test. */
    protected abstract ModelHost createHost() throws Exception;

    /** A version it has, with {@link #goldenExamples()}. */
    protected abstract ModelVersion goodVersion();

    /** A version it has whose files are damaged. */
    protected abstract ModelVersion brokenVersion();

    /** An alias of the good version. */
    protected abstract ModelRef.Aliased alias();

    /** What the good version answers. */
    protected abstract List<Example<I, O>> goldenExamples();

    /** The type of the inputs. */
    protected abstract Class<I> inputType();

    /** The type of the answers. */
    protected abstract Class<O> outputType();

    @Test
    void find_byNumberAndByAlias_findsTheSame() throws Exception {
        ModelHost host = createHost();

        assertThat(host.find(goodVersion().ref())).contains(goodVersion());
        assertThat(host.find(alias())).contains(goodVersion());
    }

    @Test
    void find_ofWhatIsNotThere_isEmpty() throws Exception {
        ModelHost host = createHost();

        assertThat(host.find(ModelRef.parse(goodVersion().model() + ":999"))).isEmpty();
        assertThat(host.find(ModelRef.parse("no-such-model@champion"))).isEmpty();
    }

    @Test
    void load_givesAModelThatAnswersItsGoldenExamples() throws Exception {
        LoadedModel<I, O> model = createHost().load(goodVersion(), inputType(), outputType());
        try (model) {
            try (Inference<I, O> inference = model.newInference()) {
                for (Example<I, O> example : goldenExamples()) {
                    assertThat(inference.predict(example.input())).isEqualTo(example.expected());
                }
            }
        }
    }

    @Test
    void load_ofABrokenVersion_throws() throws Exception {
        ModelHost host = createHost();

        assertThatThrownBy(() -> host.load(brokenVersion(), inputType(), outputType()))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(brokenVersion().toString());
    }

    @Test
    void goldenExamples_areThoseThatWereRegistered() throws Exception {
        assertThat(createHost().goldenExamples(goodVersion(), inputType(), outputType()))
                .isEqualTo(goldenExamples());
    }

    @Test
    void keepReport_isAccepted() throws Exception {
        ModelHost host = createHost();

        assertThatCode(() -> host.keepReport(goodVersion(), Verdict.PASS, "all is well", "{}"))
                .doesNotThrowAnyException();
    }
}
