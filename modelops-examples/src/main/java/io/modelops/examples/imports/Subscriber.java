package io.modelops.examples.imports;

/**
 * A customer, in the order of the columns that the model was trained with.
 *
 * @param tenureYears for how long
 * @param charge the monthly charge in units of 50
 * @param supportCalls how often they called
 */
record Subscriber(float tenureYears, float charge, float supportCalls) {}
