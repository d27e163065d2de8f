package dev.llmdriver.huggingface.internal.script;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ModelRef;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.http.AnswerCollector;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.Expected;
import dev.llmdriver.http.Headers;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.StreamEnd;
import dev.llmdriver.http.WireResponse;
import dev.llmdriver.huggingface.internal.endpoint.Dialect;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import dev.llmdriver.huggingface.internal.endpoint.EndpointResolver;
import dev.llmdriver.huggingface.internal.error.HuggingFaceErrors;
import dev.llmdriver.huggingface.internal.response.AnswerSettings;
import dev.llmdriver.huggingface.internal.response.ChatResponseCodec;
import dev.llmdriver.huggingface.internal.response.ChatStreamDecoder;
import dev.llmdriver.huggingface.internal.response.ThinkMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads bodies with the decoders alone, cut wherever a test wants. */
final class Reader {
    private static final Endpoint ROUTER =
            new EndpointResolver("router", Dialect.AUTO, java.util.Map.of()).resolve(null);
    private static final HuggingFaceErrors ERRORS = new HuggingFaceErrors(ROUTER);
    static final ModelRef REF = new ModelRef("huggingface", "org/m");

    private Reader() {}

    static AnswerSettings settings(ThinkMode think) {
        return AnswerSettings.of(REF, think, ERRORS, false);
    }

    static Expected unary(Script script) {
        byte[] body = script.unary().getBytes(StandardCharsets.UTF_8);
        try {
            return Expected.of(new ChatResponseCodec(settings(script.think()), new JsonShape())
                    .decode(new WireResponse(200, Headers.none(), body))
                    .build());
        } catch (LlmException failure) {
            return Expected.of(failure);
        } catch (IOException malformed) {
            return Expected.error(ErrorKind.MALFORMED_RESPONSE, "");
        }
    }

    /** Reads a stream in pieces that end at these places. */
    static Expected stream(Script script, List<Integer> cuts) throws IOException {
        byte[] body = script.stream().getBytes(StandardCharsets.UTF_8);
        Recorder sink = new Recorder();
        ChatStreamDecoder decoder = new ChatStreamDecoder(settings(script.think()), 1 << 20);
        decoder.begin(new WireResponse(200, Headers.none(), new byte[0]));
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
        return sink.seen();
    }

    /** Each piece is an array of its own that is spoiled afterwards, as a transport may do. */
    private static void feed(ChatStreamDecoder decoder, byte[] body, int from, int to, EventSink sink)
            throws IOException {
        byte[] piece = new byte[to - from + 2];
        System.arraycopy(body, from, piece, 1, to - from);
        decoder.data(piece, 1, to - from, sink);
        java.util.Arrays.fill(piece, (byte) '#');
    }

    /** Keeps what came, and checks that the deltas come to the same as the end. */
    static final class Recorder implements EventSink {
        private final AnswerCollector collected = new AnswerCollector();
        private final List<ChatEvent> events = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private LlmException failure;

        List<ChatEvent> events() {
            return events;
        }

        @Override
        public void next(ChatEvent event) {
            events.add(event);
            collected.next(event);
            if (event instanceof ChatEvent.TextDelta delta) {
                text.append(delta.text());
            }
        }

        @Override
        public void attach(int index, ProviderData data) {
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
            failure = failure == null && !collected.isDone() ? error.build() : failure;
        }

        @Override
        public boolean isDone() {
            return failure != null || collected.isDone();
        }

        Expected seen() throws IOException {
            return failure != null
                    ? Expected.of(failure, text.toString())
                    : Expected.of(collected.response(REF).build());
        }
    }
}
