package io.modelops.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A real server that keeps what it acknowledges, and can be killed. */
final class PostgresServer implements AutoCloseable {
    private final Path data;
    private final Thread end;
    private EmbeddedPostgres running;

    private PostgresServer(Path data) {
        this.data = data;
        this.running = start(0);
        // Whatever happens in a test, neither a process nor its files are left.
        this.end = new Thread(this::stopAndRemove, "stop-postgres");
        Runtime.getRuntime().addShutdownHook(end);
    }

    private static final class Shared {
        private static final PostgresServer SERVER = new PostgresServer(newDirectory());
        private static final DataSource POOL = SERVER.pool(24);
    }

    /** A pool of connections to the server that all tests of this process share, and that is never killed. */
    static DataSource shared() {
        return Shared.POOL;
    }

    /** Where the server listens that all tests of this process share. */
    static int sharedPort() {
        return Shared.SERVER.running.getPort();
    }

    /** New connections to that server, without a pool. */
    static PGSimpleDataSource sharedConnections() {
        return (PGSimpleDataSource) Shared.SERVER.running.getPostgresDatabase();
    }

    /** A server of one's own. */
    static PostgresServer own() {
        return new PostgresServer(newDirectory());
    }

    /** A new pool, whose connections are not older than the server. */
    HikariDataSource pool(int connections) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(running.getPostgresDatabase());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(2_000);
        config.setInitializationFailTimeout(10_000);
        return new HikariDataSource(config);
    }

    /** Connections without a pool. */
    DataSource connections() {
        return running.getPostgresDatabase();
    }

    /** Kills the server and all its processes at once, and starts it again where it was. */
    void killAndRestart() {
        ProcessHandle postmaster = ProcessHandle.of(pid()).orElseThrow();
        List<ProcessHandle> backends = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        backends.forEach(ProcessHandle::destroyForcibly);
        Stream.concat(Stream.of(postmaster), backends.stream()).forEach(PostgresServer::awaitEnd);
        int port = running.getPort();
        stop(); // Of the dead server it still holds a lock.
        running = start(port);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(end);
        stopAndRemove();
    }

    private void stopAndRemove() {
        stop();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void stop() {
        try {
            running.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private long pid() {
        try {
            return Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private EmbeddedPostgres start(int port) {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(Duration.ofSeconds(30))
                    // Off by default there, which would make every test of durability worthless.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "60");
            return (port == 0 ? builder : builder.setPort(port)).start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(20, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new IllegalStateException("process " + process.pid() + " does not end", failure);
        }
    }

    private static Path newDirectory() {
        try {
            Path target = Files.createDirectories(Path.of("target/postgres"));
            return Files.createTempDirectory(target, "data").toAbsolutePath();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
