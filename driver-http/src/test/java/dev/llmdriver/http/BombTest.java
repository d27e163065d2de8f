package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are small on the wire and large behind it, and such as are not what their encoding says. */
class BombTest extends EndpointTest {
    /** 40 MB that become 40 GB: more than any heap here, so what is not given up early shows. */
    private static final int WRITES = 640;

    private static final int MEBIBYTES_A_WRITE = 64;
    static final byte[] GZIP_HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};
    private static final byte[] ZLIB_HEAD = {0x78, (byte) 0x9c};
    private static final BodyDecoder<Object> JSON = response -> Json.tree(response.body());

    @BeforeEach
    void keepLittle() {
        use(endpoint(options -> options.set("max-body-bytes", "1000000").set("max-event-bytes", "1000000")));
    }

    /** A bomb of the letter x; each write stands on its own, so that it is compressed but once. */
    private static Reply bomb(String encoding, String type, int status) throws Exception {
        ReplyBuilder reply = Reply.builder()
                .status(status)
                .header("content-encoding", encoding)
                .contentType(type)
                .chunked()
                .write(encoding.equals("gzip") ? GZIP_HEAD : ZLIB_HEAD);
        byte[] block = block();
        for (int i = 0; i < WRITES; i++) {
            reply.write(block);
        }
        return reply.build();
    }

    /** {@return 64 MiB of the letter x, which follow each other as often as one likes} */
    static byte[] block() {
        byte[] mebibyte = new byte[1 << 20];
        Arrays.fill(mebibyte, (byte) 'x');
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        byte[] buffer = new byte[1 << 16];
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < MEBIBYTES_A_WRITE; i++) {
            deflater.setInput(mebibyte);
            for (int length = 1; length > 0; ) {
                length = deflater.deflate(buffer, 0, buffer.length, Deflater.FULL_FLUSH);
                block.write(buffer, 0, length);
                length = length < buffer.length ? 0 : length;
            }
        }
        deflater.end();
        return block.toByteArray();
    }

    private void assertGivenUp(LlmException error, String reason) {
        assertThat(error.reason()).as("%s", error).isEqualTo(reason);
        twin.awaitClosedByClient(SOON);
        assertThat(twin.bytesWritten())
                .as("written before the connection was closed")
                .isLessThan(30_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void wholeAnswer(String encoding) throws Exception {
        twin.enqueue(bomb(encoding, "application/json", 200));
        LlmException error = errorOf(generate());
        assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
        assertGivenUp(error, "too_large");
    }

    @Test
    void brokenStream() throws Exception {
        twin.enqueue(bomb("gzip", "text/event-stream", 200));
        assertGivenUp(Recorder.all(stream()).error(), "too_large");
    }

    @Test
    void wholeAnswerInPlaceOfAStream() throws Exception {
        twin.enqueue(bomb("gzip", "application/json", 200));
        assertGivenUp(Recorder.all(stream()).error(), "too_large");
    }

    /** Of an error's body the beginning is enough to say what it is. */
    @Test
    void errorBody() throws Exception {
        twin.enqueue(bomb("gzip", "text/plain", 500));
        LlmException error = errorOf(generate());
        assertThat(error.kind()).isEqualTo(ErrorKind.SERVER_ERROR);
        assertThat(error.excerpt().orElseThrow()).hasSize(2000);
        assertGivenUp(error, "");
    }

    @Test
    void metadata() throws Exception {
        twin.enqueue(bomb("gzip", "application/json", 200));
        assertGivenUp(errorOf(endpoint.get(twin.baseUri().resolve("/models"), JSON)), "too_large");
    }

    @Test
    void bodyOfARedirect() throws Exception {
        twin.enqueue(
                bomb("gzip", "text/plain", 307).with(reply -> reply.header("location", "/there")), answer("found"));
        assertThat(get(generate()).text()).contains("found");
        assertThat(twin.bytesWritten()).isLessThan(30_000_000);
    }

    /** What was squeezed more than once, or by what nobody asked for, stays as it is: it is not undone without end. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip, gzip", "gzip, deflate", "br", "zstd", "compress", "nonsense"})
    void encodingNobodyAskedFor(String encoding) throws Exception {
        byte[] twice = gzip(gzip("\"hello\"".getBytes(StandardCharsets.UTF_8)));
        twin.enqueue(Reply.builder()
                .status(200)
                .contentType("application/json")
                .header("content-encoding", encoding)
                .write(twice)
                .build());
        LlmException error = errorOf(endpoint.exchange(post("/chat"), exchange(), JSON));
        assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10, 15, 30})
    void gzipThatIsCutIsNoAnswer(int length) throws Exception {
        byte[] whole = gzip(
                "{\"answer\":\"a rather long text, so that a cut goes through it\"}".getBytes(StandardCharsets.UTF_8));
        twin.enqueue(encoded(Arrays.copyOf(whole, length)));
        LlmException error = errorOf(endpoint.exchange(post("/chat"), exchange(), JSON));
        assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
    }

    @Test
    void whatIsNoGzipIsSaid() throws Exception {
        twin.enqueue(encoded("{\"answer\":\"plain\"}".getBytes(StandardCharsets.UTF_8)));
        LlmException error = errorOf(endpoint.exchange(post("/chat"), exchange(), JSON));
        assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
        assertThat(error.reason()).isEqualTo("encoding");
    }

    private static Reply encoded(byte[] body) {
        return Reply.builder()
                .status(200)
                .contentType("application/json")
                .header("content-encoding", "gzip")
                .write(body)
                .build();
    }

    private static byte[] gzip(byte[] bytes) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
