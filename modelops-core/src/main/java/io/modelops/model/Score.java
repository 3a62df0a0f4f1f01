package io.modelops.model;

/**
 * The plainest answer of a model: one number. As a label of a classifier it is 1 for the positive class and 0 otherwise.
 *
 * @param score the number
 */
public record Score(double score) implements Scored {}
