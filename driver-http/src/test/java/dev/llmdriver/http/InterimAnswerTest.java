package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.LlmException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Interim answers (RFC 9110, 15.2). Vert.x knows 100 and 103; any other it takes for the answer, and would give the real one to the next
 * request on the connection.
 */
class InterimAnswerTest extends EndpointTest {
    private ServerSocket server;
    private URI address;

    @BeforeEach
    void begin() throws IOException {
        useOneLoop();
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        address = URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    @AfterEach
    void end() throws IOException {
        server.close();
    }

    /** Answers the first request by an interim answer, and by its own when it hears the next on this connection; that one, too. */
    private void serve(String interim) {
        CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                    talk(in, socket.getOutputStream(), interim);
                } catch (IOException closed) { // by the client, or at the end
                }
            }
        });
    }

    private static void talk(BufferedReader in, OutputStream out, String interim) throws IOException {
        String waiting = "";
        for (String path = path(in); !path.isEmpty(); path = path(in)) {
            String answer = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + path.length()
                    + "\r\n\r\n" + path;
            String now = path.equals("/first") ? "HTTP/1.1 " + interim + "\r\n\r\n" : waiting + answer;
            waiting = path.equals("/first") ? answer : "";
            out.write(now.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }

    /** {@return the path of the next request, whose body is read, or nothing at the end} */
    private static String path(BufferedReader in) throws IOException {
        String first = in.readLine();
        int length = 0;
        for (String line = first; line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        line.substring("content-length:".length()).strip());
            }
        }
        for (int i = 0; i < length; i++) {
            in.read();
        }
        return first == null ? "" : first.split(" ")[1];
    }

    private CompletableFuture<ChatResponse> ask(String path) {
        return endpoint.generate(post(address.resolve(path)), exchange(), EndpointTest::decode);
    }

    private static void assertRefused(LlmException error) {
        assertThat(error.reason()).isEqualTo("interim");
        assertThat(error).hasMessageContaining("interim status 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"102 Processing", "104 Upload Resumption Supported", "199 Something"})
    void theRealAnswerReachesNobodyElse(String interim) throws Exception {
        serve(interim);
        assertRefused(errorOf(ask("/first")));
        assertThat(get(ask("/second")).text()).isEqualTo("/second");
    }

    @Test
    void norByAStream() throws Exception {
        serve("102 Processing");
        assertRefused(Recorder.all(endpoint.stream(post(address.resolve("/first")), exchange(), this::decoder))
                .error());
        assertThat(get(ask("/second")).text()).isEqualTo("/second");
    }

    @Test
    void norByAQuestionAboutTheProvider() throws Exception {
        serve("102 Processing");
        BodyDecoder<String> text = WireResponse::text;
        assertThat(errorOf(endpoint.get(address.resolve("/first"), text)).reason())
                .isIn("interim", "cut");
        assertThat(get(endpoint.get(address.resolve("/second"), text))).isEqualTo("/second");
    }

    /** Vert.x would talk another protocol from then on, and no answer comes. */
    @Test
    void nobodyWaitsForWhatSwitchesProtocols() throws Exception {
        serve("101 Switching Protocols");
        assertRefused(errorOf(ask("/first")));
    }
}
