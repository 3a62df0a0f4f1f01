/**
 * Estimating how well a model performs before the true outcomes are known. Start with
 * {@link io.modelops.monitoring.estimation.BinaryEstimation} for a classifier with one score, with
 * {@link io.modelops.monitoring.estimation.MulticlassEstimation} for several classes, or with
 * {@link io.modelops.monitoring.estimation.LossEstimation} for regression. An estimation is learnt once from labelled
 * reference data, is small and immutable, and needs no labels from then on. What it says is an
 * {@link io.modelops.monitoring.estimation.Estimate}, never a measurement: it is right as long as the relation of inputs
 * and outcomes is what it was, so compare it with the truth when that arrives.
 */
@NullMarked
package io.modelops.monitoring.estimation;

import org.jspecify.annotations.NullMarked;
