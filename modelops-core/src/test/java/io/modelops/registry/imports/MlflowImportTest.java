package io.modelops.registry.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.Manifest;
import io.modelops.model.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlflowImportTest {
    @TempDir
    private Path directory;

    private ImportFixture fixture;

    @BeforeEach
    void open() {
        fixture = new ImportFixture(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void mlflowModel_onnxFlavor_isRegisteredWithItsRunAndItsDocument() {
        ImportReport report = Importers.mlflowModel(fixture.sources.mlflowModel("model"))
                .into(fixture.registry, "churn")
                .orElseThrow();

        ModelVersion version = report.version();
        assertThat(version.format()).isEqualTo("onnx");
        assertThat(version.description().manifest().files())
                .extracting(Manifest.File::path)
                .containsExactly("model.onnx", "weights.bin");
        assertThat(version.signature()).contains(OnnxImportTest.SIGNATURE);
        assertThat(version.lineage().cause()).isEqualTo("mlflow run 7c1e9b7a2f3d4c5e8f6a1b2c3d4e5f60");
        assertThat(version.description().parameters())
                .containsEntry("mlflow.run_id", "7c1e9b7a2f3d4c5e8f6a1b2c3d4e5f60")
                .containsEntry("mlflow.model_uuid", "0d9f2d1c4b3e4d5f8a7b6c5d4e3f2a1b")
                .containsEntry("mlflow.library_version", "3.4.0")
                .containsEntry("mlflow.metadata.team", "growth");
        assertThat(fixture.registry.attachment(version, "mlflow/MLmodel"))
                .contains(Sources.ONNX_FLAVOR.getBytes(StandardCharsets.UTF_8));
        assertThat(fixture.registry.attachment(version, "mlflow/input-example")).isPresent();
        assertThat(ImportFixture.items(report.unmapped()))
                .contains("flavor python_function", "conda.yaml", "requirements.txt", "code/train.py");
        assertThat(report.unmapped()).anyMatch(note -> note.text().contains("code that runs"));
    }

    @Test
    void mlflowModel_copyFromARegistry_saysOfWhichVersion() {
        fixture.sources.mlflowModel("model");
        fixture.sources.text("model/registered_model_meta", "model_name: churn-risk\nmodel_version: '7'\n");

        ImportReport report = Importers.mlflowModel(fixture.sources.root().resolve("model"))
                .into(fixture.registry, "churn")
                .orElseThrow();

        assertThat(report.version().description().parameters())
                .containsEntry("mlflow.name", "churn-risk")
                .containsEntry("mlflow.version", "7");
        assertThat(ImportFixture.items(report.unmapped())).doesNotContain("registered_model_meta");
    }

    @Test
    void mlflowModel_onlyFlavorsThatCantBeLoaded_isLeftBehind() {
        fixture.sources.text("model/MLmodel", Sources.SKLEARN_FLAVOR);
        fixture.sources.bytes("model/model.pkl", new byte[] {(byte) 0x80, 4, '.'});

        ImportReport report =
                Importers.mlflowModel(fixture.sources.root().resolve("model")).into(fixture.registry, "churn");

        assertThat(report.versions()).isEmpty();
        assertThat(ImportFixture.items(report.unmapped())).containsExactly("flavor python_function", "flavor sklearn");
        assertThat(fixture.registry.head()).isEmpty();
    }

    @Test
    void mlflowModel_alsoNotLoadable_isKeptUnderAFormatThatNoRuntimeTakes() {
        fixture.sources.text("model/MLmodel", Sources.SKLEARN_FLAVOR);
        fixture.sources.bytes("model/model.pkl", new byte[] {(byte) 0x80, 4, '.'});

        ModelVersion version = Importers.mlflowModel(fixture.sources.root().resolve("model"))
                .alsoNotLoadable()
                .into(fixture.registry, "churn")
                .orElseThrow()
                .version();

        assertThat(version.format()).isEqualTo("mlflow-sklearn");
        assertThat(version.signature().orElseThrow())
                .hasToString("Signature[inputs=[charge FLOAT64[-1], plan STRING[-1]], outputs=[leaves INT64[-1]],"
                        + " features=[]]");
    }

    @Test
    void mlflowRegistry_inFiles_hasReadyVersionsInOrderWithTagsAndAliases() {
        fixture.sources.mlflowModel("mlruns/0/run/artifacts/model");
        String source = "file:///srv/mlruns/0/run/artifacts/model";
        fixture.sources.text("mlruns/models/churn/meta.yaml", "name: churn\ndescription: who leaves\n");
        fixture.sources.text("mlruns/models/churn/tags/domain", "telco");
        fixture.sources.mlflowVersion("churn", 10, source, "Production", "READY");
        fixture.sources.mlflowVersion("churn", 2, source, "None", "READY");
        fixture.sources.mlflowVersion("churn", 3, source, "Deleted_Internal", "READY");
        fixture.sources.mlflowVersion("churn", 4, source, "None", "FAILED_REGISTRATION");
        fixture.sources.mlflowVersion("churn", 5, "s3://elsewhere/model", "None", "READY");
        fixture.sources.text("mlruns/models/churn/version-10/tags/approved.by", "ben\n");
        fixture.sources.text("mlruns/models/churn/aliases/champion", "10");
        fixture.sources.text("mlruns/models/churn/aliases/Challenger", "2");
        fixture.sources.text("mlruns/models/churn/aliases/old", "3");

        ImportReport report = Importers.mlflowRegistry(
                        fixture.sources.root().resolve("mlruns"),
                        Map.of("file:///srv/mlruns", fixture.sources.root().resolve("mlruns")))
                .into(fixture.registry);

        assertThat(report.versions())
                .extracting(ImportReport.Imported::source)
                .containsExactly("churn/version-2", "churn/version-10");
        ModelVersion tenth = report.find("churn/version-10").orElseThrow();
        assertThat(tenth).hasToString("churn:2").isEqualTo(fixture.registry.get("churn@champion"));
        assertThat(tenth.description().parameters())
                .containsEntry("mlflow.version", "10")
                .containsEntry("mlflow.user", "ana");
        assertThat(tenth.description().text()).isEqualTo("try 10");
        assertThat(fixture.registry.tags(tenth))
                .containsEntry("approved.by", "ben")
                .containsEntry("mlflow.stage", "Production");
        assertThat(fixture.registry.aliases("churn")).containsOnlyKeys("champion");
        assertThat(ImportFixture.items(report.unmapped()))
                .contains("tag domain", "version 3", "version 4", "alias Challenger", "stage Production");
        assertThat(report.refused())
                .singleElement()
                .asString()
                .contains("s3://elsewhere/model")
                .contains("was not told to look");
    }

    @Test
    void mlflowRegistry_inSql_hasReadyVersionsInOrderWithTagsAndAliases() throws SQLException {
        fixture.sources.mlflowModel("bucket/1/model");
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:mlflow;DB_CLOSE_DELAY=-1;NON_KEYWORDS=KEY,VALUE");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE registered_models(name VARCHAR(256) PRIMARY KEY, creation_time BIGINT,
                      last_updated_time BIGINT, description VARCHAR(5000));
                    CREATE TABLE model_versions(name VARCHAR(256), version INT, creation_time BIGINT,
                      last_updated_time BIGINT, description VARCHAR(5000), user_id VARCHAR(256),
                      current_stage VARCHAR(20), source VARCHAR(500), run_id VARCHAR(32), run_link VARCHAR(500),
                      status VARCHAR(20), status_message VARCHAR(500), storage_location VARCHAR(500),
                      PRIMARY KEY(name, version));
                    CREATE TABLE registered_model_tags(key VARCHAR(250), value VARCHAR(5000), name VARCHAR(256));
                    CREATE TABLE model_version_tags(key VARCHAR(250), value VARCHAR(5000), name VARCHAR(256), version INT);
                    CREATE TABLE registered_model_aliases(alias VARCHAR(256), version INT, name VARCHAR(256));
                    INSERT INTO registered_models VALUES('Churn Model', 1, 2, 'who leaves');
                    INSERT INTO model_versions VALUES
                      ('Churn Model', 1, 1, 1, 'first', 'ana', 'None', 'runs:/7c/model', '7c', NULL, 'READY', NULL,
                       's3://models/1/model'),
                      ('Churn Model', 2, 1, 1, NULL, 'ana', 'Deleted_Internal', 'x', NULL, NULL, 'READY', NULL, NULL),
                      ('Churn Model', 3, 1, 1, NULL, NULL, 'None', 's3://models/../etc', NULL, NULL, 'READY', NULL, NULL),
                      ('Churn Model', 4, 1, 1, NULL, NULL, 'None', 's3://models/1/model', NULL, NULL, 'READY', NULL, '');
                    INSERT INTO model_version_tags VALUES('gate', 'passed', 'Churn Model', 4);
                    INSERT INTO registered_model_tags VALUES('domain', 'telco', 'Churn Model');
                    INSERT INTO registered_model_aliases VALUES('champion', 4, 'Churn Model'), ('lost', 9, 'Churn Model');
                    """);
        }

        ImportReport report = Importers.mlflowRegistry(
                        database, Map.of("s3://models/", fixture.sources.root().resolve("bucket")))
                .named(name -> name.toLowerCase(Locale.ROOT).replace(' ', '-'))
                .into(fixture.registry);

        assertThat(report.versions())
                .extracting(ImportReport.Imported::source)
                .containsExactly("Churn Model/version-1", "Churn Model/version-4");
        ModelVersion fourth = fixture.registry.get("churn-model@champion");
        assertThat(fourth.description().parameters())
                .containsEntry("mlflow.version", "4")
                .containsEntry("mlflow.name", "Churn Model");
        assertThat(fixture.registry.tags(fourth)).containsEntry("gate", "passed");
        assertThat(report.refused()).singleElement().asString().contains("leads out of the source");
        assertThat(ImportFixture.items(report.unmapped()))
                .contains("tag domain", "alias lost", "version 2", "description");
    }

    @Test
    void mlflowRegistry_nameThatIsNotAllowed_isRefusedAndSaysWhatToDo() {
        fixture.sources.mlflowModel("mlruns/0/model");
        fixture.sources.mlflowVersion("Churn", 1, "mlruns:/0/model", "None", "READY");

        ImportReport report = Importers.mlflowRegistry(
                        fixture.sources.root().resolve("mlruns"),
                        Map.of("mlruns:/", fixture.sources.root().resolve("mlruns")))
                .into(fixture.registry);

        assertThat(report.versions()).isEmpty();
        assertThat(report.refused()).singleElement().asString().contains("named()");
    }
}
