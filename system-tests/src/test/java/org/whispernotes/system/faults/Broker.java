package org.whispernotes.system.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.whispernotes.model.Topology;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** RabbitMQ's management API. Its numbers are up to 5 s old. */
final class Broker {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Supplier<String> api;

    /** @param api its address with user and password; asked each time, because a node of a cluster may go */
    Broker(Supplier<String> api) {
        this.api = api;
    }

    /** Messages ready or under way in each of the product's queues that is not empty. */
    Map<String, Long> messages() throws IOException, InterruptedException {
        Map<String, Long> messages = new TreeMap<>();
        for (JsonNode queue : get("/api/queues?columns=name,messages")) {
            String name = queue.get("name").asString();
            long count = queue.path("messages").asLong(0);
            if (count > 0 && isOurs(name)) {
                messages.put(name, count);
            }
        }
        return messages;
    }

    /** With the queues in which messages wait for their next attempt. */
    private static boolean isOurs(String queue) {
        return queue.equals(Topology.DEAD_LETTERS)
                || Topology.pipelineQueues().stream().anyMatch(ours -> queue.startsWith(ours.queueName()));
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        URI uri = URI.create(api.get());
        String user = Base64.getEncoder().encodeToString(uri.getUserInfo().getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + uri.getHost() + ":" + uri.getPort() + path))
                .header("Authorization", "Basic " + user)
                .timeout(Duration.ofSeconds(5))
                .build();
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    }
}
