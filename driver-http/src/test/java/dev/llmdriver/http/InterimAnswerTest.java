package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.ErrorKind;
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
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interim answers (RFC 9110, 15.2): any may come before the answer, and none is it. Vert.x itself knows 100 and 103 only. */
class InterimAnswerTest extends EndpointTest {
    private ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();
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

    /** Sends these before the answer to the first request, and its answer only then if that is to come at all. */
    private void serve(String... interim) {
        CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    connections.incrementAndGet();
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                    talk(in, socket.getOutputStream(), String.join("", interim));
                } catch (IOException closed) { // by the client, or at the end
                }
            }
        });
    }

    private static void talk(BufferedReader in, OutputStream out, String interim) throws IOException {
        for (String path = path(in); !path.isEmpty(); path = path(in)) {
            String answer = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + path.length()
                    + "\r\n\r\n" + path;
            for (byte each : ((path.equals("/first") ? interim : "") + answer).getBytes(StandardCharsets.US_ASCII)) {
                out.write(each);
                out.flush();
            }
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

    private static String head(String status) {
        return "HTTP/1.1 " + status + "\r\n\r\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"100 Continue", "102 Processing", "103 Early Hints", "104 Upload Resumption", "199 Unknown"})
    void isNotTheAnswer(String interim) throws Exception {
        serve(head(interim), head("102 Processing\r\nx-of: it"), head(interim));
        assertThat(get(ask("/first")).text()).isEqualTo("/first");
        assertThat(get(ask("/second")).text()).isEqualTo("/second");
        assertThat(connections).as("the connection lives on").hasValue(1);
    }

    @Test
    void norThatOfAStream() throws Exception {
        serve(head("102 Processing"));
        LlmException type = Recorder.all(endpoint.stream(post(address.resolve("/first")), exchange(), this::decoder))
                .error();
        assertThat(type.status()).as("the answer's own").hasValue(200);
        assertThat(type.reason()).isEqualTo("content_type");
    }

    @Test
    void norThatOfAQuestionAboutTheProvider() throws Exception {
        serve(head("102 Processing"));
        BodyDecoder<String> text = WireResponse::text;
        assertThat(get(endpoint.get(address.resolve("/first"), text))).isEqualTo("/first");
        assertThat(get(endpoint.get(address.resolve("/second"), text))).isEqualTo("/second");
    }

    /** Nothing of them is kept, and they move no clock. */
    @Test
    void aServerThatSendsNothingElseIsGivenUpAtTheDeadline() throws Exception {
        VirtualClock clock = virtualTime();
        CountDownLatch many = new CountDownLatch(100_000);
        CompletableFuture<Void> closed = new CompletableFuture<>();
        CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> {
            try (Socket socket = server.accept()) {
                byte[] head = head("102 Processing").repeat(100).getBytes(StandardCharsets.US_ASCII);
                while (true) {
                    socket.getOutputStream().write(head);
                    for (int i = 0; i < 100; i++) {
                        many.countDown();
                    }
                }
            } catch (IOException givenUp) {
                closed.complete(null);
            }
        });
        CompletableFuture<ChatResponse> asked = ask("/first");
        assertThat(many.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(asked).isNotDone();
        clock.advance(Duration.ofSeconds(301));
        assertThat(errorOf(asked).kind()).isEqualTo(ErrorKind.TIMEOUT);
        get(closed);
    }

    /** Vert.x would talk another protocol from then on, and no answer comes. */
    @Test
    void nobodyWaitsForWhatSwitchesProtocols() throws Exception {
        serve(head("101 Switching Protocols"));
        LlmException error = errorOf(ask("/first"));
        assertThat(error.reason()).isEqualTo("interim");
        assertThat(error).hasMessageContaining("interim status 101");
    }
}
