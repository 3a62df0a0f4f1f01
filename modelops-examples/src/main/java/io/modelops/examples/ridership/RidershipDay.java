package io.modelops.examples.ridership;

import java.time.LocalDate;
import java.util.List;

/**
 * What is known of a day in advance: the input of the model.
 *
 * @param date the day
 * @param measured the columns of the table between ridership and date, in order: entries at 20 stations a fortnight
 *     before, in thousands; the weather; which teams play
 */
record RidershipDay(LocalDate date, List<Double> measured) {
    RidershipDay {
        measured = List.copyOf(measured);
    }
}
