package dev.llmdriver.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.fuzz.FuzzTarget;
import dev.llmdriver.fuzz.Input;
import dev.llmdriver.http.Redactor;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.OptionParsers;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The environment's proxies, and whom they are not for: a proxy that can be asked, or a fault in which no password stands. The lines are
 * the proxy, the exceptions and whom to ask; by choice the first one follows the beginning of a password.
 */
public final class ProxyTarget implements FuzzTarget {
    private static final String PASSWORD = "pAss0123";

    @Override
    public void feed(byte[] bytes) {
        Input input = Input.of(bytes);
        String[] lines = input.text().split("\n", 3);
        String proxy = input.has(1) ? "http://me:" + PASSWORD + lines[0] + "@proxy.test:3128" : lines[0];
        String exceptions = lines.length > 1 ? lines[1] : "";
        List<String> faults = new ArrayList<>();
        Redactor redactor = new Redactor();
        ProxyRules rules = ProxyRules.of(
                DriverOptions.builder("fuzzed").build(),
                Map.of("https_proxy", proxy, "ALL_PROXY", proxy, "no_proxy", exceptions),
                redactor,
                faults);
        if (input.has(1)) {
            assertThat(faults.toString()).doesNotContain(PASSWORD);
        }
        URI asked = asked(lines);
        rules.forUri(asked).ifPresent(found -> {
            assertThat(found.getHost()).isNotBlank();
            assertThat(found.getPort()).isBetween(0, 65535);
            if (input.has(1)) {
                assertThat(redactor.redact(found.getPassword())).doesNotContain(PASSWORD);
            }
            assertThat(exceptions.strip()).isNotEqualTo("*").isNotEqualToIgnoringCase(Origins.host(asked));
        });
    }

    private static URI asked(String[] lines) {
        try {
            return OptionParsers.url(lines.length > 2 ? lines[2] : "");
        } catch (IllegalArgumentException none) {
            return URI.create("https://llm.example.test/v1");
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Input.raw(0, "u:a+b%2B@proxy.test:3128\nlocalhost,.example.org *.x.test:443\nhttps://a.example.org/"),
                Input.raw(0, "socks5://h\n*"),
                Input.raw(0, "http://[::1]:0\n::1,[::1]\nhttps://[fe80::1%25eth0]/"),
                Input.raw(0, "http://h:99999\n,,.,*.\nhttp://llm.test:80"),
                Input.raw(1, "+x\n.\nhttps://b.test"),
                Input.raw(1, "%zz/"),
                Input.raw(1, "?x"));
    }
}
