package dev.llmdriver.gemini.internal.script;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ModelRef;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.gemini.internal.error.GeminiErrors;
import dev.llmdriver.gemini.internal.response.AnswerSettings;
import dev.llmdriver.gemini.internal.response.ChatResponseCodec;
import dev.llmdriver.gemini.internal.response.ChatStreamDecoder;
import dev.llmdriver.http.AnswerCollector;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.Headers;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.StreamEnd;
import dev.llmdriver.http.WireResponse;
import dev.llmdriver.spi.AnswerAssembler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads bodies with the decoders alone, cut wherever a test wants. */
final class Reader {
    static final ModelRef REF = new ModelRef("gemini", "m");
    private static final int BOUND = 1 << 20;
    private static final AnswerSettings SETTINGS =
            new AnswerSettings(REF, new GeminiErrors(() -> Instant.EPOCH, model -> false), false);

    private Reader() {}

    static Expected unary(Script script) {
        byte[] body = script.unary().getBytes(StandardCharsets.UTF_8);
        try {
            return Expected.of(new ChatResponseCodec(SETTINGS, new JsonShape())
                    .decode(new WireResponse(200, Headers.none(), body))
                    .build());
        } catch (LlmException failure) {
            return Expected.of(failure);
        } catch (IOException malformed) {
            return Expected.error(ErrorKind.MALFORMED_RESPONSE, "");
        }
    }

    /** Reads a stream in pieces that end at these places. */
    static Recorder stream(Script script, List<Integer> cuts) throws IOException {
        return stream(script, script.stream().getBytes(StandardCharsets.UTF_8), cuts);
    }

    static Recorder stream(Script script, byte[] body, List<Integer> cuts) throws IOException {
        Recorder sink = new Recorder();
        ChatStreamDecoder decoder = new ChatStreamDecoder(SETTINGS, BOUND);
        decoder.begin(new WireResponse(200, Headers.of(Map.of("Content-Type", script.streamType())), new byte[0]));
        try {
            int from = 0;
            for (int cut : cuts) {
                feed(decoder, body, from, cut, sink);
                from = cut;
            }
            feed(decoder, body, from, body.length, sink);
            if (!sink.isDone()) {
                decoder.end(sink);
            }
        } catch (IOException malformed) {
            sink.fail(LlmException.builder(ErrorKind.MALFORMED_RESPONSE, "malformed"));
        }
        return sink;
    }

    /** Each piece is an array of its own that is spoiled afterwards, as a transport may do. */
    private static void feed(ChatStreamDecoder decoder, byte[] body, int from, int to, EventSink sink)
            throws IOException {
        byte[] piece = new byte[to - from + 2];
        System.arraycopy(body, from, piece, 1, to - from);
        if (!sink.isDone()) {
            decoder.data(piece, 1, to - from, sink);
        }
        Arrays.fill(piece, (byte) '#');
    }

    /** Keeps what came, in order. */
    static final class Recorder implements EventSink {
        private final AnswerCollector collected = new AnswerCollector();
        private final AnswerAssembler partial = new AnswerAssembler();
        private final List<ChatEvent> events = new ArrayList<>();
        private LlmException failure;

        List<ChatEvent> events() {
            return events;
        }

        @Override
        public void next(ChatEvent event) {
            events.add(event);
            partial.add(event);
            collected.next(event);
        }

        @Override
        public void attach(int index, ProviderData data) {
            partial.attach(index, data);
            collected.attach(index, data);
        }

        @Override
        public void usage(Usage usage) {
            collected.usage(usage);
        }

        @Override
        public void finish(StreamEnd end) {
            collected.finish(end);
        }

        @Override
        public void fail(LlmExceptionBuilder error) {
            failure = isDone() ? failure : error.partial(partial.soFar()).build();
        }

        @Override
        public boolean isDone() {
            return failure != null || collected.isDone();
        }

        Expected seen() throws IOException {
            return failure != null
                    ? Expected.of(failure)
                    : Expected.of(collected.response(REF).build());
        }
    }
}
