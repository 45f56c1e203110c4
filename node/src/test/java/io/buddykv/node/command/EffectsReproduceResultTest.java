package io.buddykv.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.node.store.WritesHeldException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Commands are never sent to a copy, their effects are: after every command the copy made of them is equal
 * ({@link TestingSlave} compares), and a refused command has none. Time goes on, so keys expire; now and then writes are
 * held.
 */
class EffectsReproduceResultTest {
    @Property(tries = 60)
    void aCopyMadeOfEffectsIsEqualAfterEveryCommand(@ForAll long seed) {
        Random random = new Random(seed);
        CommandGenerator generator = new CommandGenerator(seed);
        TestingSlave slave = new TestingSlave();
        Set<String> replies = new HashSet<>();
        for (int i = 0; i < 400; i++) {
            if (random.nextInt(20) == 0) {
                slave.nowMillis(slave.nowMillis() + random.nextInt(500_000_000) * 1000L);
            }
            boolean held = random.nextInt(20) == 0;
            slave.holdWrites(held);
            try {
                replies.add(slave.call(CommandGenerator.octets(next(generator, random))));
            } catch (WritesHeldException refused) {
                assertThat(held).isTrue();
                assertThat(slave.lastReplyOctets()).isZero();
            }
        }
        assertThat(replies).as("the commands do something").hasSizeGreaterThan(20);
    }

    /** What only we understand, besides what Redis does too. */
    private static List<String> next(CommandGenerator generator, Random random) {
        return switch (random.nextInt(20)) {
            case 0 -> List.of("DELIFEQ", "{t}a", random.nextBoolean() ? "1" : "abc");
            case 1 -> List.of("SET", "{t}a", "abc", "IFEQ", random.nextBoolean() ? "1" : "abc");
            default -> generator.next();
        };
    }
}
