package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Secret;
import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The twin plays the proxy. */
class ProxyTest extends EndpointTest {
    private static final URI FAR = URI.create("http://llm.example.test/chat");

    @Test
    void plainRequestGoesWholeThroughTheConfiguredProxy() throws Exception {
        use(endpoint(options -> options.set("allow-cleartext-key", "true")
                .set("proxy", twin.baseUri().toString())
                .set("proxy-user", "me")
                .set("proxy-password", "planted-password")));
        twin.enqueue(answer("by proxy"));
        assertThat(get(endpoint.generate(post(FAR), exchange(), EndpointTest::decode))
                        .text())
                .contains("by proxy");
        RecordedRequest request = twin.takeRequest(SOON);
        assertThat(request.header("host")).contains("llm.example.test");
        String basic = Base64.getEncoder().encodeToString("me:planted-password".getBytes(StandardCharsets.UTF_8));
        assertThat(request.header("proxy-authorization")).contains("Basic " + basic);
    }

    @Test
    void environmentIsHonouredButNotForThisMachineAndItsExceptions() throws Exception {
        Map<String, String> environment =
                Map.of("http_proxy", "127.0.0.1:" + twin.port(), "no_proxy", "other.test,.example.org");
        use(builder(options -> options)
                .credentials(Credentials.none())
                .environment(environment)
                .build());
        twin.enqueue(answer("proxied"), answer("direct"));
        get(endpoint.generate(post(FAR), exchange(), EndpointTest::decode));
        assertThat(twin.takeRequest(SOON).header("host")).contains("llm.example.test");
        get(generate());
        assertThat(twin.takeRequest(SOON).header("host")).contains("127.0.0.1:" + twin.port());
        LlmException excepted =
                errorOf(endpoint.generate(post(URI.create("http://other.test/")), exchange(), EndpointTest::decode));
        assertThat(excepted.reason()).isEqualTo("dns");
    }

    @Test
    void protectedRequestAsksForATunnelAndItsRefusalIsTheProxysFault() throws Exception {
        use(endpoint(options -> options.set("proxy", twin.baseUri().toString())));
        twin.enqueue(Reply.empty(407), Reply.html(502, "Bad Gateway"));
        LlmException error = errorOf(
                endpoint.generate(post(URI.create("https://llm.example.test/chat")), exchange(), EndpointTest::decode));
        assertThat(error.kind()).isEqualTo(ErrorKind.CONNECT_FAILED);
        assertThat(error.reason()).isEqualTo("proxy");
        assertThat(error).hasMessageContaining("proxy-user");
        assertThat(error.advice()).as("no retry brings a password").isEqualTo(Advice.STOP);
        assertThat(error.attempts()).isEmpty();
        RecordedRequest connect = twin.takeRequest(SOON);
        assertThat(connect.method()).isEqualTo("CONNECT");
        assertThat(connect.header("authorization"))
                .as("the key is not for the proxy")
                .isEmpty();
        LlmException html = errorOf(
                endpoint.generate(post(URI.create("https://llm.example.test/chat")), exchange(), EndpointTest::decode));
        assertThat(html.reason()).isEqualTo("proxy");
    }

    @Test
    void proxyThatIsNotThereAndOneThatWantsAPasswordAreSaid() throws Exception {
        use(builder(options -> options.set("proxy", twin.baseUri().toString()))
                .credentials(Credentials.none())
                .build());
        twin.enqueue(Reply.empty(407));
        LlmException wants = errorOf(endpoint.generate(post(FAR), exchange(), EndpointTest::decode));
        assertThat(wants.kind()).isEqualTo(ErrorKind.CONNECT_FAILED);
        assertThat(wants.reason()).isEqualTo("proxy");
        String address = twin.baseUri().toString();
        twin.close();
        // With connections of its own: one that was kept from the call above would be found closed, which is another
        // fault.
        use(builder(options -> options.set("proxy", address))
                .credentials(Credentials.none())
                .build());
        LlmException gone = errorOf(endpoint.generate(post(FAR), exchange(), EndpointTest::decode));
        assertThat(gone.reason()).isEqualTo("proxy");
        assertThat(gone).hasMessageContaining("https_proxy");
    }

    @Test
    void proxyThatAnswersItselfOrIsUnknownIsNotTakenForTheProvider() throws Exception {
        URI secure = URI.create("https://llm.example.test/chat");
        use(endpoint(options -> options.set("proxy", twin.baseUri().toString())));
        // Accepts the tunnel, and then the login page of a hotel speaks in it.
        twin.enqueue(Reply.html(200, "<html><body>Please log in</body></html>"));
        LlmException page = errorOf(endpoint.generate(post(secure), exchange(), EndpointTest::decode));
        assertThat(page.reason()).isEqualTo("proxy");
        assertThat(page).hasMessageContaining("the proxy answered in the place of llm.example.test:443");
        use(endpoint(options -> options.set("proxy", "http://proxy.invalid:3128")));
        LlmException unknown = errorOf(endpoint.generate(post(secure), exchange(), EndpointTest::decode));
        assertThat(unknown.reason()).isEqualTo("proxy");
        assertThat(unknown).hasMessageContaining("the proxy's host is not known");
    }

    @Test
    void credentialsOfTheEnvironmentAreReadAsPercentCodesAndNotAsAForm() throws Exception {
        use(builder(options -> options)
                .credentials(Credentials.none())
                .environment(Map.of("http_proxy", "http://m%2Be+:a+b%20%2B%C3%BC@127.0.0.1:" + twin.port()))
                .build());
        twin.enqueue(answer("by proxy"));
        get(endpoint.generate(post(FAR), exchange(), EndpointTest::decode));
        String sent = twin.takeRequest(SOON)
                .header("proxy-authorization")
                .orElseThrow()
                .replaceFirst("^Basic ", "");
        assertThat(new String(Base64.getDecoder().decode(sent), StandardCharsets.UTF_8))
                .isEqualTo("m+e+:a+b +ü");
    }

    @Test
    void passwordOfTheEnvironmentIsRedacted() {
        use(builder(options -> options)
                .credentials(Credentials.bearer(Secret.of(KEY)))
                .environment(Map.of("https_proxy", "http://me:planted-password@proxy.test:3128"))
                .build());
        assertThat(endpoint.redactor().redact("it was planted-password")).isEqualTo("it was ****");
    }
}
