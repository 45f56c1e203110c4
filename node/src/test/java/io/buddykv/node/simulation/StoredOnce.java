package io.buddykv.node.simulation;

import io.buddykv.node.command.OnceRequest;
import io.buddykv.node.linearizability.Answer;
import io.buddykv.node.store.Keyspace;
import io.buddykv.protocol.resp.Reply;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import io.buddykv.protocol.resp.RespReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Carries numbered operations out once, as KV.ONCE and KV.AGAIN do. */
final class StoredOnce {
    private StoredOnce() {}

    /** @throws io.buddykv.protocol.resp.CommandException when its lane has gone on */
    static Answer run(Keyspace keys, SimulatedClientPort.Command command, long wallMillis) {
        SimulatedClientPort.Once its = command.once();
        Request request = Request.of("KV.ONCE", Integer.toString(its.lane()), Long.toString(its.number()));
        OnceRequest once = new OnceRequest().of(its.owner(), request, its.again());
        ByteBuf octets = Unpooled.buffer();
        ReplyWriter reply = new ReplyWriter().to(octets);
        if (!once.replay(keys, reply)) {
            write(reply, StoredRegister.run(keys, command.key(), command.operation(), wallMillis));
            once.keep(keys, reply, 0);
        }
        RespReader reader = new RespReader();
        reader.append(octets);
        Reply read = reader.next();
        return read == Reply.NIL ? Answer.NIL : Answer.of(read.text());
    }

    private static void write(ReplyWriter reply, Answer answer) {
        if (answer.text() == null) {
            reply.nil();
        } else {
            reply.bulk(answer.text());
        }
    }
}
