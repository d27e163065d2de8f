package dev.llmdriver.testkit.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** One thing a reply does. The stages of {@link ReplyScript} turn the rich steps into bytes, waits and stops. */
public sealed interface Step {
    /** {@return the step with its text changed, line by line where it has lines; itself if it names no text} */
    default Step map(UnaryOperator<String> change) {
        return this;
    }

    /** Sends the head now, although no byte of the body is ready. */
    enum Head implements Step {
        SEND
    }

    /** Ends the reply early: silence for ever, FIN, or RST. */
    enum Stop implements Step {
        STALL,
        CUT,
        RESET
    }

    /** Some bytes of the body. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and replies may be large
    record Bytes(byte[] bytes) implements Step {
        @Override
        public Step map(UnaryOperator<String> change) {
            return new Bytes(change.apply(new String(bytes, UTF_8)).getBytes(UTF_8));
        }
    }

    /** One server-sent event: its lines without their ends, which the reply chooses. */
    record Event(List<String> lines) implements Step {
        @Override
        public Step map(UnaryOperator<String> change) {
            return new Event(lines.stream().map(change).toList());
        }

        /** {@return whether the step is an event and not a comment} */
        public static boolean counts(Step step) {
            return step instanceof Event event && !event.lines().get(0).startsWith(":");
        }
    }

    /** Steps made while they are sent, so that a reply may be larger than the memory, or endless. */
    record Lazy(Supplier<? extends Iterator<? extends Step>> steps) implements Step {}

    /** Silence for a while. */
    record Wait(Duration time) implements Step {}
}
