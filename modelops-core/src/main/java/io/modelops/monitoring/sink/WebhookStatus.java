package io.modelops.monitoring.sink;

/**
 * How a webhook does. A snapshot.
 *
 * @param waiting how many messages wait or are under way
 * @param delivered how many were taken by the other side
 * @param retries how many attempts failed and were, or are to be, repeated
 * @param givenUp how many were given up: refused for good, or not taken within the deadline
 * @param dropped how many did not fit into the queue, or came after the sink was closed
 */
public record WebhookStatus(int waiting, long delivered, long retries, long givenUp, long dropped) {}
