package io.modelops.statistics.change;

/** How far above its lowest point the error rate may be, and from when on it is judged. */
record DdmRule(double warning, double alarm, int leastObservations, int leastErrors) {}
