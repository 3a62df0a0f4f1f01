package io.modelops.examples.churn;

/** A customer of a subscription, as the application knows one. */
record Customer(String plan, double tenureMonths, double monthlyCharge, int supportCalls) {}
