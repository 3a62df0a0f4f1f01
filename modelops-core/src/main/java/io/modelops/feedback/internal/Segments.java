package io.modelops.feedback.internal;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The files of a prediction log: {@code <day>/<writer>-<number>.jsonl}, days in UTC. Each start of a writer has a name of
 * its own, so no two ever write the same file, and none is ever opened again to be written.
 *
 * @param directory the directory of the log
 */
record Segments(Path directory) {
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern SEGMENT = Pattern.compile("[0-9a-f]{16}-\\d{6,}\\.jsonl");

    /** The name of a writer's segment. */
    static String name(String writer, int number) {
        return String.format(Locale.ROOT, "%s-%06d.jsonl", writer, number);
    }

    /** The day to which a segment belongs. */
    static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /** The name of the writer of a segment. */
    static String writer(Path segment) {
        String name = String.valueOf(segment.getFileName());
        return name.substring(0, name.indexOf('-'));
    }

    /** The days that have segments, oldest first. */
    List<Path> days() throws IOException {
        return list(directory, DAY);
    }

    /** The segments of a day, each writer's in the order in which they were written. */
    List<Path> ofDay(Path day) throws IOException {
        return list(day, SEGMENT);
    }

    /** All segments, newest day first. */
    List<Path> newestFirst() throws IOException {
        List<Path> segments = new ArrayList<>();
        for (Path day : days()) {
            segments.addAll(ofDay(day));
        }
        segments.sort(Comparator.reverseOrder());
        return segments;
    }

    /** Removes all days before one. */
    void removeBefore(LocalDate first) throws IOException {
        for (Path day : days()) {
            if (String.valueOf(day.getFileName()).compareTo(first.toString()) < 0) {
                for (Path segment : ofDay(day)) {
                    Files.deleteIfExists(segment);
                }
                Files.deleteIfExists(day);
            }
        }
    }

    private static List<Path> list(Path directory, Pattern names) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (names.matcher(String.valueOf(entry.getFileName())).matches()) {
                    found.add(entry);
                }
            }
        } catch (NoSuchFileException removedMeanwhile) {
            return List.of();
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }
}
