package dev.llmdriver.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingProxyTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String KEY = "a-key-of-some-length";

    @TempDir
    private Path folder;

    private final WireTwin provider = WireTwin.start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void passesOnAndWritesDown() throws Exception {
        provider.enqueue(Reply.json(429, "{\"error\":\"slow down, " + KEY + "\"}")
                .with(reply -> reply.header("x-request-id", "7").header("retry-after", "2")));
        try (RecordingProxy proxy = RecordingProxy.builder(provider.baseUri(), file())
                .provider("acme")
                .start()) {
            HttpResponse<String> response = post(proxy, "/v1/chat?alt=json&key=" + KEY, "{\"stream\":false}");
            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(response.body()).contains(KEY);
            assertThat(response.headers().firstValue("retry-after")).contains("2");
            assertThat(proxy.written()).isEqualTo(1);
        }
        RecordedRequest asked = provider.takeRequest(SOON);
        assertThat(asked.method() + " " + asked.path() + " " + asked.query())
                .isEqualTo("POST /v1/chat alt=json&key=" + KEY);
        assertThat(asked.header("authorization")).contains("Bearer " + KEY);
        assertThat(asked.header("host")).contains("127.0.0.1:" + provider.port());
        assertThat(asked.body()).isEqualTo("{\"stream\":false}");

        assertThat(Files.readString(file())).doesNotContain(KEY).endsWith("}\n");
        Recording recording = only();
        assertThat(recording.provider()).isEqualTo("acme");
        assertThat(recording.method()).isEqualTo("POST");
        assertThat(recording.path()).isEqualTo("/v1/chat");
        assertThat(recording.query()).isEqualTo("alt=json&key=REDACTED");
        assertThat(recording.requestHeaders()).containsEntry("authorization", "REDACTED");
        assertThat(recording.requestBody()).isEqualTo("{\"stream\":false}");
        assertThat(recording.status()).isEqualTo(429);
        assertThat(recording.headers()).containsEntry("x-request-id", "7");
        assertThat(recording.body()).isEqualTo("{\"error\":\"slow down, " + "*".repeat(KEY.length()) + "\"}");
        assertThat(List.of(recording.streaming(), recording.streamed(), recording.complete()))
                .containsExactly(false, false, true);
    }

    @Test
    void passesAStreamAsItComesAndNotesThePieces() throws Exception {
        Tries.once(provider -> {
            Files.deleteIfExists(file());
            Reply held = Reply.sse()
                    .event("one")
                    .delay(Duration.ofMillis(50))
                    .event("two")
                    .stall()
                    .build();
            provider.enqueue(held);
            try (RecordingProxy proxy = RecordingProxy.start(provider.baseUri(), file());
                    InputStream body = stream(proxy)) {
                assertThat(new String(body.readNBytes(11), UTF_8)).isEqualTo("data: one\n\n");
                assertThat(new String(body.readNBytes(11), UTF_8)).isEqualTo("data: two\n\n");
                assertThat(proxy.written()).as("the answer goes on").isZero();
            }
            Recording recording = only();
            assertThat(recording.body()).isEqualTo("data: one\n\ndata: two\n\n");
            assertThat(recording.chunkSizes()).containsExactly(11, 11);
            assertThat(List.of(recording.streaming(), recording.streamed(), recording.complete()))
                    .containsExactly(true, true, false);
        });
    }

    @Test
    void aClientThatLeavesClosesTheConnectionToTheProvider() throws Exception {
        provider.enqueue(Reply.sse().event("one").stall().build());
        try (RecordingProxy proxy = RecordingProxy.start(provider.baseUri(), file())) {
            InputStream body = stream(proxy);
            assertThat(body.readNBytes(11)).hasSize(11);
            body.close();
            provider.awaitClosedByClient(SOON);
            provider.enqueue(Reply.text(200, "next"));
            assertThat(post(proxy, "/", "").body()).isEqualTo("next");
        }
        assertThat(Recordings.read(file())).extracting(Recording::complete).containsExactly(false, true);
    }

    @Test
    void aProviderThatBreaksOffBreaksOffForTheClientToo() throws Exception {
        // Not at once, for then the reset may overtake the head of the answer.
        provider.enqueue(Reply.sse()
                .event("one")
                .delay(Duration.ofMillis(300))
                .event("two")
                .resetAfter(15)
                .build());
        try (RecordingProxy proxy = RecordingProxy.start(provider.baseUri(), file());
                InputStream body = stream(proxy)) {
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
        assertThat(only().complete()).isFalse();
    }

    @Test
    void whatWasRecordedCanBePlayed() throws Exception {
        provider.enqueue(Reply.sse().event("one").event("two").done().build());
        String live;
        try (RecordingProxy proxy = RecordingProxy.start(provider.baseUri(), file())) {
            live = post(proxy, "/v1/chat?key=" + KEY, "{\"stream\":true}").body();
        }
        try (ReplayTwin twin = ReplayTwin.start(Recordings.read(file()))) {
            HttpResponse<String> played = client.send(
                    request(twin.baseUri() + "/v1/chat?key=other", "{\"stream\":true}"), BodyHandlers.ofString());
            assertThat(played.body()).isEqualTo(live).contains("[DONE]");
            twin.assertAllPlayed();
        }
    }

    @Test
    void speaksTlsToTheProviderAndGoesBelowItsPath() throws Exception {
        try (WireTwin secure = WireTwin.start(TwinOptions.defaults().tls())) {
            secure.enqueue(Reply.text(200, "safe"));
            HttpClientOptions trusting = new HttpClientOptions()
                    .setTrustOptions(new PemTrustOptions()
                            .addCertPath(secure.certificatePem().toString()));
            try (RecordingProxy proxy = RecordingProxy.builder(URI.create(secure.baseUri() + "/base/"), file())
                    .client(trusting)
                    .start()) {
                assertThat(post(proxy, "/v1", "").body()).isEqualTo("safe");
            }
            assertThat(secure.takeRequest(SOON).path()).isEqualTo("/base/v1");
        }
    }

    @Test
    void aCompressedAnswerIsWrittenPlain() throws Exception {
        provider.enqueue(Reply.text(200, "plain words").with(ReplyBuilder::gzip));
        try (RecordingProxy proxy = RecordingProxy.start(provider.baseUri(), file())) {
            post(proxy, "/", "");
        }
        assertThat(only().body()).isEqualTo("plain words");
        assertThat(only().chunkSizes()).isEmpty();
    }

    @Test
    void saysThatTheProviderIsNotThere() throws Exception {
        URI gone = provider.baseUri();
        provider.close();
        try (RecordingProxy proxy = RecordingProxy.start(gone, file())) {
            HttpResponse<String> response = post(proxy, "/", "");
            assertThat(response.statusCode()).isEqualTo(502);
            assertThat(response.body()).startsWith("The recording proxy cannot reach the provider");
            assertThat(proxy.written()).isZero();
        }
    }

    @Test
    void theLineIsWrittenBeforeTheClientHearsOfTheEnd() throws Exception {
        int exchanges = 100;
        try (RecordingProxy proxy = RecordingProxy.start(provider.baseUri(), file())) {
            for (int i = 1; i <= exchanges; i++) {
                provider.enqueue(Reply.text(200, "a"));
                post(proxy, "/", "");
                assertThat(proxy.written()).isEqualTo(i);
            }
            provider.enqueue(Reply.empty(204));
            assertThat(post(proxy, "/", "").statusCode()).isEqualTo(204);
        }
        assertThat(Recordings.read(file())).hasSize(exchanges + 1);
    }

    @Test
    void addsToWhatIsThere() throws Exception {
        for (int i = 0; i < 2; i++) {
            provider.enqueue(Reply.text(200, "a"));
            try (RecordingProxy proxy = RecordingProxy.start(provider.baseUri(), file())) {
                post(proxy, "/", "");
            }
        }
        assertThat(Recordings.read(file()))
                .extracting(Recording::source)
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void refusesAFileThatCannotBeWritten() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        assertThatThrownBy(() -> RecordingProxy.start(provider.baseUri(), folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot be written to");
        assertThat(Thread.getAllStackTraces().keySet())
                .as("nothing was begun that nobody can close")
                .filteredOn(thread -> !before.contains(thread))
                .noneMatch(thread -> thread.getName().startsWith("vertx"));
    }

    private Path file() {
        return folder.resolve("said.jsonl");
    }

    private Recording only() {
        List<Recording> recordings = Recordings.read(file());
        assertThat(recordings).hasSize(1);
        return recordings.get(0);
    }

    private HttpResponse<String> post(RecordingProxy proxy, String target, String body) throws Exception {
        return client.send(request(proxy.baseUri() + target, body), BodyHandlers.ofString());
    }

    private InputStream stream(RecordingProxy proxy) throws Exception {
        return client.send(request(proxy.baseUri() + "/", "{\"stream\":true}"), BodyHandlers.ofInputStream())
                .body();
    }

    private static HttpRequest request(String address, String body) {
        return HttpRequest.newBuilder(URI.create(address))
                .header("authorization", "Bearer " + KEY)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
