package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.CallOptions;
import dev.llmdriver.Secret;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No setting can put a second header, request or address into a request. */
class SmugglingTest extends EndpointTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "content-length",
                "Transfer-Encoding",
                "CONNECTION",
                "Keep-Alive",
                "Proxy-Connection",
                "Upgrade",
                "HTTP2-Settings",
                "TE",
                "Trailer",
                "Expect"
            })
    void settingsDoNotFrameRequests(String name) throws Exception {
        assertThatThrownBy(() -> endpoint(options -> options.set("headers." + name, "chunked")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'" + name + "'")
                .hasMessageContaining("remove it");
        assertRefused(CallOptions.builder().header(name, "5").build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "X A", "X:A", "X\r\nA", "X\nA", "X\0A", ":path", "Höst", "X\u010aA", "X\u2028A"})
    void namesAreNames(String name) throws Exception {
        assertRefused(CallOptions.builder().header(name, "1").build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1\r\nX-B: 2",
                "1\nX-B: 2",
                "1\rX-B: 2",
                "1\0",
                "1\u007f",
                "1\u010aX-B: 2",
                "1\u010dX-B: 2",
                "\ud83d\ude00"
            })
    void valuesAreOneLine(String value) throws Exception {
        assertRefused(CallOptions.builder().header("X-A", value).build());
        assertRefused(CallOptions.builder().apiKey(Secret.of("key" + value)).build());
    }

    private void assertRefused(CallOptions call) throws Exception {
        LlmException error = errorOf(endpoint.generate(post("/chat"), exchange(call), EndpointTest::decode));
        assertThat(error.kind()).isEqualTo(ErrorKind.CONFIGURATION);
        assertThat(String.valueOf(error.getMessage())).doesNotContain("X-B").doesNotContainPattern("[\\r\\n\\x00]");
        assertThat(twin.connectionsOpened()).isZero();
    }

    @Test
    void pathsOfOtherAlphabetsAreEncoded() throws Exception {
        twin.enqueue(answer("1"));
        get(endpoint.generate(
                post(URI.create(twin.baseUri() + "/\u010a\u010d/mod\u00e9l?q=\u4e2d")),
                exchange(),
                EndpointTest::decode));
        assertThat(twin.requests().get(0).path()).isEqualTo("/%C4%8A%C4%8D/mod%C3%A9l");
        assertThat(twin.requests().get(0).query()).isEqualTo("q=%E4%B8%AD");
    }

    @Test
    void onlyHttpIsSpoken() {
        for (String address :
                List.of("ftp://127.0.0.1/x", "file:///etc/passwd", "httpx://127.0.0.1/", "ws://127.0.0.1/")) {
            assertThatThrownBy(() -> WireRequest.get(URI.create(address)))
                    .as(address)
                    .isInstanceOf(ConfigurationException.class);
        }
    }
}
