package io.modelops.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** A data source whose connection breaks during a commit, and which may have no other one after that. */
final class CuttingDataSource {
    /** What became of the commit during which the connection broke. */
    enum Cut {
        /** It never got to the server, which ends the transaction. */
        LOST,
        /** It got there, its answer did not come back. */
        DONE,
        /** It gets there a little later than the next connection. */
        LATE,
        /** It never gets there, and the server does not see that the client is gone. */
        SILENT;

        private void apply(Connection real) throws SQLException {
            switch (this) {
                case LOST -> {
                    real.rollback();
                    real.close();
                }
                case DONE -> {
                    real.commit();
                    real.close();
                }
                case LATE ->
                    new Thread(() -> {
                                LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
                                try (real) {
                                    real.commit();
                                } catch (SQLException failure) {
                                    throw new IllegalStateException(failure);
                                }
                            })
                            .start();
                case SILENT -> {}
            }
        }
    }

    private final DataSource real;
    private final AtomicInteger commits = new AtomicInteger();
    private volatile int cutAt = -1;
    private volatile Cut cut = Cut.LOST;
    private volatile boolean goneAfterwards;
    private volatile boolean gone;
    private volatile Runnable then = () -> {};

    CuttingDataSource(DataSource real) {
        this.real = real;
    }

    /** Cuts the n-th commit from now on, counted from 1. */
    CuttingDataSource cut(int commit, Cut how) {
        commits.set(0);
        cutAt = commit;
        cut = how;
        return this;
    }

    /** Runs something at the time of the cut. */
    CuttingDataSource then(Runnable what) {
        then = what;
        return this;
    }

    /** Refuses connections after the cut. */
    CuttingDataSource thenGone() {
        goneAfterwards = true;
        return this;
    }

    /** Refuses connections, as a pool does that is empty. */
    void gone(boolean refuses) {
        gone = refuses;
    }

    /** Whether the cut took place. */
    boolean wasCut() {
        return cutAt < 0;
    }

    DataSource source() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            if (!method.getName().equals("getConnection")) {
                return call(real, method, arguments);
            }
            if (gone) {
                throw new SQLTransientConnectionException("pool - Connection is not available, request timed out");
            }
            return connection(real.getConnection());
        });
    }

    private Connection connection(Connection connection) {
        boolean[] broken = new boolean[1];
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (broken[0]) {
                if (method.getName().equals("close") || method.getName().equals("abort")) {
                    return null;
                }
                throw new SQLException("This connection has been closed.", "08003");
            }
            if (method.getName().equals("commit") && commits.incrementAndGet() == cutAt) {
                cutAt = -1;
                broken[0] = true;
                cut.apply(connection);
                gone = goneAfterwards;
                then.run();
                throw new SQLException("An I/O error occurred while sending to the backend.", "08006");
            }
            return call(connection, method, arguments);
        });
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(CuttingDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
