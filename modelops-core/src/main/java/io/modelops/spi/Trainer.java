package io.modelops.spi;

/**
 * Trains a new version.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
@FunctionalInterface
public interface Trainer<I, O> {
    /**
     * Trains a model and leaves its files in the request's directory.
     *
     * @param request the data, the reason, and where to write
     * @return the files and what is to be said of them
     * @throws Exception if no model could be trained; whoever asked learns it as thrown
     */
    TrainedModel train(TrainingRequest<I, O> request) throws Exception;
}
