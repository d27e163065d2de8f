package dev.llmdriver.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.RawClient.Ending;
import dev.llmdriver.testkit.RawClient.Heard;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each fault is what it says, seen from the other end of the socket. */
class ReplyTest {
    private static final Duration SOON = ofSeconds(30);
    private static final int SILENCE = 100;
    private static final int LONG = 30_000;

    private final WireTwin twin = WireTwin.start();

    @AfterEach
    void close() {
        twin.close();
    }

    @Test
    void aPlainReplyTellsItsLength() throws IOException {
        assertThat(whole(Reply.text(404, "née")).text())
                .isEqualTo(
                        "HTTP/1.1 404 Not Found\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 4\r\n\r\nnée");
    }

    @Test
    void eventsAreChunked() throws IOException {
        Heard heard = whole(Reply.sse().event("{}").done().build());

        assertThat(heard.body()).isEqualTo("a\r\ndata: {}\n\n\r\ne\r\ndata: [DONE]\n\n\r\n0\r\n\r\n");
        assertThat(heard.ending()).isEqualTo(Ending.SILENCE);
    }

    @Test
    void aCloseDelimitedBodyEndsWithTheConnection() throws IOException {
        Heard heard = heard(Reply.sse().closeDelimited().event("{}").build(), LONG);

        assertThat(heard.text()).doesNotContain("chunked").doesNotContain("content-length");
        assertThat(heard.body()).isEqualTo("data: {}\n\n");
        assertThat(heard.ending()).isEqualTo(Ending.FIN);
    }

    @Test
    void silenceSendsNothingAndDoesNotClose() throws IOException {
        Heard heard = stalled(Reply.silence(), "");

        assertThat(heard.bytes()).isEmpty();
        assertThat(heard.ending()).isEqualTo(Ending.SILENCE);
    }

    @Test
    void hangUpIsAFinWithoutAWord() throws IOException {
        Heard heard = heard(Reply.hangUp(), LONG);

        assertThat(heard.bytes()).isEmpty();
        assertThat(heard.ending()).isEqualTo(Ending.FIN);
    }

    @Test
    void aResetIsSeenAsReset() throws IOException {
        assertThat(heard(Reply.resetConnection(), LONG).ending()).isEqualTo(Ending.RESET);
    }

    @Test
    void aResetAfterAnEventLetsTheEventThrough() throws Exception {
        Tries.once(twin -> {
            twin.enqueue(
                    Reply.sse().event("{\"n\":1}").delay(ofMillis(150)).reset().build());
            try (RawClient client = new RawClient(twin).get("/")) {
                client.hearUntil("\"n\":1");
                assertThat(client.hear(LONG).ending()).isEqualTo(Ending.RESET);
            }
            assertThat(twin.takeRequest(SOON).awaitReplyEnd(SOON).cause()).isEqualTo(ReplyEnd.Cause.BROKEN_OFF);
        });
    }

    @Test
    void aCutCountsBytesOfTheBodyAndKeepsTheFalseLength() throws IOException {
        Heard heard = heard(Reply.text(200, "0123456789").with(r -> r.cutAfter(4)), LONG);

        assertThat(heard.text()).contains("content-length: 10");
        assertThat(heard.body()).isEqualTo("0123");
        assertThat(heard.ending()).isEqualTo(Ending.FIN);
    }

    @Test
    void aCutAtZeroStillSendsNoBody() throws IOException {
        assertThat(heard(Reply.sse().head().event("{}").cutAfter(0).build(), LONG)
                        .body())
                .isEmpty();
    }

    @Test
    void stallAndResetAfterCountBytesToo() throws IOException {
        Heard stalled = stalled(Reply.text(200, "0123456789").with(r -> r.stallAfter(3)), "\r\n\r\n012");
        Heard reset = heard(Reply.text(200, "0123456789").with(r -> r.resetAfter(3)), LONG);

        assertThat(stalled.body()).isEqualTo("012");
        assertThat(stalled.ending()).isEqualTo(Ending.SILENCE);
        assertThat(reset.ending()).isEqualTo(Ending.RESET);
    }

    @Test
    void aDelayBeforeTheFirstByteDelaysTheHead() throws Exception {
        Tries.once(twin -> {
            twin.enqueue(Reply.builder().delay(ofMillis(150)).write("late").build());
            try (RawClient client = new RawClient(twin).get("/")) {
                assertThat(client.hear(30).bytes()).isEmpty();
                client.hearUntil("late");
            }
        });
    }

    @Test
    void theHeadMayGoFirst() throws IOException {
        Heard heard = stalled(Reply.sse().head().stall().build(), "\r\n\r\n");

        assertThat(heard.text()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n");
        assertThat(heard.ending()).isEqualTo(Ending.SILENCE);
    }

    @Test
    void aDripArrivesPieceByPiece() throws Exception {
        Tries.once(twin -> {
            Heard heard = heard(
                    twin,
                    Reply.builder()
                            .closeDelimited()
                            .drip("abcdef".getBytes(UTF_8), 2, ofMillis(150))
                            .build(),
                    LONG);

            // The first piece may arrive together with the head.
            assertThat(heard.reads()).hasSizeGreaterThanOrEqualTo(3);
            assertThat(heard.body()).isEqualTo("abcdef");
        });
    }

    @Test
    void aSplitMayFallInsideACharacter() throws Exception {
        Tries.once(twin -> {
            Reply reply = Reply.builder()
                    .closeDelimited()
                    .write("a€b")
                    .split(2, 1)
                    .gap(ofMillis(150))
                    .build();

            Heard heard = heard(twin, reply, LONG);

            assertThat(heard.reads().stream().skip(1))
                    .containsExactly(
                            new byte[] {'a', (byte) 0xE2}, new byte[] {(byte) 0x82}, new byte[] {(byte) 0xAC, 'b'});
            assertThat(heard.body()).isEqualTo("a€b");
        });
    }

    @Test
    void splitEverywhereChangesNothingButTheWrites() throws Exception {
        Reply reply = Reply.sse().event("{\"text\":\"größer\"}").done().build();

        byte[] whole = whole(reply).bytes();
        Reply split = reply.with(r -> r.splitEverywhere(7).gap(ofMillis(1)).closeAfter());

        assertThat(heard(split, LONG).bytes()).isEqualTo(whole);
        Tries.once(
                twin -> assertThat(heard(twin, split, LONG).reads()).as("reads").hasSizeGreaterThan(10));
    }

    @Test
    void lineEndsAndByteOrderMarkAreChosenForTheWholeReply() throws IOException {
        Reply reply = Reply.sse().comment("hi").event("{}").build();

        assertThat(body(reply.with(r -> r.lineEnd("\r\n")))).isEqualTo(":hi\r\n\r\ndata: {}\r\n\r\n");
        assertThat(body(reply.with(r -> r.lineEnd("\r")))).isEqualTo(":hi\r\rdata: {}\r\r");
        assertThat(body(reply.with(ReplyBuilder::byteOrderMark))).startsWith("\uFEFF:hi");
    }

    @Test
    void halfACharacterIsHalfACharacter() throws IOException {
        Heard heard = heard(Reply.builder().closeDelimited().halfCharacter().build(), LONG);

        assertThat(heard.bytes()).endsWith('\n', (byte) 0xE2, (byte) 0x82);
    }

    @Test
    void aGzippedStreamStillStreams() throws Exception {
        Tries.once(twin -> {
            twin.enqueue(Reply.sse()
                    .closeDelimited()
                    .event("{\"n\":1}")
                    .delay(ofMillis(150))
                    .event("{\"n\":2}")
                    .gzip()
                    .build());
            try (RawClient client = new RawClient(twin).get("/")) {
                Heard heard = client.hear(LONG);
                byte[] all = heard.bytes();
                int start = heard.text().indexOf("\r\n\r\n") + 4;
                assertThat(new String(Bytes.gunzip(Arrays.copyOfRange(all, start, all.length)), UTF_8))
                        .isEqualTo("data: {\"n\":1}\n\ndata: {\"n\":2}\n\n");
                // The first event may arrive together with the head, but never with the second.
                assertThat(heard.reads()).hasSizeGreaterThanOrEqualTo(2);
            }
        });
    }

    @Test
    void firstEventsKeepsTheStartForAnotherEnd() throws IOException {
        Reply whole =
                Reply.sse().event("1").comment("c").event("2").event("3").done().build();

        Heard heard = heard(whole.firstEvents(2).cut().build(), LONG);

        assertThat(whole.eventCount()).isEqualTo(4);
        assertThat(heard.body()).contains("data: 1", ":c", "data: 2").doesNotContain("data: 3");
        assertThat(heard.ending()).isEqualTo(Ending.FIN);
    }

    @Test
    void garbageAndRawAreSentAsTheyAre() throws IOException {
        assertThat(heard(Reply.raw("SSH-2.0-x\r\n"), LONG).text()).isEqualTo("SSH-2.0-x\r\n");
        assertThat(heard(Reply.garbage(3), LONG).bytes()).hasSize(512);
    }

    @Test
    void aKeptConnectionMayDieOnReuse() throws IOException {
        assertThat(reuse(Reply.text(200, "ok").with(ReplyBuilder::closeOnReuse)))
                .isEqualTo(Ending.FIN);
        assertThat(reuse(Reply.text(200, "ok").with(ReplyBuilder::resetOnReuse)))
                .isEqualTo(Ending.RESET);
        assertThat(twin.requests()).hasSize(2);
    }

    @Test
    void hintsAreHeaders() throws IOException {
        Reply reply = Reply.builder()
                .status(429)
                .hint(RetryHint.retryAfterDate(Instant.EPOCH), RetryHint.retryAfterMillis(250))
                .hint(RetryHint.rateLimit(0, ofSeconds(295)), RetryHint.resetRequests(ofSeconds(90)))
                .build();

        assertThat(whole(reply).text())
                .contains("Retry-After: Thu, 01 Jan 1970 00:00:00 GMT", "retry-after-ms: 250")
                .contains("RateLimit: \"api\";r=0;t=295", "x-ratelimit-reset-requests: 1m30s");
    }

    @Test
    void aClientThatDoesNotReadStopsTheTwin() throws IOException {
        twin.enqueue(Reply.sse()
                .events(() -> Stream.generate(() -> "{\"x\":\"" + "y".repeat(1000) + "\"}")
                        .iterator())
                .build());
        try (RawClient client = new RawClient(twin).get("/")) {
            long blockedAt = twin.awaitWriteBlocked(ofMillis(100), SOON);

            assertThat(blockedAt).isLessThan(32L << 20);
            client.hearUntil("yyyy");
        }
        assertThat(twin.awaitClosedByClient(SOON)).isNotNull();
    }

    @Test
    void linesAreFramedAsLinesAndPiecesNotAtAll() throws IOException {
        Reply lines = Reply.ndjson().line("{\"n\":1}").line("{\"n\":2}").build();
        Reply pieces = Reply.builder().piece("[1").piece(",2").write("]").build();

        assertThat(whole(lines).text()).contains("content-type: application/x-ndjson\r\n");
        assertThat(body(lines)).isEqualTo("{\"n\":1}\n{\"n\":2}\n");
        assertThat(body(lines.with(r -> r.lineEnd("\r\n")))).isEqualTo("{\"n\":1}\r\n{\"n\":2}\r\n");
        assertThat(body(lines.withoutLastEvent())).isEqualTo("{\"n\":1}\n");
        assertThat(body(pieces.with(r -> r.lineEnd("\r\n")))).isEqualTo("[1,2]");
        assertThat(pieces.eventCount()).isEqualTo(2);
        assertThat(body(Reply.ndjson()
                        .lineEach(() -> List.of("1", "2").iterator())
                        .build()))
                .isEqualTo("1\n2\n");
        assertThat(body(Reply.builder().chunked().giantLine(3).build())).isEqualTo("{\"giant\":\"xxx\"}\n");
    }

    @Test
    void aReadyReplyMayBeDelayedAfterwards() throws Exception {
        Tries.once(twin -> {
            twin.enqueue(Reply.text(200, "late").with(r -> r.delayHead(ofMillis(150))));
            twin.enqueue(Reply.text(200, "late").with(r -> r.delayBody(ofMillis(150))));
            twin.enqueue(Reply.text(200, "never").toBuilder()
                    .headFirst()
                    .stallAfter(0)
                    .build());
            try (RawClient client = new RawClient(twin).get("/1")) {
                assertThat(client.hear(30).bytes()).isEmpty();
                client.hearUntil("late");
                assertThat(client.get("/2").hear(30).text())
                        .startsWith("HTTP/1.1 200")
                        .doesNotContain("late");
                client.hearUntil("late");
                assertThat(client.get("/3").hear(SILENCE).text())
                        .startsWith("HTTP/1.1 200")
                        .doesNotContain("never");
            }
        });
    }

    @Test
    void commentsGoBeforeEachEventAndHeadersMayGo() throws IOException {
        Reply reply = Reply.sse().event("1").event("2").build();

        assertThat(body(reply.with(r -> r.commentEach(" ping"))))
                .isEqualTo(": ping\n\ndata: 1\n\n: ping\n\ndata: 2\n\n");
        assertThat(whole(reply.with(r -> r.withoutHeader("Content-Type"))).text())
                .doesNotContain("content-type");
    }

    @Test
    void aHundredMegabytesPass() throws Exception {
        long size = 100L << 20;
        twin.enqueue(Reply.builder().repeat("0123456789abcdef", size / 16).build());
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(twin.baseUri() + "/big")).build();

        long read = 0;
        try (InputStream body = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofInputStream())
                .body()) {
            byte[] buffer = new byte[64 << 10];
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                read += n;
            }
        }

        assertThat(read).isEqualTo(size);
    }

    @Test
    void repeatRepeatsExactly() throws IOException {
        assertThat(body(Reply.builder().repeat("abc", 10_001).build())).isEqualTo("abc".repeat(10_001));
        assertThat(body(Reply.builder().giantEvent(5).build())).isEqualTo("data: {\"giant\":\"xxxxx\"}\n\n");
    }

    private Ending reuse(Reply first) throws IOException {
        twin.enqueue(first);
        try (RawClient client = new RawClient(twin).get("/1")) {
            client.hearUntil("ok");
            return client.get("/2").hear(LONG).ending();
        }
    }

    private Heard heard(Reply reply, int silenceMillis) throws IOException {
        return heard(twin, reply, silenceMillis);
    }

    private static Heard heard(WireTwin twin, Reply reply, int silenceMillis) throws IOException {
        twin.enqueue(reply);
        try (RawClient client = new RawClient(twin).get("/")) {
            return client.hear(silenceMillis);
        }
    }

    /** All of a reply that the twin sends to its end. */
    private Heard whole(Reply reply) throws IOException {
        twin.enqueue(reply);
        try (RawClient client = new RawClient(twin).get("/")) {
            long bytes = twin.takeRequest(SOON).awaitReplyEnd(SOON).bytes();
            return client.hear(heard -> heard.bytes().length >= bytes, SILENCE);
        }
    }

    /** A reply that falls silent after this. */
    private Heard stalled(Reply reply, String last) throws IOException {
        twin.enqueue(reply);
        try (RawClient client = new RawClient(twin).get("/")) {
            return client.hear(heard -> heard.text().endsWith(last), SILENCE);
        }
    }

    private String body(Reply reply) throws IOException {
        Heard heard = whole(reply);
        byte[] all = heard.bytes();
        int start = new String(all, ISO_8859_1).indexOf("\r\n\r\n") + 4;
        return new String(Bytes.dechunk(Arrays.copyOfRange(all, start, all.length)), UTF_8);
    }
}
