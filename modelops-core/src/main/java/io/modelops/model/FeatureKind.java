package io.modelops.model;

/** What the values of a feature mean, whatever type they have in a tensor. */
public enum FeatureKind {
    /** A number that is more or less than others. */
    NUMERIC,
    /** One of a set of categories, also if it is written as a number. */
    CATEGORICAL,
    /** Free text. */
    TEXT,
    /** A point in time. */
    TIME,
    /** Something else, such as a picture or a sound. */
    OTHER
}
