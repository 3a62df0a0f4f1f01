package io.modelops.monitoring;

import io.modelops.model.Features;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** 4,454 applications for credit: the data set {@code credit_data} of the R package modeldata (MIT licence). */
record CreditData(List<String> columns, List<List<String>> rows) {
    private static final List<String> CATEGORICAL = List.of("Status", "Home", "Marital", "Records", "Job");

    static CreditData read() {
        InputStream file = Objects.requireNonNull(CreditData.class.getResourceAsStream("credit.csv.gz"));
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))) {
            List<List<String>> lines = reader.lines()
                    .map(line -> List.of(line.replace("\"", "").split(",", -1)))
                    .toList();
            return new CreditData(lines.get(0), lines.subList(1, lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Features<List<String>> features() {
        Features.Builder<List<String>> features = Features.builder();
        for (int column = 0; column < columns.size(); column++) {
            int index = column;
            if (CATEGORICAL.contains(columns.get(column))) {
                features.categorical(columns.get(column), row -> known(row.get(index)));
            } else {
                features.numeric(columns.get(column), row -> {
                    String value = known(row.get(index));
                    return value == null ? Double.NaN : Double.parseDouble(value);
                });
            }
        }
        return features.build();
    }

    /** Rows drawn with replacement: independent rows of one distribution, however many. */
    List<List<String>> drawn(int number, SplittableRandom random) {
        return IntStream.range(0, number)
                .mapToObj(draw -> rows.get(random.nextInt(rows.size())))
                .toList();
    }

    private static @Nullable String known(String value) {
        return value.equals("NA") ? null : value;
    }
}
