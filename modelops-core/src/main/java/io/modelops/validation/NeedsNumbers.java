package io.modelops.validation;

/** Marks a check that can only be evaluated if answers can be read as numbers, so that a builder can say so early. */
interface NeedsNumbers {}
