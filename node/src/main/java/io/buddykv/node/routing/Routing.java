package io.buddykv.node.routing;

import io.buddykv.protocol.resp.RedisErrors;

/** Where a request belongs. */
public sealed interface Routing {
    Anywhere ANYWHERE = new Anywhere();
    Refused CROSS_SLOT = new Refused(RedisErrors.CROSS_SLOT);
    Refused LOADING = new Refused(RedisErrors.LOADING);
    Refused NOT_SERVED = new Refused(RedisErrors.SLOT_NOT_SERVED);

    /** A command without keys: any node carries it out. */
    record Anywhere() implements Routing {}

    /** All keys are of this slot, so of this key range; the range itself decides whether it lets the command in. */
    record ToRange(int slot, int range) implements Routing {}

    /** This node does not carry it out: the text is the whole error reply, a redirection among others. */
    record Refused(String error) implements Routing {}
}
