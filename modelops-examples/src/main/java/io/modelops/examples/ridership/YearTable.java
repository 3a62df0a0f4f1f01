package io.modelops.examples.ridership;

import io.modelops.report.Table;
import java.util.Locale;

/** The years side by side, for the console and for the report. */
final class YearTable {
    private YearTable() {}

    static String text(LifecycleResult result) {
        StringBuilder lines = new StringBuilder("year   mae alone   mae loop   alerts   versions that answered\n");
        for (int year : result.errors().years()) {
            DailyErrors errors = result.errors().of(year);
            lines.append(String.format(
                    Locale.ROOT,
                    "%d   %9.2f   %8.2f   %6d   %s%n",
                    year,
                    errors.alone(),
                    errors.loop(),
                    result.alerts(year),
                    errors.versions()));
        }
        return lines.toString();
    }

    static Table table(LifecycleResult result) {
        Table table = Table.of(
                "Mean absolute error in thousands of riders a day",
                "Year",
                "Left alone",
                "In the loop",
                "Versions that answered",
                "Alerts");
        for (int year : result.errors().years()) {
            DailyErrors errors = result.errors().of(year);
            table = table.row(
                    Integer.toString(year),
                    rounded(errors.alone()),
                    rounded(errors.loop()),
                    errors.versions().replace(",", ", "),
                    result.alerts(year));
        }
        return table;
    }

    private static double rounded(double error) {
        return Math.round(error * 100) / 100.0;
    }
}
