package io.modelops.examples.ridership;

import io.modelops.model.Alert;
import io.modelops.report.Cell;
import io.modelops.report.Table;
import io.modelops.report.Tone;

/** Every alert with what came of it. */
final class AlertTable {
    private AlertTable() {}

    static Table of(LifecycleResult result) {
        Table table = Table.of(
                "Each alert asks for a new version", "Day", "Version", "Error", "Tolerated", "What came of it");
        for (Alert alert : result.alerts()) {
            table = table.row(
                    DataClock.dayOf(alert.at()),
                    "v" + alert.version(),
                    alert.value(),
                    alert.threshold(),
                    outcome(result.outcomeOf(alert)));
        }
        return table;
    }

    /** The first words: the whole of it is in the registry. */
    private static Cell outcome(String words) {
        int end = words.indexOf(':');
        String brief = end < 0 ? words : words.substring(0, end);
        return new Cell.Status(brief, brief.endsWith("promoted") ? Tone.GOOD : Tone.UNSURE);
    }
}
