/**
 * A transformer behind the same few calls: {@link io.modelops.examples.sentences.SentenceSimilarityExample} deploys
 * all-MiniLM-L6-v2, compares sentences, and swaps the model while it is being asked.
 */
@NullMarked
package io.modelops.examples.sentences;

import org.jspecify.annotations.NullMarked;
