package io.modelops.registry;

/**
 * How far a verification has come.
 *
 * @param entries how many entries of the log were checked
 * @param contents how many pieces of content were read whole; shared content counts once
 * @param ofContents how many there are, 0 while the log is still being read
 * @param bytes how many bytes of content were read
 */
public record VerificationProgress(long entries, long contents, long ofContents, long bytes) {}
