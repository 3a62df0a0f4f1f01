package io.modelops.examples.ridership;

import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.loss.Loss;
import io.modelops.djl.BlockOptions;
import io.modelops.djl.DjlRuntime;
import io.modelops.djl.DjlTrainer;
import io.modelops.model.Features;
import io.modelops.monitoring.Profiler;

/** The network: one hidden layer between standardised inputs and a standardised answer. */
final class RidershipNetwork {
    private static final String BLOCK = "ridership";

    private RidershipNetwork() {}

    /** Runs versions of the network. */
    static DjlRuntime runtime() {
        return DjlRuntime.builder()
                .block(BLOCK, RidershipNetwork::layers)
                .encode(RidershipDay.class, RidershipFeatures::of)
                .decode(Ridership.class, answer -> new Ridership(answer[0]))
                .build();
    }

    /** Trains the network; the same days and the same seed give the same bytes. */
    static DjlTrainer<RidershipDay, Ridership> trainer(Features<RidershipDay> watched) {
        return DjlTrainer.builder(RidershipDay.class, Ridership.class)
                .block(BLOCK, RidershipNetwork::layers)
                .option("hidden", 32)
                .encode(RidershipFeatures::of)
                .loss(Loss::l1Loss)
                .learningRate(3e-3)
                .weightDecay(1)
                .epochs(60)
                .batchSize(64)
                // A flag that was never set in training must not decide the answer on the day it first is.
                .limitInputs(4)
                .standardiseOutputs()
                .profile(days -> Profiler.of(watched).profile(days))
                .build();
    }

    private static Block layers(BlockOptions options) {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(options.whole("hidden")).build())
                .add(Activation.reluBlock())
                .add(Linear.builder().setUnits(options.outputs()).build());
    }
}
