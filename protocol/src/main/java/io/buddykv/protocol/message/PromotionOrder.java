package io.buddykv.protocol.message;

/** From now on the slave, which has to be in sync, is the home of the range, and thereby its primary. */
public record PromotionOrder(int range, int slave) {}
