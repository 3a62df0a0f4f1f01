package io.modelops.validation;

import io.modelops.spi.CheckResult;
import java.time.Duration;

/**
 * What one check came to.
 *
 * @param name the requirement in words
 * @param result what it found
 * @param took how long it took to judge, including what had to be run for it
 */
public record CheckOutcome(String name, CheckResult result, Duration took) {}
