package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where http was written and the port speaks TLS, the error says so. */
class WrongSchemeTest extends EndpointTest {
    /** "Unexpected message", which a server of TLS says to what is no handshake. */
    private static final byte[] ALERT = {21, 3, 3, 0, 2, 2, 10};

    private static CompletableFuture<Void> alerting(ServerSocket server) {
        return CompletableFuture.runAsync(() -> {
            while (!server.isClosed()) {
                try (Socket client = server.accept()) {
                    InputStream in = client.getInputStream();
                    in.skipNBytes(10);
                    for (byte each : ALERT) {
                        client.getOutputStream().write(each);
                        client.getOutputStream().flush();
                    }
                    client.shutdownOutput();
                    in.readAllBytes(); // until the client has gone, lest the alert be lost in a reset
                } catch (IOException over) { // with one client, or with the test
                }
            }
        });
    }

    @Test
    void isToldByTheServersAlert() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> unused = alerting(server);
            URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/chat");
            assertTold(errorOf(endpoint.generate(post(address), exchange(), EndpointTest::decode)));
            assertTold(Recorder.all(endpoint.stream(post(address), exchange(), this::decoder))
                    .error());
            assertTold(errorOf(endpoint.get(address, WireResponse::text)));
        }
    }

    private static void assertTold(LlmException error) {
        assertThat(error).hasMessageContaining("https");
        assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
        assertThat(error.reason()).isEqualTo("not_http");
        assertThat(error.advice()).as("another try would end alike").isEqualTo(Advice.STOP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><center>The plain HTTP request was sent to HTTPS port</center><hr>nginx</html>",
                "Client sent an HTTP request to an HTTPS server.\n",
                "<p>Reason: You're speaking plain HTTP to an SSL-enabled server port.<br />"
            })
    void isToldByWhatServersSayInHttp(String page) throws Exception {
        twin.enqueue(Reply.html(400, page), Reply.html(400, page), Reply.html(400, "Something else, in plain HTTP"));
        for (LlmException error : new LlmException[] {
            errorOf(generate()), errorOf(endpoint.get(twin.baseUri().resolve("/models"), WireResponse::text))
        }) {
            assertThat(error).hasMessageContaining("https address");
            assertThat(error.status()).hasValue(400);
            assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
        }
        assertThat(errorOf(generate())).hasMessageNotContaining("https address");
    }
}
