package io.modelops.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A network between clients and a server that loses what it is told to lose. */
final class CuttingProxy implements AutoCloseable {
    /** What the network does. */
    enum Weather {
        FINE,
        /** Nothing arrives at the server. */
        DEAF_SERVER,
        /** Nothing arrives at the clients. */
        DEAF_CLIENTS,
        /** Nothing arrives anywhere: the link is down. */
        LINK_DOWN,
        /** The connection that commits next is torn; its request has not arrived. */
        COMMIT_TORN,
        /** The connection that commits next is torn; its request has arrived, the answer has not. */
        ANSWER_TORN,
        /** The commit that is next, and all that comes after it on its connection, vanishes. */
        COMMIT_VANISHES,
        /** The answer to the commit that is next, and all that comes after it on its connection, vanishes. */
        ANSWER_VANISHES
    }

    /** The zero byte tells it from "READ COMMITTED". In a request it ends the statement, in an answer the tag. */
    private static final byte[] COMMIT = "COMMIT\0".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listening;
    private final int server;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile Weather weather = Weather.FINE;

    CuttingProxy(int server) {
        this.server = server;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        run(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** How many connections have lost something. */
    int cuts() {
        return cuts.get();
    }

    /** Changes the weather. Connections that lost something have lost their way and stay silent, as a network would. */
    void turn(Weather next) {
        weather = next;
    }

    /** Ends all connections. */
    void reset() {
        links.forEach(Link::end);
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        reset();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Link link = new Link(listening.accept());
                links.add(link);
                run(() -> link.pump(link.client, link.server, true));
                run(() -> link.pump(link.server, link.client, false));
            } catch (IOException refused) {
                // Closed, or the server is not there; the client sees its connection end.
            }
        }
    }

    private static void run(Runnable work) {
        Thread thread = new Thread(work, "network");
        thread.setDaemon(true);
        thread.start();
    }

    private final class Link {
        private final Socket client;
        private final Socket server;
        private volatile boolean lost;

        Link(Socket client) throws IOException {
            this.client = client;
            try {
                this.server = new Socket(InetAddress.getLoopbackAddress(), CuttingProxy.this.server);
            } catch (IOException refused) {
                client.close();
                throw refused;
            }
        }

        void pump(Socket from, Socket to, boolean request) {
            byte[] buffer = new byte[64 * 1024];
            boolean silent = false;
            try {
                InputStream input = from.getInputStream();
                OutputStream output = to.getOutputStream();
                for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                    Fate fate = silent ? Fate.VANISH : fate(request, buffer, read);
                    if (fate != Fate.PASS && !lost) {
                        lost = true;
                        cuts.incrementAndGet();
                    }
                    if (fate == Fate.TEAR) {
                        return;
                    }
                    silent = fate == Fate.VANISH;
                    if (!silent) {
                        output.write(buffer, 0, read);
                        output.flush();
                    }
                }
            } catch (IOException ended) {
                // One side has gone; now the other one has.
            } finally {
                end();
            }
        }

        void end() {
            links.remove(this);
            try (client;
                    server) {
                client.setSoLinger(true, 0);
            } catch (IOException alreadyGone) {
                // That is what was wanted.
            }
        }
    }

    private enum Fate {
        PASS,
        VANISH,
        TEAR
    }

    private Fate fate(boolean request, byte[] bytes, int length) {
        return switch (weather) {
            case FINE -> Fate.PASS;
            case DEAF_SERVER -> request ? Fate.VANISH : Fate.PASS;
            case DEAF_CLIENTS -> request ? Fate.PASS : Fate.VANISH;
            case LINK_DOWN -> Fate.VANISH;
            case COMMIT_TORN -> once(request && isCommit(bytes, length), Fate.TEAR);
            case ANSWER_TORN -> once(!request && isCommit(bytes, length), Fate.TEAR);
            case COMMIT_VANISHES -> once(request && isCommit(bytes, length), Fate.VANISH);
            case ANSWER_VANISHES -> once(!request && isCommit(bytes, length), Fate.VANISH);
        };
    }

    private synchronized Fate once(boolean now, Fate fate) {
        if (!now || weather == Weather.FINE) {
            return Fate.PASS;
        }
        weather = Weather.FINE;
        return fate;
    }

    private static boolean isCommit(byte[] bytes, int length) {
        for (int from = 0; from <= length - COMMIT.length; from++) {
            if (Arrays.equals(bytes, from, from + COMMIT.length, COMMIT, 0, COMMIT.length)) {
                return true;
            }
        }
        return false;
    }
}
