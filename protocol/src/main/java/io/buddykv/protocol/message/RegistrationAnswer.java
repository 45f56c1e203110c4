package io.buddykv.protocol.message;

/**
 * The active master has given the slave its place.
 *
 * @param number the slave's internal number
 */
public record RegistrationAnswer(String clusterId, int number) {}
