package io.buddykv.node.linearizability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HistoryRecorderTest {
    private final HistoryRecorder recorder = new HistoryRecorder(() -> 0);

    @Test
    void timesAreInTheOrderOfTheCallsEvenWhenTheClockStands() {
        HistoryRecorder.Call first = recorder.invoke(1, "k", new Operation.Set("1"));
        first.answered(Answer.OK);
        recorder.invoke(2, "k", new Operation.Get()).answered(Answer.of("1"));
        List<Invocation> recorded = recorder.history().invocations();
        assertThat(recorded.get(0).returned()).isLessThan(recorded.get(1).invoked());
    }

    @Test
    void whatHasNotEndedIsUnknownAndWhatWasRefusedIsNoPart() {
        recorder.invoke(1, "k", new Operation.Set("1"));
        recorder.invoke(2, "k", new Operation.Set("2")).refused();
        assertThat(recorder.history().invocations()).singleElement().matches(Invocation::isUnknown);
    }

    @Test
    void aCallEndsOnce() {
        HistoryRecorder.Call call = recorder.invoke(1, "k", new Operation.Set("1"));
        call.answered(Answer.OK);
        assertThatThrownBy(call::refused).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void manyThreadsOnOneRegister() throws InterruptedException {
        HistoryRecorder shared = HistoryRecorder.onSystemClock();
        AtomicInteger register = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int client = 0; client < 4; client++) {
            int number = client;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 2_000; i++) {
                    HistoryRecorder.Call call = shared.invoke(number, "k", new Operation.Increment(1));
                    call.answered(Answer.of(register.incrementAndGet()));
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(shared.history().size()).isEqualTo(8_000);
        assertThat(Linearizability.check(shared.history()).isLinearizable()).isTrue();
    }
}
