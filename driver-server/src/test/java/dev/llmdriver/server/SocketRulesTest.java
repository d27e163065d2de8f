package dev.llmdriver.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.server.internal.auth.TokenMaker;
import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.ManualScheduler;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may open the page and its socket, and how much they may ask. */
@Timeout(180)
class SocketRulesTest {
    /** {@return the status of the answer to an attempt to open a socket} */
    private static String handshake(Stage stage, String host, String more) throws IOException {
        return status(
                stage,
                "GET /ws HTTP/1.1\r\nHost: " + host + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + more
                        + "\r\n");
    }

    private static String status(Stage stage, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), stage.server.port())) {
            socket.setSoTimeout((int) Stage.PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return new String(line, StandardCharsets.US_ASCII);
        }
    }

    @Test
    void onlyTheOwnPageOpensASocket() throws Exception {
        try (Stage stage = Stage.open()) {
            int port = stage.server.port();
            String cookie = "Cookie: " + PageClient.cookie(port) + "\r\n";
            String own = "127.0.0.1:" + port;
            assertThat(handshake(stage, own, cookie + "Origin: http://" + own + "\r\n"))
                    .endsWith("101");
            assertThat(handshake(stage, "localhost:" + port, cookie + "Origin: http://localhost:" + port + "\r\n"))
                    .endsWith("101");
            assertThat(handshake(stage, own, cookie)).endsWith("101");
            assertThat(handshake(stage, own, "")).endsWith("403");
            assertThat(handshake(stage, own, "Cookie: llm-owner=guessed\r\n")).endsWith("403");
            assertThat(handshake(stage, own, cookie + "Origin: http://other.example\r\n"))
                    .endsWith("403");
            assertThat(handshake(stage, own, cookie + "Origin: http://127.0.0.1:1\r\n"))
                    .endsWith("403");
            assertThat(handshake(stage, "rebound.example:80", cookie + "Origin: http://rebound.example:80\r\n"))
                    .endsWith("403");
            assertThat(handshake(stage, "127.0.0.1.evil.example", cookie + "Origin: http://127.0.0.1.evil.example\r\n"))
                    .endsWith("403");
        }
    }

    @Test
    void aConfiguredOriginIsTheServersOwnToo() throws Exception {
        try (Stage stage =
                Stage.configured(Map.of("llm.server.cors-origins", "https://chat.example,https://b.example"))) {
            String cookie = "Cookie: __Host-" + PageClient.cookie(stage.server.port()) + "\r\n";
            assertThat(handshake(stage, "chat.example", cookie + "Origin: https://chat.example\r\n"))
                    .endsWith("101");
            assertThat(handshake(stage, "chat.example", cookie + "Origin: https://b.example\r\n"))
                    .endsWith("403");
            assertThat(status(stage, "GET / HTTP/1.1\r\nHost: chat.example\r\n\r\n"))
                    .endsWith("200");
            assertThat(status(stage, "GET / HTTP/1.1\r\nHost: other.example\r\n\r\n"))
                    .endsWith("403");
        }
    }

    /** Anybody on the way can make a page of http, under whatever name. */
    @Test
    void aPageByHttpIsNotTheOwnOneWhereThatComesByHttps() throws Exception {
        try (Stage stage =
                Stage.configured(Map.of("llm.server.cors-origins", "https://chat.example,http://plain.example"))) {
            String cookie = "Cookie: __Host-" + PageClient.cookie(stage.server.port()) + "\r\n";
            assertThat(handshake(stage, "chat.example", cookie + "Origin: http://chat.example\r\n"))
                    .endsWith("403");
            assertThat(status(
                            stage,
                            "GET /v1/models HTTP/1.1\r\nHost: chat.example\r\nOrigin: http://chat.example\r\n\r\n"))
                    .endsWith("403");
            assertThat(handshake(stage, "plain.example", cookie + "Origin: http://plain.example\r\n"))
                    .endsWith("101");
            String https = "X-Forwarded-Proto: https\r\n" + cookie;
            assertThat(handshake(stage, "127.0.0.1", https + "Origin: http://127.0.0.1\r\n"))
                    .endsWith("403");
            assertThat(handshake(stage, "127.0.0.1", https + "Origin: https://127.0.0.1\r\n"))
                    .endsWith("101");
        }
    }

    @Test
    void anOriginIsTheSameInCapitals() throws Exception {
        try (Stage stage = Stage.configured(Map.of("llm.server.cors-origins", "https://App.Example.com"))) {
            HttpRequest.Builder asking =
                    HttpRequest.newBuilder(stage.uri("/v1/models")).header("Origin", "https://app.example.com");
            HttpResponse<String> answer = stage.send(asking);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("access-control-allow-origin"))
                    .contains("https://app.example.com");
        }
    }

    @Test
    void thePageMayLoadAndRunNothingButItsFiles() throws Exception {
        try (Stage stage = Stage.open()) {
            HttpResponse<String> page = stage.get("/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'; script-src 'self';")
                    .doesNotContain("unsafe");
            assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(page.body())
                    .doesNotContain("<script>")
                    .doesNotContain("style=")
                    .doesNotContain("onclick");
            String tag = page.headers().firstValue("ETag").orElseThrow();
            HttpRequest.Builder known = HttpRequest.newBuilder(stage.uri("/")).header("If-None-Match", tag);
            assertThat(stage.send(known).statusCode()).isEqualTo(304);
            assertThat(stage.get("/page/lib/purify.es.mjs").headers().firstValue("Content-Type"))
                    .contains("text/javascript; charset=utf-8");
            assertThat(stage.get("/page/../page/Owner.class").statusCode()).isEqualTo(404);
            assertThat(stage.get("/ws").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void whatIsNoQuestionIsRefusedAndTheSocketStays() throws Exception {
        try (Stage stage = Stage.open();
                PageClient page = PageClient.open(stage.server.port())) {
            page.send("{'type':'sing','id':'x'}");
            assertThat(page.next("refused").toString())
                    .contains("must be hello, ask")
                    .contains("\"id\":\"x\"");
            page.send("[1]").send("{'type':'ask','id':'a b','chat':'c','text':'Hello'}");
            assertThat(page.next("refused").path("message").asText()).contains("JSON object");
            assertThat(page.next("refused").path("message").asText()).contains("'id' must be 1 to 64 letters");
            page.send("{'type':'ask','id':'a','chat':'c','text':' '}");
            assertThat(page.next("refused").path("message").asText()).contains("'text' must not be blank");
            assertThat(page.send("{'type':'hello'}")
                            .next("ready")
                            .path("endpoints")
                            .asBoolean())
                    .isTrue();
        }
    }

    private static String cookie(Stage stage, String... headers) throws Exception {
        return cookies(stage, headers).get(0);
    }

    private static List<String> cookies(Stage stage, String... headers) throws Exception {
        return stage.send(HttpRequest.newBuilder(stage.uri("/page/owner")).headers(headers))
                .headers()
                .allValues("Set-Cookie");
    }

    @Test
    void byHttpsTheCookieIsSecureAndTheOwnerIsAnotherOne() throws Exception {
        try (Stage stage = Stage.open()) {
            String plain = cookie(stage, "X-Forwarded-Proto", "http");
            assertThat(plain).startsWith("llm-owner=").doesNotContain("Secure");
            String name = plain.substring("llm-owner=".length(), plain.indexOf(';'));
            String before = "llm-owner=" + name;
            for (String[] https : new String[][] {
                {"X-Forwarded-Proto", "https"}, {"Forwarded", "for=10.0.0.1;proto=https;host=chat.example"}
            }) {
                assertThat(cookie(stage, https[0], https[1])).contains("; Secure");
                List<String> both = cookies(stage, https[0], https[1], "Cookie", before);
                assertThat(both).hasSize(2).noneMatch(each -> each.contains(name));
                assertThat(both).anyMatch(each -> each.startsWith("llm-owner=;") && each.contains("Max-Age=0"));
                assertThat(both).anyMatch(each -> each.startsWith("__Host-llm-owner=") && each.contains("; Secure"));
                assertThat(cookie(stage, https[0], https[1], "Cookie", "__Host-" + before))
                        .startsWith("__Host-" + before + ";")
                        .contains("; Path=/;", "; Secure");
            }
            assertThat(cookie(stage, "Cookie", before)).startsWith(before + ";").doesNotContain("Secure");
            String own = "127.0.0.1:" + stage.server.port();
            assertThat(handshake(stage, own, "Cookie: __Host-" + before + "\r\n"))
                    .endsWith("101");
            assertThat(handshake(stage, own, "X-Forwarded-Proto: https\r\nCookie: " + before + "\r\n"))
                    .endsWith("403");
        }
        try (Stage stage = Stage.configured(
                Map.of("llm.server.cors-origins", "https://chat.example,http://both.example,https://both.example"))) {
            assertThat(cookieAt(stage, "both.example")).contains(" llm-owner=").doesNotContain("Secure");
            assertThat(cookieAt(stage, "chat.example")).contains("__Host-llm-owner=", "; Secure");
            assertThat(cookieAt(stage, "localhost")).contains(" llm-owner=").doesNotContain("Secure");
        }
    }

    private static String cookieAt(Stage stage, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), stage.server.port())) {
            socket.setSoTimeout((int) Stage.PATIENCE.toMillis());
            String request = "GET /page/owner HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void nothingIsCompressedWhateverAPageOffers() throws Exception {
        try (Stage stage = Stage.open()) {
            for (String offer : List.of("permessage-deflate; client_max_window_bits", "deflate-frame")) {
                try (RawPage page = RawPage.open(stage.server.port(), "Sec-WebSocket-Extensions: " + offer + "\r\n")) {
                    assertThat(page.head()).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("extensions");
                }
            }
        }
    }

    @Test
    void draftsOfTheProtocolAreRefused() throws Exception {
        try (Stage stage = Stage.open()) {
            String cookie = "Cookie: " + PageClient.cookie(stage.server.port()) + "\r\n";
            for (String version : List.of("Sec-WebSocket-Version: 8\r\n", "")) {
                assertThat(status(
                                stage,
                                "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + version + cookie
                                        + "\r\n"))
                        .endsWith("400");
            }
        }
    }

    /** Whoever announces a body, and never sends it, would keep his connection for ever. */
    @Test
    void aHandshakeHasNoBody() throws Exception {
        try (Stage stage = Stage.open()) {
            String cookie = "Cookie: " + PageClient.cookie(stage.server.port()) + "\r\n";
            assertThat(handshake(stage, "localhost", cookie + "Content-Length: 5\r\n"))
                    .endsWith("400");
            assertThat(handshake(stage, "localhost", cookie + "Transfer-Encoding: chunked\r\n"))
                    .endsWith("400");
            assertThat(handshake(stage, "localhost", cookie + "Content-Length: 0\r\n"))
                    .endsWith("101");
        }
    }

    @Test
    void aMessageThatIsTooLargeEndsTheSocket() throws Exception {
        try (Stage stage = Stage.open();
                PageClient page = PageClient.open(stage.server.port())) {
            page.socket.sendText("{\"type\":\"" + "x".repeat(1_100_000) + "\"}", true);
            assertThat(page.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void eightAnswersMayBeUnderWay() throws Exception {
        try (Stage stage = Stage.open();
                PageClient page = PageClient.open(stage.server.port())) {
            for (int i = 0; i < 8; i++) {
                stage.twin.enqueue(Reply.silence());
                page.ask("a" + i, "c" + i, "Hello");
            }
            page.ask("a8", "c8", "Hello");
            assertThat(page.next("refused").path("message").asText()).contains("8 answers under way");
            page.ask("a1", "c1", "Hello");
            assertThat(page.next("refused").path("message").asText()).contains("under way already");
        }
    }

    @Test
    void whereTokensCountTheFirstMessageHoldsOne() throws Exception {
        try (TokenMaker tokens = TokenMaker.start();
                Stage stage = Stage.configured(tokens.settings())) {
            int port = stage.server.port();
            try (PageClient stranger = PageClient.open(port)) {
                stranger.ask("a", "c", "Hello");
                assertThat(stranger.next("refused").path("message").asText()).contains("Say hello with a token");
                stranger.send("{'type':'hello'}").next("unknown");
                stranger.send("{'type':'hello','token':'wrong'}");
                assertThat(stranger.next("unknown").path("message").asText()).contains("token is wrong");
                assertThat(stranger.closeCode()).isEqualTo(1008);
            }
            stage.twin.enqueue(TwinAnswer.of("Good day"));
            try (PageClient ada = PageClient.open(port);
                    PageClient bob = PageClient.open(port)) {
                ada.send("{'type':'hello','token':'" + TokenMaker.right("ada") + "'}")
                        .next("ready");
                bob.send("{'type':'hello','token':'" + TokenMaker.right("bob") + "'}")
                        .next("ready");
                ada.ask("a", "c", "Hello").next("done");
                assertThat(bob.send("{'type':'chats'}").next("chats").path("chats"))
                        .isEmpty();
                assertThat(ada.send("{'type':'chats'}").next("chats").path("chats"))
                        .hasSize(1);
            }
            assertThat(stage.twin.requests()).hasSize(1);
        }
    }

    @Test
    void aSilentSocketStaysOpen() throws Exception {
        ManualScheduler clock = new ManualScheduler();
        try (Stage stage = Stage.open(builder -> builder.scheduler(clock));
                PageClient page = PageClient.open(stage.server.port())) {
            page.send("{'type':'hello'}").next("ready");
            // Longer than any patience, and short of the fourth ping: the clock of a test does not wait for an answer
            // to them.
            clock.advance(Duration.ofSeconds(119));
            assertThat(page.send("{'type':'hello'}")
                            .next("ready")
                            .path("standard")
                            .isTextual())
                    .isTrue();
        }
    }

    @Test
    void whoNeverSaysWhoHeIsIsCutOff() throws Exception {
        ManualScheduler clock = new ManualScheduler();
        try (TokenMaker tokens = TokenMaker.start();
                Stage stage = Stage.configured(tokens.settings(), builder -> builder.scheduler(clock));
                PageClient stranger = PageClient.open(stage.server.port())) {
            stranger.send("{'type':'hello'}").next("unknown"); // the socket is heard from here on
            clock.advance(Duration.ofSeconds(31));
            assertThat(stranger.closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void aNameThatAnybodyCanPointHereFetchesNothing() throws Exception {
        try (Stage stage = Stage.open(builder -> builder.metrics(() -> "calls_total 3\n"))) {
            for (String path : List.of("/v1/models", "/metrics", "/")) {
                assertThat(status(stage, "GET " + path + " HTTP/1.1\r\nHost: evil.example:8000\r\n\r\n"))
                        .endsWith("403");
                assertThat(status(stage, "GET " + path + " HTTP/1.1\r\nHost: localhost:8000\r\n\r\n"))
                        .endsWith("200");
            }
            assertThat(status(stage, "GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
                    .endsWith("200");
        }
    }

    @Test
    void behindAProxyPeopleNameNoPlaces() throws Exception {
        try (Stage stage = Stage.configured(Map.of("llm.server.cors-origins", "https://chat.example"));
                PageClient page = PageClient.open(stage.server.port())) {
            page.send(owned(stage.twin.v1().toString()));
            assertThat(page.next("failed").path("trouble").path("message").asText())
                    .contains("llm.server.page-endpoints=true");
            assertThat(stage.twin.requests()).isEmpty();
        }
    }

    @Test
    void aPlaceOfOnesOwnIsAskedWithTheTokenThatWasGiven() throws Exception {
        try (Stage stage = Stage.open();
                PageClient page = PageClient.open(stage.server.port())) {
            stage.twin.enqueue(HuggingFaceDialect.ROUTER.stream(TwinAnswer.of("Mine")));
            page.send(owned(stage.twin.v1().toString()));
            assertThat(page.next("done").path("model").asText()).isEqualTo("huggingface:my/model");
            assertThat(stage.twin.requests().get(0).header("Authorization")).contains("Bearer hf_mine");
            page.send(owned("nowhere"));
            assertThat(page.next("failed").path("trouble").path("message").asText())
                    .contains("base-url")
                    .doesNotContain("hf_mine");
            page.send(owned("http://127.0.0.1:1/${llm.huggingface.api-key}"));
            assertThat(page.next("refused").path("message").asText()).contains("must not hold '${'");
        }
    }

    @Test
    void theTimesOfTheServerHoldForAPlaceOfOnesOwn() throws Exception {
        try (Stage stage = Stage.configured(Map.of("llm.huggingface.first-token-timeout", "300ms"));
                PageClient page = PageClient.open(stage.server.port())) {
            stage.twin.enqueue(Reply.silence(), Reply.silence(), Reply.silence());
            page.send(owned(stage.twin.v1().toString()));
            assertThat(page.next("failed").path("trouble").path("kind").asText())
                    .isEqualTo("timeout");
        }
    }

    @Test
    void whoListensToOthersCallsNoPlacesOfTheirs() throws Exception {
        try (Stage stage = Stage.open(builder -> builder.host("0.0.0.0"));
                PageClient page = PageClient.open(stage.server.port())) {
            assertThat(page.send("{'type':'hello'}")
                            .next("ready")
                            .path("endpoints")
                            .asBoolean())
                    .isFalse();
            page.send(owned(stage.twin.v1().toString()));
            assertThat(page.next("failed").path("trouble").path("message").asText())
                    .contains("llm.server.page-endpoints=true");
            assertThat(stage.twin.requests()).isEmpty();
        }
    }

    private static String owned(String url) {
        return "{'type':'ask','id':'a','chat':'c','model':'my/model','text':'Hello','endpoint':{'kind':'dedicated','url':'"
                + url + "','token':'hf_mine'}}";
    }
}
