package io.modelops.registry.imports;

import io.modelops.registry.imports.internal.ArtifactRoots;
import io.modelops.registry.imports.internal.DjlLayout;
import io.modelops.registry.imports.internal.HuggingFaceLayout;
import io.modelops.registry.imports.internal.ImportSettings;
import io.modelops.registry.imports.internal.Layout;
import io.modelops.registry.imports.internal.MlflowFileLayout;
import io.modelops.registry.imports.internal.MlflowModelLayout;
import io.modelops.registry.imports.internal.MlflowSqlLayout;
import io.modelops.registry.imports.internal.OnnxLayout;
import io.modelops.registry.imports.internal.TensorFlowServingLayout;
import io.modelops.registry.imports.internal.TritonLayout;
import java.nio.file.Path;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Takes into a registry what other tools have.
 *
 * <pre>{@code
 * ImportReport report = Importers.mlflowModel(Path.of("mlruns/0/9f2c/artifacts/model"))
 *     .into(registry, "churn")
 *     .orElseThrow();
 * registry.point("champion").to(report.version());
 * report.unmapped().forEach(note -> log.info("left behind: {}", note));
 *
 * Importers.mlflowRegistry(dataSource, Map.of("s3://models/mlflow", Path.of("/mnt/mlflow")))
 *     .named(name -> name.toLowerCase(Locale.ROOT).replace(' ', '-'))
 *     .into(registry);
 * }</pre>
 *
 * <p>Only what the source says is read, and only data are copied: nothing in it is run, no class of it is loaded, and no
 * link or path in it is followed out of it. What is read has limits, so that a hostile source can be refused and nothing
 * worse. Numbers and names of the source stay with a version as parameters, such as {@code mlflow.version}; the documents
 * that describe it stay word for word as attachments, such as {@code mlflow/MLmodel}.
 */
public final class Importers {
    private Importers() {}

    /**
     * A bare ONNX file. Its inputs, outputs and metadata are read without an engine; files beside it that hold its
     * weights come along.
     *
     * @param file the file
     * @return the import
     */
    public static ModelImport onnx(Path file) {
        return model("an ONNX file", new OnnxLayout(file));
    }

    /**
     * A model as MLflow logs it: a directory with a file {@code MLmodel}. Of its flavors, {@code onnx} can be loaded; a
     * model that has only others is left behind unless {@link ModelImport#alsoNotLoadable()} is said.
     *
     * @param directory the directory that {@code MLmodel} lies in
     * @return the import
     */
    public static ModelImport mlflowModel(Path directory) {
        return model("an MLflow model", new MlflowModelLayout(directory));
    }

    /**
     * A model registry that MLflow keeps in files: all versions that are ready and not deleted, with their tags and
     * aliases.
     *
     * @param root the directory that {@code models} lies in, usually {@code mlruns}
     * @param artifacts where the files are: directories by how the sources of versions begin, such as
     *     {@code file:///srv/mlruns}; a source that begins otherwise is refused
     * @return the import
     */
    public static RepositoryImport mlflowRegistry(Path root, Map<String, Path> artifacts) {
        return repository("an MLflow registry in files", new MlflowFileLayout(root, new ArtifactRoots(artifacts)));
    }

    /**
     * A model registry that MLflow keeps in a database: all versions that are ready and not deleted, with their tags and
     * aliases. The tables are only read.
     *
     * @param database the database, with MLflow's tables in its default schema
     * @param artifacts where the files are: directories by how the sources of versions begin, such as
     *     {@code s3://models/mlflow}; a source that begins otherwise is refused
     * @return the import
     */
    public static RepositoryImport mlflowRegistry(DataSource database, Map<String, Path> artifacts) {
        return repository("an MLflow registry in SQL", new MlflowSqlLayout(database, new ArtifactRoots(artifacts)));
    }

    /**
     * A model repository of the Triton server: models with their {@code config.pbtxt} and versions. ONNX and TorchScript
     * can be loaded; models of other backends are left behind unless {@link RepositoryImport#alsoNotLoadable()} is said,
     * and those of the Python backend are refused.
     *
     * @param directory the repository
     * @return the import
     */
    public static RepositoryImport tritonRepository(Path directory) {
        return repository("a Triton model repository", new TritonLayout(directory));
    }

    /**
     * The versions of a model as TensorFlow Serving watches them: directories named by numbers, each with a saved model.
     * They get the format {@code tensorflow}.
     *
     * @param directory the directory that the numbers lie in
     * @return the import
     */
    public static ModelImport tensorFlowServing(Path directory) {
        return model("TensorFlow Serving's versions", new TensorFlowServingLayout(directory));
    }

    /**
     * A model directory of DJL, with or without {@code serving.properties}. A directory that brings code along, or whose
     * settings name a native library, a script, a block factory or a place to load from, is refused; a translator that
     * they name is left behind.
     *
     * @param directory the directory
     * @return the import
     */
    public static ModelImport djlModel(Path directory) {
        return model("a DJL model", new DjlLayout(directory));
    }

    /**
     * A snapshot in the cache of the Hugging Face hub, its files checked against the digests they are named by.
     *
     * @param repository the directory of one repository in the cache, such as {@code models--acme--churn}
     * @param revision a branch or tag, such as {@code main}, or a commit
     * @return the import
     */
    public static ModelImport huggingFaceCache(Path repository, String revision) {
        return model("the Hugging Face cache", new HuggingFaceLayout(repository, revision));
    }

    private static ModelImport model(String kind, Layout layout) {
        return new ModelImport(kind, layout, ImportSettings.defaults());
    }

    private static RepositoryImport repository(String kind, Layout layout) {
        return new RepositoryImport(kind, layout, ImportSettings.defaults());
    }
}
