package dev.llmdriver.ollama.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of the wire page's section 6, and what stands in its text. */
class HostAddressTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``, http://127.0.0.1:11434",
                "1.2.3.4, http://1.2.3.4:11434",
                "example.com, http://example.com:11434",
                "example.com:1234, http://example.com:1234",
                ":1234, http://127.0.0.1:1234",
                "0.0.0.0, http://127.0.0.1:11434",
                "0.0.0.0:8080, http://127.0.0.1:8080",
                "[::], http://[::1]:11434",
                "::, http://[::1]:11434",
                "[::]:1337, http://[::1]:1337",
                "::1, http://[::1]:11434",
                "[::1], http://[::1]:11434",
                "[::1]:1337, http://[::1]:1337",
                "fe80::1:2, http://[fe80::1:2]:11434",
                "http://1.2.3.4, http://1.2.3.4:80",
                "http://1.2.3.4:1234, http://1.2.3.4:1234",
                "http://[::1], http://[::1]:80",
                "http://:56789, http://127.0.0.1:56789",
                "HTTP://example.com, http://example.com:80",
                "https://example.com, https://example.com:443",
                "https://example.com/ollama, https://example.com:443/ollama",
                "https://example.com:1234/a/b/, https://example.com:1234/a/b",
                "http://example.com/, http://example.com:80",
                "example.com/prefix, http://example.com:11434/prefix",
                "ollama.com, https://ollama.com:443",
                "https://ollama.com, https://ollama.com:443",
                "http://ollama.com, http://ollama.com:80",
                "ollama.com:8443, http://ollama.com:8443",
                "host:66000, http://host:11434",
                "http://host:66000, http://host:80",
                "https://host:66000, https://host:443",
                "host:abc, http://host:11434",
                "host:, http://host:11434",
                "host:-1, http://host:11434",
                "host:0, http://host:0",
                "https://host/a%20b/, https://host:443/a%20b",
                "https://host/a b, https://host:443/a%20b",
                "`  1.2.3.4  `, http://1.2.3.4:11434",
                "\"1.2.3.4\", http://1.2.3.4:11434",
                "' 1.2.3.4 ', http://1.2.3.4:11434"
            })
    void values_areReadAsOllamaReadsThem(String value, String address) {
        assertThat(HostAddress.parse(value)).isEqualTo(URI.create(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host",
                "http://user:pa55word@host",
                "user:pa55word@host:11434",
                "http://host?key=pa55word",
                "http://host#pa55word",
                "my_host",
                "a host",
                "[::1",
                "79::1184467440737095.1616",
                "unix:///run/ollama.sock"
            })
    void whatCannotBeUsed_isRefused_withoutQuotingIt(String value) {
        assertThatThrownBy(() -> HostAddress.parse(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected an address such as")
                .message()
                .doesNotContain("pa55word");
    }

    @Test
    void paths_followThePrefix() {
        Address prefixed = Address.of(URI.create("https://example.com/ollama/"));
        assertThat(prefixed.at("/api/chat")).isEqualTo(URI.create("https://example.com:443/ollama/api/chat"));
        assertThat(prefixed.isCloud()).isFalse();
        assertThat(prefixed.shown()).isEqualTo("example.com:443");
    }

    @Test
    void theCloud_isHttpsAndItsVeryName() {
        assertThat(Address.CLOUD.isCloud()).isTrue();
        assertThat(Address.of(URI.create("https://OLLAMA.com")).isCloud()).isTrue();
        assertThat(Address.of(URI.create("http://ollama.com")).isCloud()).isFalse();
        assertThat(Address.of(URI.create("https://ollama.com.evil.example")).isCloud())
                .isFalse();
    }
}
