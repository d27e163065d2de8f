package dev.llmdriver.server;

import static dev.llmdriver.server.Stage.CHAT;
import static dev.llmdriver.server.Stage.PATIENCE;
import static dev.llmdriver.server.Stage.asking;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that a proxy may read in another way are refused, and nothing behind them is taken for a request. */
@Timeout(120)
class FramingTest {
    private static final String BODY = asking("demo:chat", "");
    private static final String BEHIND = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private Stage stage;

    @BeforeEach
    void open() throws Exception {
        stage = Stage.open();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private static String post(String headers) {
        return "POST " + CHAT + " HTTP/1.1\r\nContent-Type: application/json\r\n" + headers + "\r\n";
    }

    private static String chunked(String codings) {
        return post("Host: localhost\r\n" + codings) + Integer.toHexString(BODY.length()) + "\r\n" + BODY
                + "\r\n0\r\n\r\n";
    }

    private static String counted(String headers) {
        return post(headers + "Content-Length: " + BODY.length() + "\r\n") + BODY;
    }

    /** {@return all that is answered, until the server closes the connection} */
    private String answers(String requests) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), stage.server.port())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String status(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), stage.server.port())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
        }
    }

    private void assertRefused(String request, int status) throws IOException {
        assertThat(answers(request + BEHIND))
                .startsWith("HTTP/1.1 " + status + " ")
                .containsOnlyOnce("HTTP/1.1 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: gzip, chunked\r\n",
                "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: x-unknown,chunked\r\n"
            })
    void codingsThatNobodyUndoesAreRefused(String codings) throws Exception {
        String answer = answers(chunked(codings) + BEHIND);
        assertThat(answer)
                .startsWith("HTTP/1.1 501 ")
                .contains("'Transfer-Encoding'")
                .containsOnlyOnce("HTTP/1.1 ");
    }

    @Test
    void chunksAloneAreRead() throws Exception {
        for (String codings : new String[] {"Transfer-Encoding: Chunked\r\n", "Transfer-Encoding:\r\n , chunked\r\n"}) {
            assertThat(status(chunked(codings))).as(codings).isEqualTo("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked, identity\r\n",
                "Transfer-Encoding: chunked, chunked\r\n",
                "Transfer-Encoding: gzip\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
                "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding : chunked\r\n"
            })
    void endsThatCanBeReadInTwoWaysAreRefused(String headers) throws Exception {
        assertRefused(chunked(headers), 400);
    }

    /** RFC 9112, 7.1: the head was right, so the client learns what was not. */
    @ParameterizedTest
    @ValueSource(strings = {"XYZ\r\n{}\r\n0\r\n\r\n", "-1\r\n{}\r\n0\r\n\r\n", "2\r\n{}rest\r\n0\r\n\r\n"})
    void chunksThatAreNoneAreRefused(String body) throws Exception {
        String head = post("Host: localhost\r\nTransfer-Encoding: chunked\r\n");
        assertThat(answers(head + body + BEHIND))
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase("connection: close")
                .contains("chunk")
                .containsOnlyOnce("HTTP/1.1 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost\r\nContent-Length: 3\r\n",
                "Host: localhost\r\nContent-Length: +3\r\n",
                "Host: localhost\r\nX: a\nY: b\r\n",
                "Host: localhost\r\nHost: other\r\n",
                "Host: local host\r\n"
            })
    void whatHasTwoMeaningsIsRefused(String headers) throws Exception {
        assertThat(status(counted(headers))).isEqualTo("HTTP/1.1 400");
    }

    @Test
    void aTargetMayNameTheHostThatTheHeaderNames() throws Exception {
        String rest = " HTTP/1.1\r\nHost: localhost:1\r\n\r\n";
        assertThat(status("GET http://LOCALHOST:1/v1/models" + rest)).isEqualTo("HTTP/1.1 200");
        assertThat(status("GET http://localhost:1" + rest)).isEqualTo("HTTP/1.1 200");
        assertRefused("GET http://rebound.example/v1/models" + rest, 400);
        assertRefused("GET HTTP://localhost:1@rebound.example/v1/models" + rest, 400);
    }
}
