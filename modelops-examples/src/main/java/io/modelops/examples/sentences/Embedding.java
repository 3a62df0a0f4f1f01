package io.modelops.examples.sentences;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The answer of the model: a direction that stands for what a sentence means.
 *
 * @param direction a vector of length 1
 */
record Embedding(List<Float> direction) {
    Embedding {
        direction = List.copyOf(direction);
    }

    /** How alike two meanings are: 1 for the same, about 0 for unrelated ones. */
    double similarityTo(Embedding other) {
        return IntStream.range(0, direction.size())
                .mapToDouble(index -> (double) direction.get(index) * other.direction.get(index))
                .sum();
    }
}
