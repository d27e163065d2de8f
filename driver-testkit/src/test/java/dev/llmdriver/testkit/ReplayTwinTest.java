package dev.llmdriver.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayTwinTest {
    private static final Recording ONE =
            recorded("/chat?alt=sse&key=REDACTED", "{\"a\":1.0,\"b\":[true,\"x\"]}", "one");
    private static final Recording TWO = recorded("/chat?alt=sse&key=REDACTED", "{\"a\":2,\"b\":[]}", "two");

    @Test
    void answersWithTheRecordingOfTheRequest() throws Exception {
        try (ReplayTwin twin = ReplayTwin.start(List.of(ONE, TWO))) {
            assertThat(post(twin, "/chat?key=secret&alt=sse", "{ \"b\": [], \"a\": 2 }"))
                    .startsWith("200")
                    .contains("two");
            assertThatThrownBy(twin::assertAllPlayed).hasMessageContaining("1 recordings were never asked for: [one");
            assertThat(post(twin, "/chat?alt=sse&key=secret", "{\"a\":1,\"b\":[true,\"x\"]}"))
                    .contains("one");
            twin.assertAllPlayed();
        }
    }

    @Test
    void saysInWhatTheRecordingsDiffer() throws Exception {
        List<Recording> recordings = List.of(
                ONE,
                recorded("/other", "", "elsewhere"),
                recorded("/chat?alt=json", "", "asked otherwise"),
                ONE.toBuilder().source("not posted").request("GET", "/chat").build());
        try (ReplayTwin twin = ReplayTwin.start(recordings)) {
            assertThat(post(twin, "/chat?alt=sse&key=k", "{\"a\":1,\"b\":[true,\"y\"]}"))
                    .startsWith("501")
                    .contains("no recording is of POST /chat")
                    .contains("one (200) has at /b/1 \"x\", not \"y\"")
                    .contains("elsewhere (200) has the path /other")
                    .contains("asked otherwise (200) has the query \"alt=json\", not \"alt=sse&key=k\"")
                    .contains("not posted (200) has the method GET");
            assertThatThrownBy(twin::assertAllPlayed)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("no recording is of POST /chat");
        }
    }

    @Test
    void bodyAndQueryMayBeLeftOut() throws Exception {
        try (ReplayTwin twin =
                ReplayTwin.start(List.of(ONE, TWO)).ignoringBody().ignoringQuery()) {
            assertThat(post(twin, "/chat", "anything")).contains("one");
            assertThat(post(twin, "/chat?x", "")).contains("two");
            twin.assertAllPlayed();
            assertThat(post(twin, "/chat", "")).contains("all are played");
        }
    }

    @Test
    void theOrderCanBeDemanded() throws Exception {
        try (ReplayTwin twin = ReplayTwin.start(List.of(ONE, TWO)).inOrder()) {
            assertThat(post(twin, "/chat?alt=sse&key=k", "{\"a\":2,\"b\":[]}"))
                    .startsWith("501")
                    .contains("one (200) has at /a 1.0, not 2");
        }
    }

    @Test
    void recordingsMayBeRepeated() throws Exception {
        Recording again = ONE.toBuilder().body("one again").build();
        try (ReplayTwin twin = ReplayTwin.start(List.of(ONE, again))
                .ignoringBody()
                .ignoringQuery()
                .repeating()) {
            assertThat(post(twin, "/chat", "")).contains("one").doesNotContain("again");
            assertThat(post(twin, "/chat", "")).contains("again");
            assertThat(post(twin, "/chat", "")).contains("again");
        }
    }

    @Test
    void keepsThePiecesOrCutsAtRandom() throws Exception {
        Recording pieces =
                ONE.toBuilder().body("abcdef").chunkSizes(List.of(2, 4)).build();
        try (ReplayTwin twin =
                ReplayTwin.start(List.of(pieces, pieces)).ignoringBody().ignoringQuery()) {
            assertThat(onTheWire(twin)).endsWith("2\r\nab\r\n4\r\ncdef\r\n0\r\n\r\n");
            twin.split(3);
            assertThat(onTheWire(twin)).doesNotContain("cdef");
        }
    }

    @Test
    void pathsAreComparedDecoded() throws Exception {
        try (ReplayTwin twin = ReplayTwin.start(List.of(recorded("/models/a:b c", "", "said")))) {
            assertThat(post(twin, "/models/a%3Ab%20c", "")).contains("said");
        }
    }

    private static Recording recorded(String target, String body, String answer) {
        return Recording.builder()
                .source(answer)
                .request("POST", target)
                .requestBody(body)
                .body(answer)
                .build();
    }

    private static String post(ReplayTwin twin, String target, String body) throws Exception {
        HttpResponse<String> response = new TwinClient(twin).post(target, body);
        return response.statusCode() + " " + response.body();
    }

    private static String onTheWire(ReplayTwin twin) throws IOException {
        try (RawClient client = new RawClient(twin)) {
            return client.post("/chat", "").hearUntil("0\r\n\r\n");
        }
    }
}
