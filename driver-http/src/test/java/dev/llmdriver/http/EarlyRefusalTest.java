package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.LlmException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;

/** Servers that answer a long request before they have read it, and close the connection at once (RFC 9112, 9.6). */
class EarlyRefusalTest extends EndpointTest {
    private static final byte[] LONG = new byte[16 * 1024 * 1024];
    private static final String REFUSAL = "HTTP/1.1 413 Content Too Large\r\ncontent-type: text/plain\r\n"
            + "connection: close\r\ncontent-length: 9\r\n\r\ntoo large";

    private ServerSocket server;

    @BeforeEach
    void begin() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        CompletableFuture<Void> unused = CompletableFuture.runAsync(this::serve);
    }

    @AfterEach
    void end() throws IOException {
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                readHead(socket.getInputStream());
                socket.getOutputStream().write(REFUSAL.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) { // by the client, or at the end
            }
        }
    }

    private static void readHead(InputStream in) throws IOException {
        int blank = 0;
        while (blank < 4) {
            int next = in.read();
            blank = next == '\r' || next == '\n' ? blank + 1 : 0;
        }
    }

    private CompletableFuture<ChatResponse> ask() {
        URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/chat");
        return endpoint.generate(WireRequest.post(address).json(LONG).build(), exchange(), EndpointTest::decode);
    }

    @RepeatedTest(20)
    void whatTheyAnswerIsHeard() throws Exception {
        LlmException error = errorOf(ask());

        assertThat(error.status()).hasValue(413);
    }
}
