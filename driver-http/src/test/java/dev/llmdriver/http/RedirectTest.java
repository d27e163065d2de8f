package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinOptions;
import dev.llmdriver.testkit.WireTwin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a server may not send us; see {@link TrustTest} for what other origins get. */
class RedirectTest extends EndpointTest {
    private static Reply redirect(int status, String to) {
        return Reply.empty(status).with(reply -> reply.header("location", to));
    }

    private LlmException questionError() throws Exception {
        return errorOf(endpoint.get(twin.baseUri().resolve("/models"), WireResponse::text));
    }

    /** The key would not go along, but anybody on the way could make up the answer. */
    @Test
    void neverFromHttpsToHttp() throws Exception {
        twin.close();
        twin = WireTwin.start(TwinOptions.defaults().tls());
        use(endpoint(
                options -> options.set("tls.trust-store", twin.certificatePem().toString())));
        try (WireTwin plain = WireTwin.start()) {
            twin.enqueue(redirect(302, plain.baseUri() + "/models"), redirect(307, plain.baseUri() + "/chat"));
            assertThat(questionError().reason()).isEqualTo("redirect");
            assertThat(errorOf(generate()).reason()).isEqualTo("redirect");
            assertThat(plain.connectionsOpened()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "httpx://127.0.0.1/x",
                "ftp://127.0.0.1/x",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "data:text/plain,x",
                "http:///nowhere",
                "//",
                "http://[broken/",
                "http://127.0.0.1:65536/x",
                "/a b"
            })
    void nowhereButToHttp(String location) throws Exception {
        twin.enqueue(redirect(302, location), redirect(307, location));
        assertThat(questionError().kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
        assertThat(errorOf(generate()).kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
        assertThat(twin.requests()).as("each was asked once").hasSize(2);
    }

    /** The part before the at sign is nobody's password, and the host is what stands behind it. */
    @Test
    void userInfoIsNoHostAndNoPassword() throws Exception {
        try (WireTwin other = WireTwin.start()) {
            String to = "http://127.0.0.1:" + twin.port() + "@127.0.0.1:" + other.port() + "/x?key=planted-0815";
            twin.enqueue(redirect(302, to), redirect(307, to));
            other.enqueue(Reply.json(200, "[]"));
            get(endpoint.get(twin.baseUri().resolve("/models"), WireResponse::text));
            RecordedRequest asked = other.takeRequest(SOON);
            assertThat(asked.headers().toString()).doesNotContain(KEY).doesNotContainIgnoringCase("authorization");
            LlmException refused = errorOf(generate());
            assertThat(refused.reason()).isEqualTo("redirect");
            assertThat(refused.toString()).doesNotContain("planted-0815", "@");
            assertThat(other.requests()).as("the call did not go there").hasSize(1);
        }
    }

    @Test
    void questionsDoNotGoRoundForEver() throws Exception {
        for (int i = 0; i < 6; i++) {
            twin.enqueue(redirect(302, "/models"));
        }
        assertThat(questionError().reason()).isEqualTo("redirect");
        twin.assertScriptUsed();
    }
}
