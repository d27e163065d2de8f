package dev.llmdriver.testkit.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

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

    /** One unit of a stream, counted and paced. Its line ends are the reply's choice, unless it is sent as it is. */
    record Event(List<String> lines, Form form) implements Step {

        /** A server-sent event. */
        public Event(List<String> lines) {
            this(lines, Form.SSE);
        }

        @Override
        public Step map(UnaryOperator<String> change) {
            return new Event(lines.stream().map(change).toList(), form);
        }

        /** {@return whether the step is an event and not a comment} */
        public static boolean counts(Step step) {
            return step instanceof Event event
                    && !(event.form() == Form.SSE && event.lines().get(0).startsWith(":"));
        }
    }

    /** How an event ends. */
    enum Form {
        /** Each line ends, and a blank line follows. */
        SSE,
        /** Each line ends. */
        LINES,
        /** Nothing is added. */
        AS_IS
    }

    /** Steps made while they are sent, so that a reply may be larger than the memory, or endless. */
    record Lazy(Supplier<? extends Iterator<? extends Step>> steps) implements Step {

        /** {@return a step for each text, of the form given} */
        public static Lazy each(Supplier<? extends Iterator<String>> texts, Function<String, Step> form) {
            return new Lazy(() -> StreamSupport.stream(Spliterators.spliteratorUnknownSize(texts.get(), 0), false)
                    .map(form)
                    .iterator());
        }
    }

    /** Silence for a while. */
    record Wait(Duration time) implements Step {}
}
