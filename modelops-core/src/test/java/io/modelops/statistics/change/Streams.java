package io.modelops.statistics.change;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** The streams that the detectors of River are tested with, and what a detector says about a stream. */
final class Streams {
    static final double[] LEVEL_SHIFT = read("level-shift.txt");
    static final double[] ERROR_RATE_RISE = read("error-rate-rise.txt");
    static final double[] ERROR_RATE_STEPS = read("error-rate-steps.txt");

    private Streams() {}

    private static double[] read(String name) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Streams.class.getResourceAsStream(name)), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the alarms are. */
    static List<Integer> alarms(ChangeDetector detector, double[] stream) {
        return IntStream.range(0, stream.length)
                .filter(i -> detector.add(stream[i]).isAlarm())
                .boxed()
                .toList();
    }

    /** What is not stable, as "index:signal". */
    static List<String> signals(ChangeDetector detector, double[] stream) {
        List<String> signals = new ArrayList<>();
        for (int i = 0; i < stream.length; i++) {
            ChangeDetector.Signal signal = detector.add(stream[i]);
            if (signal != ChangeDetector.Signal.STABLE) {
                signals.add(i + ":" + signal);
            }
        }
        return signals;
    }
}
