package io.modelops.monitoring;

import io.modelops.spi.Finding;
import java.time.Instant;

/**
 * The latest finding of a monitor about a subject.
 *
 * @param monitor the name of the monitor
 * @param at when it was found
 * @param finding what it found
 */
public record Reading(String monitor, Instant at, Finding finding) {}
