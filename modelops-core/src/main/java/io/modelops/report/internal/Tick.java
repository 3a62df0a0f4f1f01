package io.modelops.report.internal;

/**
 * A labelled place on an axis.
 *
 * @param value the value
 * @param label the value in words
 */
record Tick(double value, String label) {}
