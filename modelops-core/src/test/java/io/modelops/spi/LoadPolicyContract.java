package io.modelops.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.LoadRefusedException;
import io.modelops.model.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link LoadPolicy} has to do: say the same each time, from any thread, and say why it refuses. */
public abstract class LoadPolicyContract {
    /** Makes the policy under test. */
    protected abstract LoadPolicy createPolicy() throws Exception;

    /** A version that the policy lets be loaded with {@link #signatures()}. */
    protected abstract ModelVersion accepted() throws Exception;

    /** A version that the policy refuses, whatever signatures it has. */
    protected abstract ModelVersion refused() throws Exception;

    /** The signatures of the accepted version; none if the policy does not ask for them. */
    protected List<byte[]> signatures() throws Exception {
        return List.of();
    }

    @Test
    void check_versionThatMayBeLoaded_returns() throws Exception {
        LoadPolicy policy = createPolicy();
        ModelVersion version = accepted();
        List<byte[]> signatures = signatures();

        assertThatCode(() -> policy.check(version, () -> signatures)).doesNotThrowAnyException();
        assertThatCode(() -> policy.check(version, () -> signatures)).doesNotThrowAnyException();
    }

    @Test
    void check_versionThatMayNotBeLoaded_throwsAndNamesIt() throws Exception {
        LoadPolicy policy = createPolicy();
        ModelVersion version = refused();
        List<byte[]> signatures = signatures();

        assertThatThrownBy(() -> policy.check(version, () -> signatures))
                .isInstanceOf(LoadRefusedException.class)
                .hasMessageContaining(version.toString());
    }

    @Test
    void check_signaturesThatAreJunk_areNoReasonToLoad() throws Exception {
        LoadPolicy policy = createPolicy();
        ModelVersion version = refused();
        List<byte[]> junk = List.of(
                new byte[0], "{}".getBytes(StandardCharsets.UTF_8), "\u0000\u202e".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> policy.check(version, () -> junk)).isInstanceOf(LoadRefusedException.class);
    }

    @Test
    void check_fromSeveralThreads_saysTheSame() throws Exception {
        LoadPolicy policy = createPolicy();
        ModelVersion good = accepted();
        ModelVersion bad = refused();
        List<byte[]> signatures = signatures();

        assertThat(IntStream.range(0, 40).parallel().allMatch(number -> {
                    try {
                        policy.check(number % 2 == 0 ? good : bad, () -> signatures);
                        return number % 2 == 0;
                    } catch (LoadRefusedException no) {
                        return number % 2 != 0;
                    }
                }))
                .isTrue();
    }
}
