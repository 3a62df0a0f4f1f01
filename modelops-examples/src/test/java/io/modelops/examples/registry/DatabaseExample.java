package io.modelops.examples.registry;

import io.modelops.ModelOps;
import io.modelops.jdbc.JdbcArtifactStore;
import io.modelops.jdbc.JdbcRegistryStore;
import io.modelops.jdbc.JdbcSchema;
import javax.sql.DataSource;

/** What the README says of a registry in a database, between the markers. */
final class DatabaseExample {
    private DatabaseExample() {}

    static ModelOps open(DataSource dataSource) {
        // readme: begin
        JdbcSchema.create(dataSource); // or let Flyway run classpath:db/modelops/postgresql
        ModelOps ops = ModelOps.builder()
                .registry(registry -> registry.stores(
                        JdbcRegistryStore.open(dataSource), // the log
                        JdbcArtifactStore.open(dataSource))) // the files, or a directory that all can see
                .open();
        // readme: end
        return ops;
    }
}
