package io.modelops.examples.imports;

import io.modelops.ModelOps;
import io.modelops.deployment.Deployment;
import io.modelops.deployment.Prediction;
import io.modelops.examples.common.Scratch;
import io.modelops.model.Score;
import io.modelops.registry.imports.ImportReport;
import io.modelops.registry.imports.Importers;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/** Imports a model that MLflow logged, says what came along and what did not, deploys it and predicts. */
public final class MlflowImportExample {
    private MlflowImportExample() {}

    /**
     * Runs the example.
     *
     * @param arguments the directory of an MLflow model that takes three numbers; without one, the example's own
     * @throws IOException if the model's files can't be copied
     */
    public static void main(String[] arguments) throws IOException {
        try (Scratch files = Scratch.create("mlflow-model-");
                Scratch registry = Scratch.create("mlflow-registry-")) {
            Path model = files.directory();
            if (arguments.length == 0) {
                MlflowDirectory.copyTo(model);
            } else {
                model = Path.of(arguments[0]);
            }
            run(model, registry.directory(), new Subscriber(1, 1.2f, 3), System.out);
        }
    }

    static Prediction<Score> run(Path mlflowModel, Path registry, Subscriber subscriber, PrintStream out) {
        try (ModelOps ops = ModelOps.open(registry)) {
            ImportReport report = Importers.mlflowModel(mlflowModel)
                    .into(ops.registry(), "churn")
                    .orElseThrow();
            report.mapped().forEach(note -> out.println("carried over  " + note));
            report.unmapped().forEach(note -> out.println("left behind   " + note));

            ops.registry().point("champion").because("taken over from MLflow").to(report.version());
            try (Deployment<Subscriber, Score> churn = ops.deploy("churn@champion", Subscriber.class, Score.class)) {
                Prediction<Score> answer = churn.predict(subscriber);
                out.printf(
                        Locale.ROOT,
                        "import ok version=%s probability=%.4f%n",
                        answer.version(),
                        answer.value().score());
                return answer;
            }
        }
    }
}
