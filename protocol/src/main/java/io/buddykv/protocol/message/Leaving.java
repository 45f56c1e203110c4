package io.buddykv.protocol.message;

import io.buddykv.topology.Member;

/** A slave was told to end, and wants to hand over every range first. */
public record Leaving(Member member) {}
