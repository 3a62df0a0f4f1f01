package io.modelops.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.modelops.model.FeatureProfile;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Irregularities;
import io.modelops.model.Profile;
import io.modelops.model.ValidationException;
import io.modelops.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConstraintsTest {
    private record Row(@Nullable Object spend, @Nullable String plan) {}

    private static final Features<Row> FEATURES = Features.<Row>builder()
            .rawNumeric("spend", Row::spend)
            .rawCategorical("plan", Row::plan)
            .build();

    /** 100 values below 0, 300 in [0, 50), 500 in [50, 100), 100 from 100 on, none missing; −5 to 120. */
    private static final Profile PROFILE = new Profile(
            1_020,
            List.of(
                    new FeatureProfile.Numeric(
                            "spend",
                            List.of(0.0, 50.0, 100.0),
                            List.of(100L, 300L, 500L, 100L, 20L),
                            55,
                            20,
                            -5,
                            120,
                            new Irregularities(5, 0, 0, 5, 10, 0),
                            null,
                            null),
                    new FeatureProfile.Categorical("plan", List.of("basic", "gold"), List.of(600L, 300L, 120L, 0L))));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rows >= 500",
                "rows = 500",
                "missing(spend) <= 1%",
                "missing(spend) <= 0.05%",
                "out_of_range(\"two words\") between 1% and 2.5%",
                "mean(age) between -20 and 60.5",
                "sd(age) > 0",
                "distinct(id) >= 100",
                "spend between 0 and 10000 for 99%",
                "spend > 0 and < 10000",
                "spend >= 0 and < 10000 for 99%",
                "missing(spend) > 1% and <= 2.5%",
                "spend < 10000.5",
                "plan in (basic, gold, \"N/A\", \"7\")",
                "plan not in (\"a \\\"b\\\"\") for 99.5%",
                "\"rows\" >= 1",
            })
    void parse_whatARuleSaysOfItself_isTheRule(String text) {
        Constraints rules = Constraints.parse(text);

        assertThat(rules.toString()).isEqualTo(text);
        assertThat(Constraints.parse(rules.toString()).all()).isEqualTo(rules.all());
    }

    @Test
    void parse_severalLinesWithComments_readsAllInOrder() {
        Constraints rules = Constraints.parse("""
                # what the model was made for
                rows >= 10; missing(spend) <= 0.01

                spend >= 0   # no refunds
                """);

        assertThat(rules.toString()).isEqualTo("rows >= 10\nmissing(spend) <= 1%\nspend >= 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spend betwen 1 and 2 | Line 1, column 7 of the constraints: found \"betwen\", expected a comparison",
                "spend between 1 | Line 1, column 16 of the constraints: found the end of the rule, expected 'and'",
                "spend > 1 and 2 | Line 1, column 15 of the constraints: found \"2\", expected '<' or '<='",
                "spend > 1 and < 1 | Line 1, column 7 of the constraints: 1.0 is not below 1.0",
                "spend between 2 and 1 | Line 1, column 7 of the constraints: 2.0 is above 1.0",
                "missing(spend) <= 1% for 5% | Line 1, column 22 of the constraints: found \"for\", expected the end",
                "mean(spend) <= 1% | Line 1, column 17 of the constraints: found \"%\", expected a number without %",
                "median(spend) <= 1 | Line 1, column 1 of the constraints: found \"median\", expected one of the measures",
                "plan in () | Line 1, column 10 of the constraints: found \")\", expected a category",
                "plan in (a | Line 1, column 11 of the constraints: found the end of the rule, expected ')'",
                "spend <= 1e999 | Line 1, column 10 of the constraints: \"1e999\" is too large",
                "spend >= 1 for 0% | Line 1, column 16 of the constraints: 0% is no share of values",
                "spend ~ 1 | Line 1, column 7 of the constraints begins \"~ 1\": expected a name",
                "and >= 1 | Line 1, column 1 of the constraints: found \"and\", expected the name of a feature",
            })
    void parse_whatIsNoRule_saysWhereAndWhatWasExpected(String text, String message) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Constraints.parse(text))
                .withMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rows >= 1000 | PASS",
                "rows between 1 and 1000 | FAIL",
                "missing(spend) <= 1% | PASS", // 10 of 1,020: 20 without a number, of which 10 had something
                "missing(spend) < 0.5% | FAIL",
                "nan(spend) > 0 | PASS",
                "mismatched(spend) = 0 | FAIL",
                "out_of_range(spend) <= 1% | PASS",
                "infinite(spend) = 0 | PASS",
                "mean(spend) between 50 and 60 | PASS",
                "max(spend) <= 100 | FAIL",
                "min(spend) >= -5 | PASS",
                "mean(plan) >= 0 | INCONCLUSIVE",
                "distinct(spend) >= 2 | INCONCLUSIVE",
                "spend between 0 and 99.99999999999999 for 80% | PASS", // 800 of 1,000
                "spend between 0 and 99 for 80% | INCONCLUSIVE", // 300 to 800
                "spend between 0 and 99 for 81% | FAIL",
                "spend between -5 and 120 | PASS",
                "spend >= -4 | INCONCLUSIVE",
                "spend > 120 for 1% | FAIL",
                "plan in (basic, gold) | FAIL", // 120 of 1,020 are others, which these two are not
                "plan in (basic, gold) for 88% | PASS",
                "plan in (basic, silver) for 70% | INCONCLUSIVE", // some of the others may be silver
                "plan in (basic, silver) for 75% | FAIL",
                "plan not in (silver) for 88% | PASS",
                "plan not in (silver) | INCONCLUSIVE",
                "plan not in (gold) for 75% | FAIL",
                "plan >= 3 | INCONCLUSIVE",
                "height >= 3 | INCONCLUSIVE",
            })
    void check_profile_tellsWhatItsCountsTell(String rule, Verdict verdict) {
        ConstraintReport report = Constraints.parse(rule).check(PROFILE);

        assertThat(report.verdict()).as(report.toString()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rows = 100 | PASS",
                "missing(spend) between 10% and 10% | PASS",
                "nan(spend) = 1% | PASS",
                "infinite(spend) = 1% | PASS",
                "mismatched(spend) = 2% | PASS",
                "distinct(spend) between 80 and 95 | PASS", // 87: 86 numbers and an infinity
                "distinct(spend) >= 200 | FAIL",
                "max(spend) = 99 | PASS",
                "spend between 14 and 99 for 98% | PASS", // 86 of the 87 that are there
                "spend between 14 and 99 | FAIL",
                "plan in (basic, gold) | PASS",
                "plan not in (gold) for 51% | FAIL",
                "unseen(plan) = 0 | INCONCLUSIVE",
                "out_of_range(spend) = 0 | INCONCLUSIVE",
                "height >= 3 | INCONCLUSIVE",
            })
    void check_rows_tellsExactly(String rule, Verdict verdict) {
        ConstraintReport report = Constraints.parse(rule).check(FEATURES, rows());

        assertThat(report.verdict()).as(report.toString()).isEqualTo(verdict);
    }

    @Test
    void check_declaredRange_isTheOneThatCounts() {
        Features<Row> declared = Features.<Row>builder()
                .numeric(
                        "spend",
                        row -> row.spend() instanceof Integer number ? number : Double.NaN,
                        options -> options.integers(20, 89))
                .build();

        ConstraintReport report = Constraints.parse("out_of_range(spend) = 16%").check(declared, rows());

        // 14 to 19 and 90 to 99.
        assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.PASS);
    }

    @Test
    void counts_ofTwoParts_addUpToThoseOfAll() {
        Constraints rules =
                Constraints.parse("missing(spend) <= 5%; mean(spend) > 0; spend >= 50 for 10%; distinct(spend) > 3");
        ConstraintCounts<Row> all = new ConstraintCounts<>(rules, FEATURES, PROFILE);
        ConstraintCounts<Row> first = new ConstraintCounts<>(rules, FEATURES, PROFILE);
        ConstraintCounts<Row> second = new ConstraintCounts<>(rules, FEATURES, PROFILE);
        List<Row> rows = rows();
        for (int row = 0; row < rows.size(); row++) {
            all.add(rows.get(row));
            (row < 30 ? first : second).add(rows.get(row));
        }

        first.merge(second);

        assertThat(first.report()).isEqualTo(all.report());
        assertThat(first.rows()).isEqualTo(100);
    }

    @Test
    void counts_withAReference_tellWhatItNeverHad() {
        ConstraintCounts<Row> counts = new ConstraintCounts<>(
                Constraints.parse("unseen(plan) = 50%; out_of_range(spend) = 50%")
                        .minimumRows(2),
                FEATURES,
                new Profile(
                        900,
                        List.of(
                                PROFILE.features().get(0),
                                new FeatureProfile.Categorical("plan", List.of("gold"), List.of(900L, 0L, 0L)))));
        counts.add(new Row(121, "gold"));
        counts.add(new Row(120, "silver"));

        assertThat(counts.report().verdict()).as(counts.report().toString()).isEqualTo(Verdict.PASS);
    }

    @Test
    void counts_withAReferenceThatHadNoCategory_canNotTellWhatIsUnseen() {
        ConstraintCounts<Row> counts = new ConstraintCounts<>(
                Constraints.parse("unseen(plan) = 0").minimumRows(1),
                FEATURES,
                new Profile(900, List.of(new FeatureProfile.Categorical("plan", List.of(), List.of(0L, 900L)))));
        counts.add(new Row(1, "gold"));

        assertThat(counts.report().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void counts_featureThatThrows_countsAsOfAnotherType() {
        Features<Row> throwing = Features.<Row>builder()
                .numeric("spend", row -> {
                    throw new IllegalStateException("unreadable");
                })
                .build();

        assertThat(Constraints.parse("mismatched(spend) = 100%")
                        .check(throwing, rows())
                        .verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void check_fewerValuesThanNeeded_isInconclusiveAndSaysHowManyAreMissing() {
        ConstraintResult result = Constraints.parse("spend >= 0")
                .check(FEATURES, rows().subList(20, 40))
                .results()
                .get(0);

        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.finding()).isEqualTo("spend >= 0: measured 100%, over 20 of the 30 values that are needed");
    }

    @Test
    void check_noData_neverPasses() {
        Constraints rules = Constraints.parse("missing(spend) <= 1%; mean(spend) > 0; spend > 0; plan in (a)")
                .minimumRows(1);

        assertThat(rules.check(new Profile(0, List.of())).results())
                .allSatisfy(result -> assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE));
        assertThat(rules.check(FEATURES, List.of()).results())
                .allSatisfy(result -> assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE));
    }

    @Test
    void orElseThrow_brokenRule_namesIt() {
        ConstraintReport report =
                Constraints.parse("rows >= 10; max(spend) <= 100").check(PROFILE);

        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(report::orElseThrow)
                .withMessageContaining("FAIL max(spend) <= 100: measured 120, over 1000 values")
                .withMessageNotContaining("rows");
        assertThat(report.broken()).hasSize(1);
    }

    /** Ten missing, one NaN, one infinite, two texts, then the numbers 14 to 99. */
    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < 100; row++) {
            Object spend = row < 10
                    ? null
                    : row == 10 ? Double.NaN : row == 11 ? Double.POSITIVE_INFINITY : row < 14 ? "?" : row;
            rows.add(new Row(spend, row % 2 == 0 ? "basic" : "gold"));
        }
        return rows;
    }
}
