package io.modelops.examples.ridership;

import io.modelops.model.Digest;
import io.modelops.model.Example;
import io.modelops.model.Features;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The {@code Chicago} table of the R package modeldata: one row for each day from 2001-01-22 to 2016-08-28.
 *
 * @param columns the names of what was measured
 * @param days the days in order, each with its true ridership
 * @param digest the digest of the file, for the lineage of models that learn from it
 */
record RidershipTable(List<String> columns, List<Example<RidershipDay, Ridership>> days, Digest digest) {
    private static final String FILE = "chicago.csv.gz";

    static RidershipTable load() {
        try (InputStream file = RidershipTable.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is not beside " + RidershipTable.class.getName()
                        + " on the class path: expected it in the jar of the examples; build them again.");
            }
            byte[] content = file.readAllBytes();
            return parse(new GZIPInputStream(new ByteArrayInputStream(content)), Digest.of(content));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The days before a date. */
    List<Example<RidershipDay, Ridership>> before(LocalDate date) {
        return days.stream().filter(day -> day.input().date().isBefore(date)).toList();
    }

    /** The days from a date until before another. */
    List<Example<RidershipDay, Ridership>> between(LocalDate from, LocalDate until) {
        return before(until).stream()
                .filter(day -> !day.input().date().isBefore(from))
                .toList();
    }

    /** Reads one column of an input. */
    ToDoubleFunction<RidershipDay> column(String name) {
        int index = columns.indexOf(name);
        return day -> day.measured().get(index);
    }

    /** What monitors watch: every column by its name. */
    Features<RidershipDay> features() {
        Features.Builder<RidershipDay> features = Features.builder();
        columns.forEach(name -> features.numeric(name, column(name)));
        return features.build();
    }

    private static RidershipTable parse(InputStream csv, Digest digest) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser rows = format.parse(new InputStreamReader(csv, StandardCharsets.US_ASCII))) {
            List<String> names = rows.getHeaderNames();
            List<Example<RidershipDay, Ridership>> days = new ArrayList<>();
            for (CSVRecord row : rows) {
                days.add(day(row));
            }
            return new RidershipTable(List.copyOf(names.subList(1, names.size() - 1)), List.copyOf(days), digest);
        }
    }

    private static Example<RidershipDay, Ridership> day(CSVRecord row) {
        List<Double> measured = new ArrayList<>();
        for (int column = 1; column < row.size() - 1; column++) {
            measured.add(Double.valueOf(row.get(column)));
        }
        return Example.of(
                new RidershipDay(LocalDate.parse(row.get(row.size() - 1)), measured),
                new Ridership(Double.parseDouble(row.get(0))));
    }
}
