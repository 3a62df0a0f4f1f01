package io.modelops.benchmarks.detection;

import io.modelops.statistics.change.DetectorOutcome;
import io.modelops.statistics.change.DetectorTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Writes the tables of delay and power into a document, between two marks; the same numbers each time. */
public final class DetectionTables {
    private static final String BEGIN = "<!-- detection tables: begin -->";
    private static final String END = "<!-- detection tables: end -->";
    private static final String BEGIN_POWER = "<!-- power tables: begin -->";
    private static final String END_POWER = "<!-- power tables: end -->";
    private static final DetectorTrial TRIAL = new DetectorTrial(2_000, 1_000, 300, 20_240_501);

    private DetectionTables() {}

    /**
     * Writes them.
     *
     * @param arguments the document, such as {@code docs/benchmarks.md}
     * @throws IOException if it can't be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Path document = Path.of(arguments[0]);
        String text = Files.readString(document);
        Files.writeString(
                document, replaced(replaced(text, BEGIN, END, tables()), BEGIN_POWER, END_POWER, PowerTables.text()));
        System.out.println("detection tables written to " + document);
    }

    private static String replaced(String text, String beginMark, String endMark, String content) {
        int begin = text.indexOf(beginMark);
        int end = text.indexOf(endMark);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException("the document lacks the lines " + beginMark + " and " + endMark);
        }
        return text.substring(0, begin + beginMark.length()) + "\n\n" + content + text.substring(end);
    }

    private static String tables() {
        StringBuilder text = new StringBuilder();
        for (Change change : Change.ALL) {
            text.append("**").append(capitalised(change.name())).append("**\n\n");
            text.append("| detector | records per false alarm | found within ")
                    .append(TRIAL.after())
                    .append(" | median delay | mean delay of the found |\n|---|--:|--:|--:|--:|\n");
            for (Candidate candidate : Candidate.ALL) {
                if (change.isOfEvents() || !candidate.needsEvents()) {
                    text.append(
                            row(candidate.name(), TRIAL.run(candidate.detectors(), change.before(), change.after())));
                }
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String row(String name, DetectorOutcome outcome) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.0f %% | %s | %s |\n",
                name,
                outcome.falseAlarms() == 0
                        ? "over " + String.format(Locale.ROOT, "%,d", outcome.normalRecords())
                        : String.format(Locale.ROOT, "%,.0f", outcome.recordsPerFalseAlarm()),
                100 * outcome.power(0.95).estimate(),
                delay(outcome.delayQuantile(0.5)),
                delay(outcome.meanDelay()));
    }

    private static String delay(double records) {
        return Double.isFinite(records) ? String.format(Locale.ROOT, "%.0f", records) : "–";
    }

    private static String capitalised(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
