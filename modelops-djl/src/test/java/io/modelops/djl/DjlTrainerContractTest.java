package io.modelops.djl;

import ai.djl.nn.core.Linear;
import ai.djl.training.loss.Loss;
import io.modelops.model.Example;
import io.modelops.spi.Trainer;
import io.modelops.spi.TrainerContract;
import java.util.List;
import java.util.stream.IntStream;

class DjlTrainerContractTest extends TrainerContract<DjlTrainerContractTest.Pair, Double> {
    record Pair(double a, double b) {}

    @Override
    protected Trainer<Pair, Double> createTrainer() {
        return DjlTrainer.builder(Pair.class, Double.class)
                .block(
                        "line",
                        options -> Linear.builder().setUnits(options.outputs()).build())
                .loss(Loss::l2Loss)
                .epochs(3)
                .build();
    }

    @Override
    protected List<Example<Pair, Double>> examples() {
        return IntStream.range(0, 64)
                .mapToObj(row -> Example.of(new Pair(row % 8, row / 8), row % 8 + 2.0 * (row / 8)))
                .toList();
    }
}
