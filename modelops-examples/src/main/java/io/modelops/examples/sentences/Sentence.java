package io.modelops.examples.sentences;

/**
 * The input of the model.
 *
 * @param text a sentence in plain English
 */
record Sentence(String text) {}
