package io.modelops.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.registry.HostileRegistrationsTest;
import io.modelops.registry.imports.HostileLayoutsTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HostileCorpusTest {
    private static final List<HostileCase> CORPUS = Stream.concat(
                    HostileLayoutsTest.corpus(), HostileRegistrationsTest.corpus())
            .toList();

    @Test
    void corpus_ofThisModule_hasAtLeastSixtyDistinctCases() {
        assertThat(CORPUS).hasSizeGreaterThanOrEqualTo(60);
        assertThat(CORPUS).extracting(HostileCase::id).doesNotHaveDuplicates();
        assertThat(CORPUS).allSatisfy(hostile -> {
            assertThat(hostile.attack()).isNotBlank();
            assertThat(hostile.reason()).isNotBlank();
        });
    }

    @Test
    void corpus_ofThisModule_hasCasesOfEachThreatThatNeedsNoEngine() {
        assertThat(CORPUS)
                .extracting(HostileCase::threat)
                .contains(
                        Threat.CODE_BESIDE_THE_MODEL,
                        Threat.SETTINGS_THAT_LOAD_CODE,
                        Threat.CODE_BY_ANOTHER_NAME,
                        Threat.DATA_FROM_OUTSIDE,
                        Threat.NAME_AS_A_PATH,
                        Threat.OTHER_BYTES,
                        Threat.MALFORMED,
                        Threat.DOCUMENT,
                        Threat.EXHAUSTION);
    }
}
