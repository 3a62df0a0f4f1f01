package io.modelops.monitoring.fleet;

import io.modelops.model.Alert;
import io.modelops.registry.ModelRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process that serves a part of the visits and does what it is told on its input: {@code serve FROM TO}, {@code publish
 * SECOND}, {@code judge SECOND}. It answers each line with one, the ids of the alerts it delivered.
 */
final class NodeProcess {
    private NodeProcess() {}

    public static void main(String[] arguments) throws IOException {
        int nodes = Integer.parseInt(arguments[2]);
        int own = Integer.parseInt(arguments[3]);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (ModelRegistry registry =
                ModelRegistry.builder().directory(Path.of(arguments[0])).open()) {
            Node node = new Node(arguments[1], registry.summaries().orElseThrow());
            System.out.println("ready");
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                String[] words = order.split(" ");
                int number = Integer.parseInt(words[1]);
                String answer = "";
                switch (words[0]) {
                    case "serve" -> node.serve(number, Integer.parseInt(words[2]), nodes, own);
                    case "publish" -> node.publisher.publish(Node.second(number));
                    default ->
                        answer = String.join(
                                ",",
                                node.monitoring.evaluate(Node.second(number)).stream()
                                        .map(Alert::id)
                                        .toList());
                }
                System.out.println(answer);
            }
        }
    }
}
