package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureTest {
    private static final TensorSpec INPUT = TensorSpec.of("input", DataType.FLOAT32, -1, 20);
    private static final TensorSpec SCORE = TensorSpec.of("score", DataType.FLOAT32, -1, 1);
    private static final Signature CURRENT = Signature.of(INPUT, SCORE);

    @Test
    void incompatibilitiesWith_sameSignature_isEmpty() {
        assertThat(Signature.of(INPUT, SCORE).incompatibilitiesWith(CURRENT)).isEmpty();
    }

    @Test
    void incompatibilitiesWith_moreGeneralInputAndMoreOutputs_isEmpty() {
        Signature next = new Signature(
                List.of(TensorSpec.of("input", DataType.FLOAT32, -1, -1)),
                List.of(TensorSpec.of("explanation", DataType.STRING), TensorSpec.of("score", DataType.FLOAT32, 8, 1)));

        assertThat(next.incompatibilitiesWith(CURRENT)).isEmpty();
    }

    @Test
    void incompatibilitiesWith_inputThatIsNoLongerNeeded_isEmpty() {
        Signature current = new Signature(List.of(INPUT, TensorSpec.of("mask", DataType.BOOL)), List.of(SCORE));

        assertThat(CURRENT.incompatibilitiesWith(current)).isEmpty();
    }

    @Test
    void incompatibilitiesWith_newInput_saysThatCallersDoNotSendIt() {
        Signature next = new Signature(List.of(INPUT, TensorSpec.of("mask", DataType.BOOL, 3)), List.of(SCORE));

        assertThat(next.incompatibilitiesWith(CURRENT))
                .containsExactly("input mask BOOL[3] is new: callers do not send it");
    }

    @Test
    void incompatibilitiesWith_narrowerInput_namesBothForms() {
        Signature next = Signature.of(TensorSpec.of("input", DataType.FLOAT32, 1, 20), SCORE);

        assertThat(next.incompatibilitiesWith(CURRENT))
                .containsExactly("input input FLOAT32[1, 20] does not accept what callers send, input FLOAT32[-1, 20]");
    }

    @Test
    void incompatibilitiesWith_missingAndWiderOutputs_namesEach() {
        Signature current = new Signature(List.of(INPUT), List.of(SCORE, TensorSpec.of("label", DataType.INT64, -1)));
        Signature next = Signature.of(INPUT, TensorSpec.of("score", DataType.FLOAT32, -1, -1));

        assertThat(next.incompatibilitiesWith(current))
                .containsExactly(
                        "output score FLOAT32[-1, -1] is not what callers read, score FLOAT32[-1, 1]",
                        "output label INT64[-1] is gone: callers read it");
    }

    @Test
    void withFeatures_ofAnApplication_tellsNameAndKindOfEach() {
        Features<String> features = Features.<String>builder()
                .numeric("length", String::length)
                .categorical("text", text -> text)
                .build();

        assertThat(CURRENT.features()).isEmpty();
        assertThat(CURRENT.withFeatures(features).features())
                .containsExactly(
                        new FeatureSpec("length", FeatureKind.NUMERIC),
                        new FeatureSpec("text", FeatureKind.CATEGORICAL));
        assertThat(CURRENT.withFeatures(features).incompatibilitiesWith(CURRENT))
                .isEmpty();
    }

    @Test
    void withFeatures_oneNameTwiceOrNone_throws() {
        FeatureSpec plan = new FeatureSpec("plan", FeatureKind.TEXT);

        assertThatThrownBy(() -> CURRENT.withFeatures(List.of(plan, plan))).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new FeatureSpec(" ", FeatureKind.TEXT)).isInstanceOf(InvalidInputException.class);
    }
}
