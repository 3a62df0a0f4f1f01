package io.modelops.examples.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.ModelOps;
import io.modelops.model.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says of a registry in a database works. */
class DatabaseExampleTest {
    @Test
    void open_twice_sharesVersionsAndAliases(@TempDir Path directory) throws IOException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:" + directory.resolve("models").toAbsolutePath());
        Path file = Files.writeString(directory.resolve("churn.onnx"), "stands for a model");

        try (ModelOps one = DatabaseExample.open(database);
                ModelOps other = DatabaseExample.open(database)) {
            ModelVersion version = one.registry().register("churn", file, model -> {});
            one.registry().point("champion").to(version);
            other.registry().refresh();

            assertThat(other.registry().get("churn@champion")).isEqualTo(version);
        }
    }
}
