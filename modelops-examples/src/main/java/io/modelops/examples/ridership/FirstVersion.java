package io.modelops.examples.ridership;

import io.modelops.ModelOps;
import io.modelops.examples.common.Scratch;
import io.modelops.model.Actor;
import io.modelops.model.Example;
import io.modelops.model.ModelVersion;
import io.modelops.spi.TrainedModel;
import io.modelops.spi.TrainingRequest;
import io.modelops.validation.ValidationReport;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** How the first version comes to serve: trained, registered with all that is known of it, validated, approved. */
final class FirstVersion {
    private static final int GOLDEN_EXAMPLES = 7;
    private static final Actor ANALYST = Actor.by("analyst");

    private FirstVersion() {}

    static ModelVersion putIntoService(ModelOps ops, RidershipTable table, long seed)
            throws IOException, InterruptedException {
        List<Example<RidershipDay, Ridership>> known = table.before(RidershipPolicy.FIRST_DAY);
        int cut = known.size() - RidershipPolicy.FIRST_HOLDOUT_DAYS;
        List<Example<RidershipDay, Ridership>> holdout = known.subList(cut, known.size());

        ModelVersion version = train(ops, table, known.subList(0, cut), holdout, seed);
        ValidationReport report = RidershipPolicy.gateForTheFirst(ops, table).validate(version, holdout);
        report.orElseThrow();
        ops.registry().approve(version, ANALYST, "better than the value of a fortnight before");
        ops.registry()
                .point(RidershipPolicy.ALIAS)
                .by(ANALYST)
                .because("the first version that passed")
                .to(version);
        return version;
    }

    private static ModelVersion train(
            ModelOps ops,
            RidershipTable table,
            List<Example<RidershipDay, Ridership>> training,
            List<Example<RidershipDay, Ridership>> holdout,
            long seed)
            throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.create("ridership-training-")) {
            TrainedModel trained = RidershipNetwork.trainer(table.features())
                    .train(new TrainingRequest<>(
                            training, null, "the first version", scratch.directory(), seed, share -> {}));
            List<Example<RidershipDay, Ridership>> answers = TrialRun.answers(
                    trained, holdout.stream().map(Example::input).toList());
            return register(ops, trained, table, holdout, answers);
        }
    }

    private static ModelVersion register(
            ModelOps ops,
            TrainedModel trained,
            RidershipTable table,
            List<Example<RidershipDay, Ridership>> holdout,
            List<Example<RidershipDay, Ridership>> answers) {
        return ops.registry()
                .register(
                        RidershipPolicy.MODEL,
                        trained.files(),
                        model -> model.trained(trained)
                                .metric("mae", meanAbsoluteError(holdout, answers))
                                .goldenExamples(answers.subList(0, GOLDEN_EXAMPLES))
                                .trainedOn(table.digest())
                                .owner("service-planning")
                                .describedAs("one hidden layer, trained on the days to the end of 2003")
                                .by(ANALYST)
                                .because("the first version"));
    }

    private static double meanAbsoluteError(
            List<Example<RidershipDay, Ridership>> truth, List<Example<RidershipDay, Ridership>> answers) {
        return IntStream.range(0, truth.size())
                .mapToDouble(day -> Math.abs(truth.get(day).expected().thousands()
                        - answers.get(day).expected().thousands()))
                .average()
                .orElseThrow();
    }
}
