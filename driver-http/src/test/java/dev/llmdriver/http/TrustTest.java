package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.CallOptions;
import dev.llmdriver.Explanation;
import dev.llmdriver.Secret;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinOptions;
import dev.llmdriver.testkit.WireTwin;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where keys and prompts go, and where they do not. */
class TrustTest extends EndpointTest {
    private static Reply redirect(int status, String to) {
        return Reply.empty(status).with(reply -> reply.header("location", to));
    }

    @Test
    void redirectOfACallStaysAtItsOrigin() throws Exception {
        twin.enqueue(redirect(307, "/elsewhere"), redirect(308, twin.baseUri() + "/there"), answer("found"));
        assertThat(get(generate()).text()).contains("found");
        List<RecordedRequest> requests = twin.awaitRequests(3, SOON);
        assertThat(requests).extracting(RecordedRequest::path).containsExactly("/chat", "/elsewhere", "/there");
        assertThat(requests).extracting(RecordedRequest::body).containsOnly("{\"q\":1}");
        assertThat(call.ledger().attempts()).as("each left the process").hasSize(3);
    }

    @Test
    void redirectToAnotherOriginGetsNeitherKeyNorPrompt() throws Exception {
        try (WireTwin other = WireTwin.start()) {
            twin.enqueue(redirect(307, other.baseUri() + "/steal"), redirect(302, "/chat2"));
            LlmException error = errorOf(generate());
            assertThat(error.kind()).isEqualTo(ErrorKind.CONFIGURATION);
            assertThat(error.reason()).isEqualTo("redirect");
            assertThat(error).hasMessageContaining("127.0.0.1:" + other.port());
            assertThat(errorOf(generate()).reason())
                    .as("a 302 would turn the call into a GET")
                    .isEqualTo("redirect");
            assertThat(other.connectionsOpened()).isZero();
        }
    }

    @Test
    void endlessRedirectEnds() throws Exception {
        for (int i = 0; i < 6; i++) {
            twin.enqueue(redirect(307, "/again"));
        }
        assertThat(errorOf(generate()).reason()).isEqualTo("redirect");
        twin.assertScriptUsed();
    }

    @Test
    void metadataFollowsRedirectsButTakesNoSecretsAlong() throws Exception {
        use(endpoint(options -> options.set("headers.X-Team", "blue-secret-team")));
        try (WireTwin other = WireTwin.start()) {
            twin.enqueue(redirect(302, "/b"), redirect(301, other.baseUri() + "/c"));
            other.enqueue(Reply.json(200, "[1]"));
            String found = get(endpoint.get(twin.baseUri().resolve("/a"), WireResponse::text));
            assertThat(found).isEqualTo("[1]");
            RecordedRequest within = twin.awaitRequests(2, SOON).get(1);
            assertThat(within.header("authorization")).contains("Bearer " + KEY);
            assertThat(within.header("x-team")).contains("blue-secret-team");
            assertThat(within.header("upgrade")).isEmpty();
            RecordedRequest outside = other.takeRequest(SOON);
            assertThat(outside.header("authorization")).isEmpty();
            assertThat(outside.header("x-team")).isEmpty();
            assertThat(outside.header("user-agent").orElseThrow()).startsWith("llm-driver/");
        }
    }

    @Test
    void keyDoesNotTravelUnprotected() throws Exception {
        WireRequest request = post(URI.create("http://llm.example.test/chat"));
        LlmException error = errorOf(endpoint.generate(request, exchange(), EndpointTest::decode));
        assertThat(error.kind()).isEqualTo(ErrorKind.CONFIGURATION);
        assertThat(error).hasMessageContaining("allow-cleartext-key=true").hasMessageNotContaining(KEY);
        assertThat(error.attempts()).isEmpty();
        assertThat(Recorder.all(endpoint.stream(request, exchange(), this::decoder))
                        .error()
                        .kind())
                .isEqualTo(ErrorKind.CONFIGURATION);
        use(builder(options -> options.set("headers.Authorization", "Bearer " + KEY))
                .credentials(Credentials.none())
                .build());
        assertThat(errorOf(endpoint.generate(request, exchange(), EndpointTest::decode))
                        .kind())
                .isEqualTo(ErrorKind.CONFIGURATION);
    }

    @Test
    void headersCannotBeSmuggledIn() throws Exception {
        assertThatThrownBy(() -> endpoint(options -> options.set("headers.X-A", "1\r\nX-B: 2")))
                .isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> WireRequest.get(twin.baseUri()).header("A B", "1"))
                .isInstanceOf(ConfigurationException.class);
        CallOptions call = CallOptions.builder().header("X-A", "1\nX-B: 2").build();
        assertThat(errorOf(endpoint.generate(post("/chat"), exchange(call), EndpointTest::decode))
                        .kind())
                .isEqualTo(ErrorKind.CONFIGURATION);
        CallOptions key = CallOptions.builder().apiKey(Secret.of("k\r\nX-B: 2")).build();
        assertThat(errorOf(endpoint.generate(post("/chat"), exchange(key), EndpointTest::decode)))
                .hasMessageNotContaining("X-B");
        assertThat(twin.requests()).isEmpty();
    }

    @Test
    void keyIsReadForEachAttemptAndOneOfTheCallGoesFirst() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        use(builder(options -> options)
                .credentials(
                        Credentials.header("x-api-key", Secret.from(() -> "rotated-key-" + reads.incrementAndGet())))
                .build());
        twin.enqueue(answer("1"), answer("2"), answer("3"));
        get(generate());
        get(generate());
        CallOptions own = CallOptions.builder()
                .apiKey(Secret.of("own-key"))
                .header("X-Trace", "t")
                .build();
        get(endpoint.generate(post("/chat"), exchange(own), EndpointTest::decode));
        assertThat(twin.awaitRequests(3, SOON))
                .extracting(request -> request.header("x-api-key").orElseThrow())
                .containsExactly("rotated-key-1", "rotated-key-2", "own-key");
        assertThat(twin.requests().get(2).header("x-trace")).contains("t");
    }

    @Test
    void headerOfOneCall_isInThatCallAlone_thoughTheKeyIsTheSame() throws Exception {
        use(endpoint(options -> options));
        twin.enqueue(answer("1"), answer("2"), answer("3"));
        CallOptions traced = CallOptions.builder().header("X-Trace", "t").build();
        get(generate());
        get(endpoint.generate(post("/chat"), exchange(traced), EndpointTest::decode));
        get(generate());
        assertThat(twin.awaitRequests(3, SOON))
                .extracting(request -> request.header("x-trace").orElse("none"))
                .containsExactly("none", "t", "none");
        assertThat(twin.requests())
                .extracting(request -> request.header("authorization").orElseThrow())
                .containsOnly("Bearer " + KEY);
    }

    @Test
    void errorsAndExplanationsHoldNoKey() throws Exception {
        use(endpoint(options -> options.set("headers.X-Secret", "planted-header-value")));
        String encoded = java.util.Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.UTF_8));
        twin.enqueue(Reply.json(401, "{\"error\":\"bad key " + KEY + " or " + encoded + " planted-header-value\"}")
                .with(reply -> reply.header("x-request-id", "r1")));
        URI address = twin.baseUri().resolve("/chat?key=AIzaSyPlantedPlantedPlantedPlanted&a=1");
        LlmException error = errorOf(endpoint.generate(post(address), exchange(), EndpointTest::decode));
        assertThat(error.excerpt().orElseThrow()).contains("bad key").doesNotContain(KEY, encoded, "planted-header");
        assertThat(error.toString()).doesNotContain(KEY, "AIza", "planted-header");

        CallOptions call =
                CallOptions.builder().header("X-Own", "own-planted-value").build();
        Explanation explained = endpoint.explain(post(address), call, List.of());
        assertThat(explained.toString()).doesNotContain(KEY, "AIza", "planted-header", "own-planted");
        assertThat(explained.url()).endsWith("/chat?key=****&a=****");
        assertThat(explained.headers())
                .containsEntry("Authorization", "Bearer ****")
                .containsEntry("X-Secret", "****")
                .containsEntry("Content-Type", "application/json");
        assertThat(explained.body()).isEqualTo("{\"q\":1}");
    }

    @Test
    void certificateOfAStrangerIsRefusedUnlessTrusted() throws Exception {
        twin.close();
        twin = WireTwin.start(TwinOptions.defaults().tls());
        LlmException error = errorOf(generate());
        assertThat(error.kind()).isEqualTo(ErrorKind.CONNECT_FAILED);
        assertThat(error.reason()).isEqualTo("tls");
        assertThat(error).hasMessageContaining("certificate").hasMessageContaining("tls.trust-store");
        assertThat(error.attempts()).isEmpty();

        twin.enqueue(answer("trusted"), answer("whoever"));
        use(endpoint(
                options -> options.set("tls.trust-store", twin.certificatePem().toString())));
        assertThat(get(generate()).text()).contains("trusted");
        use(endpoint(options -> options.set("tls.insecure", "true")));
        assertThat(get(generate()).text()).contains("whoever");
    }

    /** Else each call would end as one to which nobody answers, in the words of a library. */
    @Test
    void aTrustStoreThatIsNoneIsAFaultOfTheOptions(@TempDir Path folder) throws Exception {
        Path damaged = folder.resolve("damaged.pem");
        for (String text : List.of(
                "",
                "-----BEGIN PRIVATE KEY-----\nTUlJ\n-----END PRIVATE KEY-----\n",
                "-----BEGIN CERTIFICATE-----\nTUlJ\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\nTUlJ\n")) {
            Files.writeString(damaged, text);
            refused(damaged, "holds no certificate that can be read");
        }
        refused(folder, "cannot be read");
    }

    @Test
    void aTrustStoreMayHoldOtherThingsToo(@TempDir Path folder) throws Exception {
        twin.close();
        twin = WireTwin.start(TwinOptions.defaults().tls());
        twin.enqueue(answer("trusted"));
        Path bundle = folder.resolve("bundle.pem");
        String pem = Files.readString(twin.certificatePem());
        Files.writeString(
                bundle,
                "# ours\n-----BEGIN PRIVATE KEY-----\nTUlJ\n-----END PRIVATE KEY-----\n" + pem + "# and\n" + pem);
        use(endpoint(options -> options.set("tls.trust-store", bundle.toString())));
        assertThat(get(generate()).text()).contains("trusted");
    }

    private static void refused(Path store, String why) {
        DriverOptions options = DriverOptions.builder("prov")
                .set("tls.trust-store", store.toString())
                .build();
        assertThatThrownBy(() ->
                        ProviderEndpoint.builder(options).environment(Map.of()).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tls.trust-store: the file " + store + " " + why);
    }

    @Test
    void tlsToAServerWithoutItIsSaid() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/chat");
            var future = endpoint.generate(post(address), exchange(), EndpointTest::decode);
            try (Socket socket = plain.accept()) {
                socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                LlmException error = errorOf(future);
                assertThat(error.kind()).isEqualTo(ErrorKind.CONNECT_FAILED);
                assertThat(error).hasMessageContaining("does not speak TLS");
            }
        }
    }

    @Test
    void everyFaultOfTheOptionsIsReportedAtOnce() {
        DriverOptions options = DriverOptions.builder("prov")
                .set("tls.trust-store", "/no/such/file.pem")
                .set("pool-size", "0")
                .set("proxy", "http://user:pass@proxy.test:1")
                .build();
        assertThatThrownBy(() ->
                        ProviderEndpoint.builder(options).environment(Map.of()).build())
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        error -> assertThat(error.faults()).hasSize(3));
    }
}
