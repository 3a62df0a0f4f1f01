package io.modelops.model;

/**
 * An answer of a model that can be read as one number: a probability, a score, a forecast. An output type that
 * implements it works with every numeric metric, monitor and guard without further configuration.
 */
@FunctionalInterface
public interface Scored {
    /**
     * The number.
     *
     * @return a finite number, or NaN if the model gave none
     */
    double score();
}
