package io.buddykv.node.master;

import io.buddykv.protocol.message.OrderAnswer;
import io.buddykv.protocol.message.PromotionOrder;
import io.buddykv.protocol.message.ShapeOrder;
import io.buddykv.protocol.message.SizeOrder;
import java.util.concurrent.CompletionStage;

/**
 * What people and the operator ask of the active master. An order is answered when it stands in the map, long before it is
 * carried out; giving it again is harmless. A stage fails with {@link RefusedException} and the reason.
 */
public interface ClusterOrders {
    /** The slaves with the lowest numbers hold ranges, so many of them; the others end with nothing. */
    CompletionStage<OrderAnswer> resize(SizeOrder order);

    /** Copies are to lie otherwise, or to be moved otherwise. */
    CompletionStage<OrderAnswer> reshape(ShapeOrder order);

    /** The slave is to hold nothing until it is undrained; it keeps its number. */
    CompletionStage<OrderAnswer> drain(int number);

    CompletionStage<OrderAnswer> undrain(int number);

    /** A copy that is in sync becomes its range's home and primary. */
    CompletionStage<OrderAnswer> promote(PromotionOrder order);
}
