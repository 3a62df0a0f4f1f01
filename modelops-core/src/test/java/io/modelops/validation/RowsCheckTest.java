package io.modelops.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.Example;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Score;
import io.modelops.model.Verdict;
import io.modelops.spi.Check;
import io.modelops.spi.CheckResult;
import io.modelops.validation.FakeHost.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowsCheckTest {
    private static final Features<Row> FEATURES = Features.ofRecord(Row.class);

    private final FakeHost host = new FakeHost();

    @Test
    void trainTestLeakage_rowsOfTheTrainingData_areFoundAndNamed() {
        RowHashes training = RowHashes.of(FEATURES, rows(90, 200));

        CheckResult result = judge(Checks.trainTestLeakage(training), Holdouts.classification(100));

        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.finding())
                .isEqualTo(
                        "10 of 100 rows are rows of the training data (10 %); expected at most 0 %: row 90, 91, 92, 93,"
                                + " 94 and 5 more.");
        assertThat(result.measurements()).containsEntry("value", 0.1).containsEntry("rows", 100.0);
        assertThat(judge(Checks.trainTestLeakage(training).atMost(0.1), Holdouts.classification(100))
                        .verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(judge(Checks.trainTestLeakage(training), Holdouts.classification(90))
                        .verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void duplicates_repeatedInputs_countOnceEach() {
        List<Example<Row, Score>> holdout = new ArrayList<>(Holdouts.classification(50));
        holdout.addAll(Holdouts.classification(5));

        CheckResult result = judge(Checks.duplicates(), holdout);

        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.finding()).startsWith("5 of 55 rows are rows with the input of an earlier row");
        assertThat(judge(Checks.duplicates(), Holdouts.classification(50)).verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void conflictingLabels_sameInputAnotherOutcome_countsBoth() {
        List<Example<Row, Score>> holdout = new ArrayList<>(Holdouts.classification(50));
        holdout.add(holdout.get(1));
        holdout.add(Example.of(holdout.get(2).input(), new Score(0.5)));

        CheckResult result = judge(Checks.conflictingLabels(), holdout);

        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.finding()).startsWith("2 of 52 rows").endsWith(": row 2, 51.");
    }

    @Test
    void evaluate_nothingToLookAt_isInconclusive() {
        assertThat(judge(Checks.duplicates(), List.of()).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void atMost_outOfRange_isRefused() {
        assertThat(Checks.duplicates().atMost(0.05).name())
                .isEqualTo("at most 5 % rows with the input of an earlier row");
        assertThatThrownBy(() -> Checks.duplicates().atMost(1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Checks.duplicates().atMost(Double.NaN)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void hashes_bytes_giveTheSameRows() {
        RowHashes known = RowHashes.of(FEATURES, rows(0, 1_000));
        RowHashes read = RowHashes.ofBytes(known.toBytes());

        assertThat(read.size()).isEqualTo(1_000);
        assertThat(rows(0, 1_000)).allMatch(row -> read.contains(RowHashes.hash(FEATURES, row)));
        assertThat(rows(1_000, 3_000)).noneMatch(row -> read.contains(RowHashes.hash(FEATURES, row)));
        assertThat(RowHashes.ofBytes(new byte[0]).size()).isZero();
    }

    @Test
    void hashes_otherBytes_areRefused() {
        byte[] torn = new byte[9];
        byte[] twice = new byte[16];

        assertThatThrownBy(() -> RowHashes.ofBytes(torn)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> RowHashes.ofBytes(twice)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void hash_sameValues_areOneAndOthersAreNot() {
        Features<Object[]> features = Features.<Object[]>builder()
                .numeric("x", row -> (double) row[0])
                .categorical("a", row -> (String) row[1])
                .categorical("b", row -> (String) row[2])
                .build();
        Object[] odd = {-0.0, null, ""};

        assertThat(RowHashes.hash(features, odd)).isEqualTo(RowHashes.hash(features, new Object[] {0.0, null, ""}));
        assertThat(RowHashes.hash(features, odd)).isNotEqualTo(RowHashes.hash(features, new Object[] {0.0, "", null}));
        assertThat(RowHashes.hash(features, new Object[] {1.0, "ab", "c"}))
                .isNotEqualTo(RowHashes.hash(features, new Object[] {1.0, "a", "bc"}));
        assertThat(RowHashes.hash(features, new Object[] {Double.NaN, "", ""}))
                .isEqualTo(
                        RowHashes.hash(features, new Object[] {Double.longBitsToDouble(0x7ff8000000000001L), "", ""}));
        SplittableRandom random = new SplittableRandom(2);
        assertThat(random.doubles(100_000)
                        .mapToLong(x -> RowHashes.hash(features, new Object[] {x, "a", null}))
                        .distinct()
                        .count())
                .isEqualTo(100_000);
    }

    private CheckResult judge(Check<Object, Object> check, List<Example<Row, Score>> holdout) {
        return host.validator()
                .require(check)
                .build()
                .validate(host.version(1, Holdouts.MODEL), holdout)
                .checks()
                .get(0)
                .result();
    }

    private static List<Row> rows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(row -> new Row(row, row % 2 == 0 ? "basic" : "pro", row % 2))
                .toList();
    }
}
