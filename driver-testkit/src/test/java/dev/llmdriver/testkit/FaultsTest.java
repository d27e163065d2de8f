package dev.llmdriver.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.RawClient.Ending;
import dev.llmdriver.testkit.RawClient.Heard;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault that a wire can have, on an answer as a twin really sends it. {@code docs/testkit.md} lists them. */
class FaultsTest {
    private static final int SILENCE = 100;
    private static final int LONG = 30_000;
    private static final TwinAnswer HI = TwinAnswer.of("größer 12 €");
    private static final Reply EVENTS = HuggingFaceDialect.ROUTER.stream(HI);
    private static final Reply LINES = OllamaDialect.PARSER.stream(HI);
    private static final Reply CRLF = GeminiReplies.stream(HI);

    private final WireTwin twin = WireTwin.start();

    @AfterEach
    void close() {
        twin.close();
    }

    static Stream<Reply> streams() {
        return Stream.of(EVENTS, LINES, CRLF, GeminiReplies.array(HI));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void stallBeforeHeaders(Reply stream) throws IOException {
        assertThat(stalled(Reply.silence(), String::isEmpty).bytes()).isEmpty();
        Heard late = heard(stream.with(r -> r.delayHead(ofMillis(50))), LONG);
        assertThat(late.text()).isEqualTo(heard(stream, LONG).text());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void stallBetweenBytes(Reply stream) throws IOException {
        String start = body(heard(stream, LONG)).substring(0, 7);
        Heard stalled = stalled(stream.with(r -> r.stallAfter(7)), heard -> heard.contains(start));

        assertThat(body(stalled)).isEqualTo(start);
        assertThat(stalled.ending()).isEqualTo(Ending.SILENCE);
        assertThat(stalled(stream.with(r -> r.delayBody(Duration.ofHours(1))), heard -> heard.endsWith("\r\n\r\n"))
                        .body())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void drip(Reply stream) throws Exception {
        Heard dripped = heard(stream.with(r -> r.splitEverywhere(3).gap(ofMillis(1))), LONG);

        assertThat(dripped.bytes()).isEqualTo(heard(stream, LONG).bytes());
        Tries.once(twin -> assertThat(heard(
                                twin, stream.with(r -> r.splitEverywhere(3).gap(ofMillis(1))), LONG)
                        .reads())
                .hasSizeGreaterThan(5));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void cutAndReset(Reply stream) throws IOException {
        Heard cut = heard(stream.with(r -> r.cutAfter(20)), LONG);
        Heard reset = heard(stream.with(r -> r.resetAfter(20)), LONG);

        assertThat(body(cut)).hasSize(20);
        assertThat(cut.ending()).isEqualTo(Ending.FIN);
        assertThat(reset.ending()).isEqualTo(Ending.RESET);
        assertThat(heard(Reply.hangUp(), LONG).ending()).isEqualTo(Ending.FIN);
        assertThat(heard(Reply.resetConnection(), LONG).ending()).isEqualTo(Ending.RESET);
    }

    @Test
    void garbage() throws IOException {
        assertThat(heard(Reply.garbage(1), LONG).bytes()).hasSize(512);
        assertThat(body(heard(LINES.firstEvents(1).write("no json\n").build(), LONG)))
                .endsWith("}\nno json\n");
    }

    @Test
    void halfACharacter() throws IOException {
        Heard half = heard(LINES.firstEvents(1).halfCharacter().cut().build(), LONG);

        assertThat(Bytes.contains(
                        half.bytes(), new byte[] {'}', '\n', '\r', '\n', '2', '\r', '\n', (byte) 0xE2, (byte) 0x82}))
                .isTrue();
    }

    @Test
    void lineEnds() throws IOException {
        assertThat(body(heard(EVENTS, LONG))).contains("}\n\ndata: ").doesNotContain("\r");
        assertThat(body(heard(CRLF, LONG))).contains("}\r\n\r\ndata: ");
        assertThat(body(heard(EVENTS.with(r -> r.lineEnd("\r")), LONG)))
                .contains("}\r\rdata: ")
                .doesNotContain("\n");
        assertThat(body(heard(LINES.with(r -> r.lineEnd("\r\n")), LONG))).endsWith("}\r\n");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void byteOrderMark(Reply stream) throws IOException {
        assertThat(body(heard(stream.with(ReplyBuilder::byteOrderMark), LONG)))
                .isEqualTo("\uFEFF" + body(heard(stream, LONG)));
    }

    @Test
    void comments() throws IOException {
        String commented = body(heard(EVENTS.with(r -> r.commentEach(" keep-alive")), LONG));

        assertThat(commented).startsWith(": keep-alive\n\ndata: ");
        assertThat(commented.replace(": keep-alive\n\n", "")).isEqualTo(body(heard(EVENTS, LONG)));
    }

    @Test
    void giantEventAndBody() throws IOException {
        assertThat(body(heard(Reply.sse().giantEvent(100_000).build(), LONG))).hasSizeGreaterThan(100_000);
        assertThat(body(heard(Reply.ndjson().giantLine(100_000).build(), LONG))).hasSizeGreaterThan(100_000);
        assertThat(body(heard(Reply.builder().chunked().repeat("[", 100_000).build(), LONG)))
                .hasSize(100_000);
    }

    @Test
    void lateErrors() throws IOException {
        TwinError broken = new TwinError(TwinError.Kind.GENERATION, "out of luck");

        assertThat(body(heard(HuggingFaceDialect.ROUTER.failing(HI, broken), LONG)))
                .contains("größer", "data: {\"error\":{\"message\":\"out of luck\"");
        assertThat(body(heard(OllamaDialect.PARSER.failing(HI, broken), LONG)))
                .contains("größer")
                .endsWith("{\"error\":\"out of luck\"}\n");
        assertThat(body(heard(GeminiReplies.failing(HI, broken), LONG)))
                .contains("größer", "\r\n\r\n{\n  \"error\": {\n    \"code\": 500,");
    }

    @Test
    void theEndIsMissing() throws IOException {
        assertThat(body(heard(EVENTS.withoutLastEvent(), LONG)))
                .doesNotContain("[DONE]")
                .contains("\"stop\"");
        assertThat(body(heard(LINES.withoutLastEvent(), LONG))).doesNotContain("\"done\":true");
        assertThat(body(heard(CRLF.withoutLastEvent(), LONG))).doesNotContain("finishReason");
    }

    @Test
    void pagesOfProxies() throws IOException {
        Heard page = heard(Reply.html(502, "502 Bad Gateway"), LONG);

        assertThat(page.text()).startsWith("HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\n");
        assertThat(page.body()).startsWith("<html>");
    }

    @Test
    void hints() throws IOException {
        Instant now = Instant.EPOCH;

        assertThat(hint(RetryHint.retryAfterSeconds(7))).contains("Retry-After: 7\r\n");
        assertThat(hint(RetryHint.retryAfterFraction(ofMillis(1500)))).contains("Retry-After: 1.500\r\n");
        assertThat(hint(RetryHint.date(now), RetryHint.retryAfterDate(now.plusSeconds(9))))
                .contains("Date: Thu, 01 Jan 1970 00:00:00 GMT", "Retry-After: Thu, 01 Jan 1970 00:00:09 GMT");
        assertThat(hint(RetryHint.retryAfterMillis(20))).contains("retry-after-ms: 20");
        assertThat(hint(RetryHint.rateLimit(0, ofSeconds(3)))).contains("RateLimit: \"api\";r=0;t=3");
        assertThat(hint(RetryHint.rateLimitReset(ofSeconds(3)))).contains("ratelimit-reset: 3");
        assertThat(hint(RetryHint.resetRequests(ofSeconds(61)), RetryHint.resetTokens(ofMillis(5))))
                .contains("x-ratelimit-reset-requests: 1m1s", "x-ratelimit-reset-tokens: 5ms");
        assertThat(hint(RetryHint.unreadable())).contains("Retry-After: soon");
        assertThat(heard(GeminiErrors.rateLimited(ofMillis(900)), LONG).text())
                .contains("\"retryDelay\": \"0.9s\"", "Please retry in 0.9s.")
                .doesNotContain("Retry-After");
    }

    @Test
    void loadingCountdown() throws IOException {
        twin.enqueue(HuggingFaceErrors.loadingCountdown("org/m", 2, 20));
        try (RawClient client = new RawClient(twin).get("/")) {
            client.hearUntil("\"estimated_time\":20.0");
            client.get("/").hearUntil("\"estimated_time\":10.0");
        }
    }

    @Test
    void wrongContentType() throws IOException {
        assertThat(heard(EVENTS.with(r -> r.contentType("text/html")), LONG).text())
                .contains("content-type: text/html\r\n");
        assertThat(heard(EVENTS.with(r -> r.withoutHeader("content-type")), LONG)
                        .text())
                .doesNotContain("content-type");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void gzip(Reply stream) throws IOException {
        byte[] all = heard(stream.with(r -> r.gzip().closeDelimited()), LONG).bytes();
        int start = new String(all, ISO_8859_1).indexOf("\r\n\r\n") + 4;

        assertThat(new String(Bytes.gunzip(Arrays.copyOfRange(all, start, all.length)), UTF_8))
                .isEqualTo(body(heard(stream, LONG)));
        assertThat(body(heard(LINES.with(r -> r.header("content-encoding", "gzip")), LONG)))
                .as("no gzip at all, though announced")
                .startsWith("{");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void goneOnReuse(Reply stream) throws IOException {
        for (Ending ending : new Ending[] {Ending.FIN, Ending.RESET}) {
            twin.enqueue(stream.with(r -> ending == Ending.FIN ? r.closeOnReuse() : r.resetOnReuse()));
            try (RawClient client = new RawClient(twin).get("/1")) {
                client.hearUntil("\r\n0\r\n\r\n");
                assertThat(client.get("/2").hear(LONG).ending()).isEqualTo(ending);
            }
        }
    }

    private String hint(RetryHint... hints) throws IOException {
        return heard(Reply.text(429, "slow down").with(r -> r.hint(hints)), LONG)
                .text();
    }

    private static String body(Heard heard) {
        byte[] all = heard.bytes();
        int start = new String(all, ISO_8859_1).indexOf("\r\n\r\n") + 4;
        return new String(Bytes.dechunk(Arrays.copyOfRange(all, start, all.length)), UTF_8);
    }

    private Heard heard(Reply reply, int silenceMillis) throws IOException {
        return heard(twin, reply, silenceMillis);
    }

    private static Heard heard(WireTwin twin, Reply reply, int silenceMillis) throws IOException {
        twin.enqueue(reply.with(ReplyBuilder::closeAfter)); // its end is heard, not guessed from silence
        try (RawClient client = new RawClient(twin).get("/")) {
            return client.hear(silenceMillis);
        }
    }

    /** A reply that falls silent when this holds of its text. */
    private Heard stalled(Reply reply, Predicate<String> enough) throws IOException {
        twin.enqueue(reply);
        try (RawClient client = new RawClient(twin).get("/")) {
            return client.hear(heard -> enough.test(heard.text()), SILENCE);
        }
    }
}
