package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compression that a server announces as how it sends, in place of what it sends: nobody asks for it, some do it. */
class TransferCodingTest extends EndpointTest {
    private static Reply raw(int status, String type, String codings, byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(("HTTP/1.1 " + status + " X\r\nconnection: close\r\ncontent-type: " + type + "\r\n" + codings
                        + "\r\n" + Integer.toHexString(body.length) + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        bytes.write(body);
        bytes.write("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return Reply.raw(bytes.toByteArray());
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transfer-encoding: gzip, chunked\r\n",
                "Transfer-Encoding: GZIP ,chunked\r\n",
                "transfer-encoding: x-gzip, chunked\r\n",
                "transfer-encoding: gzip\r\ntransfer-encoding: chunked\r\n"
            })
    void aCompressedBodyIsInflated(String codings) throws Exception {
        String events = "data: Hel\n\ndata: lo\n\ndata: [DONE]\n\n";
        twin.enqueue(
                raw(200, "text/event-stream", codings, gzip(events)),
                raw(200, "application/json", codings, gzip("\"whole\"")),
                raw(200, "application/json", codings, gzip("\"listed\"")),
                raw(400, "application/json", codings, gzip("\"refused\"")));
        assertThat(Recorder.all(stream()).response().text()).isEqualTo("Hello");
        assertThat(get(generate()).text()).isEqualTo("\"whole\"");
        BodyDecoder<String> text = WireResponse::text;
        assertThat(get(endpoint.get(twin.baseUri().resolve("/models"), text))).isEqualTo("\"listed\"");
        String[] body = {""};
        use(builder(options -> options)
                .errors(facts -> {
                    body[0] = facts.body();
                    return LlmException.builder(ErrorKind.INVALID_REQUEST, "no");
                })
                .build());
        assertThat(errorOf(generate()).kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
        assertThat(body[0]).isEqualTo("\"refused\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"transfer-encoding: chunked\r\n", "transfer-encoding: identity, chunked\r\n"})
    void aPlainBodyStaysAsItIs(String codings) throws Exception {
        twin.enqueue(raw(200, "application/json", codings, "\"whole\"".getBytes(StandardCharsets.UTF_8)));
        assertThat(get(generate()).text()).isEqualTo("\"whole\"");
    }
}
