package dev.llmdriver.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.LlmException;
import dev.llmdriver.fuzz.FuzzTarget;
import dev.llmdriver.fuzz.Input;
import dev.llmdriver.http.Headers;
import dev.llmdriver.http.Redactor;
import dev.llmdriver.spi.DriverOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where servers send us to: an address that can be asked, or a refusal. */
public final class RedirectTarget implements FuzzTarget {
    private static final URI[] FROM = {
        URI.create("http://127.0.0.1:8080/v1/models?a=b"), URI.create("https://host.test"), URI.create("http://[::1]/")
    };
    private static final long PATIENCE = 1000;

    private final ProxyRules proxies = ProxyRules.of(
            DriverOptions.builder("fuzzed").build(),
            Map.of("http_proxy", "proxy.test:3128", "no_proxy", ".example,127.0.0.1:80"),
            new Redactor(),
            new ArrayList<>());

    @Override
    public void feed(byte[] bytes) {
        Input input = Input.of(bytes);
        String location = new String(input.body(), StandardCharsets.ISO_8859_1); // as headers are read
        URI from = input.oneOf(FROM);
        Headers headers = Headers.none().with("Location", location);
        assertThat(Redirects.isRedirect(307, headers)).isTrue();
        try {
            URI target = Redirects.target(from, headers);
            assertThat(Origins.isHttp(target)).isTrue();
            assertThat(Origins.shown(target)).isNotBlank();
            assertThat(Origins.same(target, target)).isTrue();
            RequestOptions sent = new Outgoing("GET", target, Headers.none(), new byte[0]).target(proxies, PATIENCE);
            assertThat(sent.getHost()).isNotBlank();
            assertThat(sent.getPort()).isBetween(0, 65535);
            assertThat(sent.getURI()).startsWith("/").matches("[\\x21-\\x7e]*");
        } catch (LlmException refused) {
            assertThat(refused.reason()).isEqualTo("redirect");
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Input.raw(0, "/v1/other?x=1#f"),
                Input.raw(1, "https://other.test:8443/a b"),
                Input.raw(1, "//u:p@[fe80::1%25eth0]:80/%C3%A9"),
                Input.raw(2, "HTTP://a.example:99999999999"),
                Input.raw(0, "javascript:alert(1)"),
                Input.raw(0, "..//..//?"),
                Input.raw(0, "//h.test:99999"),
                Input.raw(1, "http://h.test//?\u00e9"));
    }
}
