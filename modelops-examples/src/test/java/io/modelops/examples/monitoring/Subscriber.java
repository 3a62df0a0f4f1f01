package io.modelops.examples.monitoring;

/** A customer, in the order of the columns that the model was trained with. */
record Subscriber(float tenureYears, float charge, float supportCalls) {}
