package io.modelops.examples.ridership;

import java.time.LocalDate;

/**
 * How one day went.
 *
 * @param date the day
 * @param alone the absolute error of the model that is left alone, in thousands
 * @param loop the absolute error of the answer that the loop gave, in thousands
 * @param version the number of the version that gave it
 */
record PlayedDay(LocalDate date, double alone, double loop, int version) {}
