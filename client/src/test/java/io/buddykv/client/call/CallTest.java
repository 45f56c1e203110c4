package io.buddykv.client.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.client.failure.CallTimeoutException;
import io.buddykv.client.failure.CallTimeoutException.Outcome;
import io.buddykv.client.failure.RangeDownException;
import io.buddykv.protocol.resp.Reply;
import io.buddykv.protocol.resp.RequestWriter;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CallTest {
    private final CommandCall<String> call =
            new CommandCall<>("GET", 0, false, new byte[0][], Reply::text, 0, Long.MAX_VALUE);
    private final List<Boolean> waitersWentOn = new ArrayList<>();

    static Stream<Consumer<Call<String>>> ends() {
        return Stream.of(
                call -> call.complete("v"),
                call -> call.completeExceptionally(new IllegalStateException("gone")),
                call -> call.cancel(false),
                Call::timeOut);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void whatItHeldIsGivenBackOnceAndBeforeAnybodyWhoWaitsGoesOn(Consumer<Call<String>> end) {
        call.onEnd((ended, failure) -> waitersWentOn.add(ended.isDone()));

        end.accept(call);
        assertThat(call.isDone()).isTrue();
        ends().forEach(late -> late.accept(call));

        assertThat(waitersWentOn).containsExactly(false);
    }

    @Test
    void itEndsAlsoWhereThoseWhoAreToldFail() {
        call.onEnd((ended, failure) -> {
            throw new IllegalStateException("an observer's mistake");
        });

        assertThatThrownBy(() -> call.complete("v")).hasMessage("an observer's mistake");

        assertThat(call).isCompletedWithValue("v");
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, UNKNOWN",
        "true, false, NOTHING_HAPPENED",
        "false, true, NOTHING_HAPPENED",
        "false, false, NOTHING_HAPPENED"
    })
    void whoIsTooLateIsToldWhetherItMayHaveHappened(boolean isWrite, boolean wasSent, Outcome outcome) {
        CommandCall<String> late =
                new CommandCall<>("SET", 0, isWrite, new byte[][] {{'S'}}, Reply::text, 0, Long.MAX_VALUE);
        if (wasSent) {
            RequestWriter out = new RequestWriter();
            out.to(Unpooled.buffer());
            late.send(out);
        }

        late.timeOut();

        assertThatThrownBy(late::join)
                .hasCauseInstanceOf(CallTimeoutException.class)
                .cause()
                .isInstanceOfSatisfying(CallTimeoutException.class, failure -> assertThat(failure.outcome())
                        .isEqualTo(outcome));
    }

    @Test
    void whoIsTooLateWhileNobodyServesTheRangeIsToldThat() {
        call.interrupted("CLUSTERDOWN no slave serves the key range");
        call.timeOut();
        assertThatThrownBy(call::join).hasCauseInstanceOf(RangeDownException.class);
    }

    @Test
    void cancellingAgainSaysThatItIsCancelled() {
        assertThat(call.cancel(false)).isTrue();
        assertThat(call.cancel(false)).isTrue();
        assertThatThrownBy(call::join).isInstanceOf(CancellationException.class);
        assertThat(call.complete("late")).isFalse();
    }
}
