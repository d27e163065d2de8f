package dev.llmdriver.http.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.http.Exchange;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.http.WireRequest;
import dev.llmdriver.http.WireResponse;
import dev.llmdriver.spi.AnswerSoFar;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Flow;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An exchange whose answer is read as it comes. The body is read only while the subscriber wants more than is decoded, so at most
 * one buffer's events are kept, and a slow reader slows the server. What the connection has read by then waits undecoded.
 */
final class StreamCall extends HttpCall implements Flow.Subscription, AnswerSoFar {
    /** How long a finished answer's last bytes are waited for before its connection is given up. */
    private static final long TAIL_MILLIS = 1000;

    /** Bytes enough for the longest excerpt, whatever the characters. */
    private static final int EXCERPT = 3 * 2000;

    /** How many turns of the event loop without a byte show that no more will come from a broken connection. */
    private static final int QUIET_TURNS = 8;

    private final Supplier<? extends StreamDecoder> decoders;
    private final Delivery delivery;
    private final StreamSink sink = new StreamSink(this);
    private final Predicate<ByteBuf> reading = this::read;
    private @Nullable StreamDecoder decoder;
    /** The decoder, where the answer is not called a stream. */
    private @Nullable RenamedStream renamed;

    private @Nullable HttpClientResponse response;
    private boolean paused = true;
    /** While a buffer is taken no other may come: what asks for it in the meantime waits. */
    private boolean taking;

    private boolean decoding;
    private boolean breaking;
    /** Of an answer whose end was read, so that its connection belongs to others, what nobody asked for yet. */
    private final Deque<Buffer> rest = new ArrayDeque<>(0);
    /** Whether nothing comes after the rest. */
    private boolean restIsLast;

    /** Whether the end came after the break: then Netty made it, of a body that only the connection's close delimits. */
    private boolean endIsMadeUp;

    private boolean timed;
    private boolean logged;
    /** Whether something came in this turn of the event loop; kept while the connection breaks only. */
    private boolean arrived;

    StreamCall(
            Transport transport,
            WireRequest request,
            Exchange exchange,
            Supplier<? extends StreamDecoder> decoders,
            Flow.Subscriber<? super ChatEvent> subscriber) {
        super(transport, request, exchange, true);
        this.decoders = decoders;
        this.delivery = new Delivery(subscriber, () -> abort());
    }

    @Override
    public void request(long n) {
        onLoop(() -> {
            if (n > 0) {
                delivery.request(n);
                flow();
            } else if (!delivery.isOver()) {
                delivery.failNow(new IllegalArgumentException("3.9: demand must be more than zero, but was " + n));
                abort();
            }
        });
    }

    @Override
    public void cancel() {
        giveUp();
        onLoop(delivery::cancel);
        abort();
    }

    @Override
    public PartialAnswer soFar() {
        return sink.soFar();
    }

    @Override
    void answered(HttpClientResponse answer, WireResponse head) {
        StreamDecoder fresh = decoders.get();
        response = answer;
        answer.handler(this::data);
        answer.endHandler(unused -> lastCame());
        answer.exceptionHandler(this::broken);
        LastContent.on(answer.request().connection(), this::endWasRead);
        if (fresh.readsType(head.contentType())) {
            decoder = fresh;
            begin(fresh, head);
        } else {
            renamed = new RenamedStream(
                    fresh,
                    head.contentType(),
                    transport.maxBodyBytes(),
                    first -> {
                        begin(fresh, head);
                        transport.log().body(first, 0, first.length);
                    },
                    body -> whole(fresh, new WireResponse(head.status(), head.headers(), body)));
            decoder = renamed;
        }
        flow();
    }

    private void begin(StreamDecoder fresh, WireResponse head) {
        logged = transport.log().showsBodies();
        fresh.begin(head);
        emit(new ChatEvent.Started(exchange.ref()));
    }

    private void data(Buffer buffer) {
        if (hasEnded()) {
            return;
        }
        arrived = breaking;
        if (hasAnswerEnded()) {
            rest.add(buffer);
        } else {
            take(buffer);
        }
        flow();
    }

    private void take(Buffer buffer) {
        taking = true;
        try {
            boolean unused = inflation.each(buffer, reading);
        } catch (LlmException undecodable) {
            fail(undecodable.toBuilder());
        } finally {
            taking = false;
        }
    }

    /**
     * Takes from Vert.x what is left of an answer whose end was read, asked for or not. Where Vert.x has stopped reading a connection
     * for its sake, it gives it to the next call all the same, which would hear nothing until this one's reader goes on, and would lose its
     * answer if the server closes meanwhile.
     */
    private void endWasRead() {
        endIsMadeUp = breaking;
        if (!breaking && !hasEnded() && response != null) {
            answerEnded();
            if (paused) {
                paused = false;
                response.resume();
            }
        }
    }

    private void lastCame() {
        if (endIsMadeUp) {
            return;
        }
        answerEnded();
        restIsLast = true;
        flow();
    }

    private void takeRest() {
        while (hasAnswerEnded() && !hasEnded() && delivery.wantsMore()) {
            Buffer next = rest.poll();
            if (next != null) {
                take(next);
            } else if (restIsLast) {
                bodyEnded();
            } else {
                return;
            }
        }
    }

    /** {@return whether more is wanted} */
    private boolean read(ByteBuf bytes) {
        boolean shared = bytes.hasArray();
        byte[] array = shared ? bytes.array() : ByteBufUtil.getBytes(bytes);
        int offset = shared ? bytes.arrayOffset() + bytes.readerIndex() : 0;
        int length = bytes.readableBytes();
        if (logged) {
            transport.log().body(array, offset, length);
        }
        delivery.hold();
        try {
            decode(reader -> decode(reader, array, offset, length));
        } finally {
            delivery.release();
        }
        return !hasEnded();
    }

    private void decode(StreamDecoder reader, byte[] array, int offset, int length) {
        try {
            reader.data(array, offset, length, sink);
        } catch (IOException undecodable) {
            String excerpt = new String(array, offset, Math.min(EXCERPT, length), StandardCharsets.UTF_8);
            sink.fail(Failures.decoding(undecodable, "", excerpt));
        }
    }

    private void bodyEnded() {
        boolean looksItself = renamed != null && !renamed.streams();
        if (looksItself || inflation.isWhole()) {
            decode(fresh -> fresh.end(sink));
        }
        if (!hasEnded()) {
            fail(Failures.reading(new IOException("the body ended without its end mark"), uri())
                    .message(Origins.shown(uri()) + " ended its answer without the mark of a complete one; try again")
                    .reason("no_end_mark"));
        }
    }

    /** What came before the break is still to be read, whether or not it was asked for: it belongs to the partial answer. */
    private void broken(Throwable thrown) {
        if (!hasEnded() && response != null && !breaking) {
            breaking = true;
            response.resume();
            failWhenRead(thrown, QUIET_TURNS);
        }
    }

    /** Vert.x hands over what it has read in several turns of the event loop; the end may be in the last of it. */
    private void failWhenRead(Throwable thrown, int turns) {
        context.runOnContext(unused -> {
            if (turns == 0 && hasAnswerEnded()) {
                lastCame();
            } else if (turns == 0) {
                fail(Failures.reading(thrown, uri()));
            } else if (!hasEnded()) {
                failWhenRead(thrown, arrived ? QUIET_TURNS : turns - 1);
            }
            arrived = false;
        });
    }

    /** A step of the decoder. */
    private interface Step {
        void take(StreamDecoder decoder) throws IOException;
    }

    private void decode(Step step) {
        StreamDecoder reader = decoder;
        if (hasEnded() || reader == null) {
            return;
        }
        decoding = true;
        timed = false;
        try {
            step.take(reader);
        } catch (LlmException known) {
            sink.fail(known.toBuilder());
        } catch (IOException | RuntimeException | StackOverflowError undecodable) {
            sink.fail(Failures.decoding(undecodable, "", ""));
        } finally {
            decoding = false;
        }
    }

    private void whole(StreamDecoder reader, WireResponse whole) {
        boolean json = whole.contentType().endsWith("json");
        if (whole.body().length == 0) {
            fail(Failures.empty(uri()));
        } else if (!inflation.isWhole()) {
            fail(Failures.compressed(uri()));
        } else if (json && WholeAnswers.isError(whole)) {
            fail(classify(0, whole, whole.body()));
        } else if (!json || reader.wholeAnswer().isEmpty()) {
            fail(WholeAnswers.unexpected(whole, uri()));
        } else {
            try {
                ChatResponseBuilder answer = reader.wholeAnswer().get().decode(whole);
                emit(new ChatEvent.Started(exchange.ref()));
                WholeAnswers.replay(answer.build().message(), sink);
                sink.finishWhole(answer);
            } catch (LlmException known) {
                fail(known.toBuilder());
            } catch (IOException | RuntimeException undecodable) {
                fail(Failures.decoding(undecodable, whole.contentType(), whole.text()));
            }
        }
    }

    void emit(ChatEvent event) {
        if (event.isContent() && !timed) {
            timed = true; // once for each buffer is enough
            clock.progress();
            exchange.call().commit();
        }
        delivery.next(event);
    }

    void finish(ChatResponseBuilder answer) {
        ChatResponse unused = answer.build(); // what throws here fails the call, which has not succeeded yet
        succeed();
        delivery.next(new ChatEvent.Finished(transport.complete(answer, this)));
        delivery.complete();
        readTail();
    }

    /** Lets the last bytes, which say nothing more, come in, so that the connection can be used again. */
    private void readTail() {
        rest.clear();
        HttpClientResponse answer = response;
        if (answer != null && !hasAnswerEnded()) {
            answer.resume();
        }
        if (answer != null && !hasAnswerEnded()) {
            long timer = context.setTimer(TAIL_MILLIS, unused -> closeWire());
            answer.end().onComplete(ended -> {
                answerEnded();
                context.owner().cancelTimer(timer);
            });
        }
    }

    /** Reads on, or stops reading, as the subscriber wants. */
    private void flow() {
        if (!taking && !decoding) {
            takeRest();
        }
        boolean wanted = delivery.wantsMore();
        if (wanted) {
            clock.release();
        } else {
            clock.hold();
        }
        if (hasEnded() || breaking || hasAnswerEnded() || taking || decoding || response == null || wanted != paused) {
            return;
        }
        paused = !wanted;
        if (wanted) {
            response.resume();
        } else {
            response.pause();
        }
    }

    /** Its event loop has gone, and with it what would hand on the rest. */
    @Override
    void undelivered(boolean givenUp) {
        if (givenUp) {
            delivery.cancel();
        } else if (!delivery.isOver()) {
            delivery.failNow(Failures.closed().build());
        }
    }

    @Override
    void failed(LlmException error) {
        rest.clear();
        if (error.kind() == ErrorKind.CANCELLED || error.kind() == ErrorKind.TIMEOUT) {
            delivery.failNow(error); // a reader that asks for nothing must hear of it too
        } else {
            delivery.fail(error);
        }
    }

    @Override
    @Nullable
    PartialAnswer partial() {
        return sink.partial();
    }
}
