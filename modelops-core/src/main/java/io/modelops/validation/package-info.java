/**
 * Judges a version before it serves anybody: a {@link io.modelops.validation.Validator}, the entry type, runs it over a
 * labelled holdout and evaluates requirements made by {@link io.modelops.validation.Checks}. What comes out is a
 * {@link io.modelops.validation.ValidationReport}: pass, fail, or inconclusive where the data do not decide.
 */
@NullMarked
package io.modelops.validation;

import org.jspecify.annotations.NullMarked;
