package io.modelops.examples.serving;

/** A customer, in the order of the columns that the model was trained with. */
record Client(float tenureYears, float charge, float supportCalls) {
    String id() {
        return "client-" + hashCode();
    }

    boolean isPilot() {
        return supportCalls > 100;
    }
}
