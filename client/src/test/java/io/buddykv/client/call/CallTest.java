package io.buddykv.client.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.protocol.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    @Test
    void cancellingAgainSaysThatItIsCancelled() {
        assertThat(call.cancel(false)).isTrue();
        assertThat(call.cancel(false)).isTrue();
        assertThatThrownBy(call::join).isInstanceOf(CancellationException.class);
        assertThat(call.complete("late")).isFalse();
    }
}
