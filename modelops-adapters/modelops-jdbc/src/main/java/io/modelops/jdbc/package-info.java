/**
 * Keeps a registry in a database, so that many processes on many machines share it. The entry type is
 * {@link io.modelops.jdbc.JdbcRegistryStore}, with {@link io.modelops.jdbc.JdbcArtifactStore} for the files beside it and
 * {@link io.modelops.jdbc.JdbcSchema} to create the tables. PostgreSQL is meant for a fleet, H2 for one process and tests.
 */
@NullMarked
package io.modelops.jdbc;

import org.jspecify.annotations.NullMarked;
