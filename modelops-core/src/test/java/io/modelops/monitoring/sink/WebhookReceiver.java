package io.modelops.monitoring.sink;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The other side of a webhook: answers as a test tells it to, 200 when it was told nothing more. */
final class WebhookReceiver implements AutoCloseable {
    /** What was received. */
    record Received(String path, Headers headers, byte[] body) {
        String header(String name) {
            return headers.getFirst(name);
        }
    }

    /** How to answer. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    final List<Received> received = new CopyOnWriteArrayList<>();
    final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    WebhookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** The next request gets that status. */
    WebhookReceiver then(int status, String... headers) {
        answers.add(exchange -> {
            for (int at = 0; at < headers.length; at += 2) {
                exchange.getResponseHeaders().set(headers[at], headers[at + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
        });
        return this;
    }

    /** The next request gets no answer. */
    WebhookReceiver thenNothing() {
        answers.add(exchange -> awaitClosing());
        return this;
    }

    /** The next request gets headers and the beginning of a body that never ends. */
    WebhookReceiver thenATrickle() {
        answers.add(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            awaitClosing();
        });
        return this;
    }

    /** The connection of the next request is cut. */
    WebhookReceiver thenACut() {
        answers.add(exchange -> {
            throw new IOException("cut");
        });
        return this;
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        received.add(new Received(exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body));
        Answer answer = answers.poll();
        try (exchange) {
            if (answer == null) {
                exchange.sendResponseHeaders(200, -1);
            } else {
                answer.to(exchange);
            }
        }
    }

    private void awaitClosing() {
        try {
            closing.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
