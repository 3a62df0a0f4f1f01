package io.modelops.statistics.change;

/** Which changes of a level count. */
public enum Direction {
    /** Only a rise, such as of errors. */
    INCREASE,
    /** Only a fall, such as of hits. */
    DECREASE,
    /** Either. */
    BOTH;

    boolean hasIncrease() {
        return this != DECREASE;
    }

    boolean hasDecrease() {
        return this != INCREASE;
    }
}
