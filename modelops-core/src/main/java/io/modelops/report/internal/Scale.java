package io.modelops.report.internal;

/**
 * Where values lie in a drawing.
 *
 * @param from the value at the start
 * @param to the value at the end, greater than {@code from}
 * @param start the place of {@code from}, in pixels
 * @param end the place of {@code to}, in pixels
 */
record Scale(double from, double to, double start, double end) {
    double place(double value) {
        return start + (value - from) / (to - from) * (end - start);
    }

    boolean shows(double value) {
        return value >= from && value <= to;
    }
}
