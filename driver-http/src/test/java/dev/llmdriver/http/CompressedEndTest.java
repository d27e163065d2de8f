package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A compressed body ends with a sum of it; whether that is there and right may not depend on how the bytes were split. */
class CompressedEndTest extends EndpointTest {
    private static final String STREAM = "data: Hel\n\ndata: lo\n\ndata: [DONE]\n\n";

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] deflate(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] wrong(byte[] whole, int fromEnd) {
        byte[] copy = whole.clone();
        copy[copy.length - fromEnd] ^= 1;
        return copy;
    }

    private static byte[] without(byte[] whole, int bytes) {
        return Arrays.copyOf(whole, whole.length - bytes);
    }

    private static Reply reply(String type, String encoding, byte[] body, int split) {
        int[] sizes =
                IntStream.range(0, body.length / split + 1).map(i -> split).toArray();
        return Reply.builder()
                .header("content-type", type)
                .header("content-encoding", encoding)
                .write(body)
                .split(split, sizes)
                .build();
    }

    private void assertRefused(String encoding, byte[] body, int split) throws Exception {
        Reply reply = reply("application/json", encoding, body, split);
        twin.enqueue(reply, reply);
        BodyDecoder<String> text = WireResponse::text;
        for (CompletableFuture<?> asked : new CompletableFuture<?>[] {
            generate(), endpoint.get(twin.baseUri().resolve("/models"), text)
        }) {
            LlmException error = errorOf(asked);
            assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
            assertThat(error.reason()).isEqualTo("encoding");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void aWholeAnswerNeedsItsRightSum(int split) throws Exception {
        byte[] whole = gzip("\"answer\"");
        for (byte[] body : new byte[][] {wrong(whole, 1), wrong(whole, 5), wrong(whole, 8)}) {
            assertRefused("gzip", body, split);
        }
        for (int missing = 1; missing <= 10; missing++) {
            assertRefused("gzip", without(whole, missing), split);
        }
        byte[] other = deflate("\"answer\"");
        assertRefused("deflate", wrong(other, 1), split);
        assertRefused("deflate", without(other, 1), split);
        assertRefused("deflate", without(other, 4), split);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void severalMembersAreOneAnswer(int split) throws Exception {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(gzip("\"ans"));
        both.write(gzip("wer\""));
        twin.enqueue(
                reply("application/json", "gzip", both.toByteArray(), split),
                reply("application/json", "deflate", deflate("\"answer\""), split));
        assertThat(get(generate()).text()).isEqualTo("\"answer\"");
        assertThat(get(generate()).text()).isEqualTo("\"answer\"");
    }

    /** What follows the mark of its end says nothing more. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void aStreamIsWholeWithItsEndMark(int split) throws Exception {
        byte[] whole = gzip(STREAM);
        for (byte[] body :
                new byte[][] {whole, wrong(whole, 1), wrong(whole, 8), without(whole, 8), without(whole, 3)}) {
            twin.enqueue(reply("text/event-stream", "gzip", body, split));
            assertThat(Recorder.all(stream()).response().text()).isEqualTo("Hello");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void aStreamWithoutSuchAMarkNeedsTheSum(int split) throws Exception {
        byte[] whole = gzip(STREAM);
        twin.enqueue(reply("text/event-stream", "gzip", whole, split));
        assertThat(toTheEnd().response().text()).contains("Hel");
        for (byte[] body : new byte[][] {wrong(whole, 1), wrong(whole, 8), without(whole, 8), without(whole, 3)}) {
            twin.enqueue(reply("text/event-stream", "gzip", body, split));
            LlmException error = toTheEnd().error();
            assertThat(error.reason()).isEqualTo(body.length == whole.length ? "encoding" : "no_end_mark");
            assertThat(error.partial().orElseThrow().text()).as("what had come").contains("lo");
        }
    }

    private Recorder toTheEnd() {
        return Recorder.all(endpoint.stream(post("/chat"), exchange(), ToTheEnd::new));
    }
}
