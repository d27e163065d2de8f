package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Questions about the provider, by Web Client. */
class MetadataTest extends EndpointTest {
    private final BodyDecoder<Integer> length = response -> response.body().length;

    @Test
    void answerMayBeEmptyAndIsNoAttempt() throws Exception {
        twin.enqueue(Reply.empty(200), Reply.json(200, "[1]"));
        assertThat(get(endpoint.get(twin.baseUri().resolve("/health"), length))).isZero();
        assertThat(get(endpoint.metadata(
                        WireRequest.post(twin.baseUri().resolve("/show"))
                                .json("{}".getBytes(StandardCharsets.UTF_8))
                                .build(),
                        length)))
                .isEqualTo(3);
        RecordedRequest get = twin.awaitRequests(2, SOON).get(0);
        assertThat(get.method()).isEqualTo("GET");
        assertThat(get.header("authorization")).contains("Bearer " + KEY);
        assertThat(get.header("user-agent").orElseThrow()).startsWith("llm-driver/");
        assertThat(get.header("upgrade")).isEmpty();
        assertThat(twin.requests().get(1).body()).isEqualTo("{}");
        assertThat(call.ledger().attempts()).isEmpty();
    }

    @Test
    void errorsAreTypedAndNameTheProvider() throws Exception {
        twin.enqueue(Reply.json(401, "{}"), Reply.hangUp(), Reply.html(200, "Log in"));
        LlmException refused = errorOf(endpoint.get(twin.baseUri(), length));
        assertThat(refused.status()).hasValue(401);
        assertThat(refused.provider()).contains("prov");
        assertThat(errorOf(endpoint.get(twin.baseUri(), length)).reason()).isEqualTo("closed_before_answer");
        BodyDecoder<Object> json = response -> Json.tree(response.body());
        assertThat(errorOf(endpoint.get(twin.baseUri(), json)).reason()).isEqualTo("html");
        twin.close();
        assertThat(errorOf(endpoint.get(twin.baseUri(), length)).kind()).isEqualTo(ErrorKind.CONNECT_FAILED);
    }

    @Test
    void answerBeyondTheBoundIsRefused() throws Exception {
        use(endpoint(options -> options.set("max-body-bytes", "1000")));
        twin.enqueue(Reply.builder().chunked().repeat("y".repeat(100), 100_000).build());
        assertThat(errorOf(endpoint.get(twin.baseUri(), length)).reason()).isEqualTo("too_large");
    }

    @Test
    void silentServerIsTimed() throws Exception {
        VirtualClock clock = new VirtualClock();
        use(endpoint(options -> options.set(CommonOptions.SCHEDULER, clock)));
        twin.enqueue(Reply.silence());
        var future = endpoint.get(twin.baseUri(), length);
        twin.takeRequest(SOON);
        clock.advance(Duration.ofSeconds(30));
        LlmException error = errorOf(future);
        assertThat(error.kind()).isEqualTo(ErrorKind.TIMEOUT);
        assertThat(error.phase()).isEqualTo(Phase.FIRST_TOKEN);
    }
}
