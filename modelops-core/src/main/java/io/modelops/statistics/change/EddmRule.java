package io.modelops.statistics.change;

/** How much closer together than ever errors may come, and from how many errors on it is judged, by which deviation. */
record EddmRule(double warning, double alarm, int leastErrors, boolean sampleDeviation) {}
