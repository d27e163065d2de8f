package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    private final Redactor redactor = new Redactor();

    @Test
    void rememberedValueIsRemovedInEveryForm() {
        String key = "p@ss/word+1";
        redactor.remember(key);
        redactor.remember("p@ss");
        String text = String.join(
                " ",
                List.of(
                        key,
                        URLEncoder.encode(key, StandardCharsets.UTF_8),
                        Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8))));
        assertThat(redactor.redact(text)).isEqualTo("**** **** ****");
    }

    @Test
    void noValueOfAQueryIsShown() {
        URI uri = URI.create("https://host/v1?tok=planted1&sv=planted2#end");
        assertThat(redactor.redact(uri)).isEqualTo("https://host/v1?tok=****&sv=****#end");
    }

    @Test
    void whatAsksForAStreamIsShownAndNothingElse() {
        assertThat(redactor.redact(URI.create("https://host/v1?alt=sse"))).isEqualTo("https://host/v1?alt=sse");
        assertThat(redactor.redact(URI.create("https://host/v1?alt=sse&key=planted1&alt=sse2&salt=sse#end")))
                .isEqualTo("https://host/v1?alt=sse&key=****&alt=****&salt=****#end");
        redactor.remember("alt=sse");
        assertThat(redactor.redact(URI.create("https://host/v1?alt=sse"))).doesNotContain("alt=sse");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf_abcdefghijklmnop",
                "sk-proj-abcdefgh1234",
                "AIzaSyA1234567890abcdefg",
                "gsk_abcdefgh12345678",
                "Authorization: Bearer abc.def-123456",
                "basic dXNlcjpwYXNzd29yZA==",
                "Authorization: Basic sesame",
                "{\"headers\":{\"authorization\":\"Bearer sesame\"}}",
                "{\\\"Proxy-Authorization\\\":\\\"Basic sesame\\\"}",
                "it sent bearer sesame0123456789",
                "https://user:sesame-open@host/",
                "https://host/?key=sesame-open",
                "https://host/?a=1&access_token=sesame-open#x"
            })
    void whatLooksLikeAKeyIsRemoved(String text) {
        assertThat(redactor.redact("before " + text + " after"))
                .contains("before ", "****", " after")
                .doesNotContain("abcdefg", "abc.def", "dXNl", "sesame");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the task-list is sk-ewed",
                "the bearer of news",
                "the bearer misunderstandings, in 2026",
                "Explain basic addition. And basic arithmetic!",
                "Basic programming1 in BASIC 10/20/30",
                "basic a$1\\b configuration",
                "it expects Authorization: Bearer <token>",
                "https://host/?monkeys=1&q=2",
                "max_tokens=5"
            })
    void whatDoesNotIsKept(String text) {
        assertThat(redactor.redact(text)).isEqualTo(text);
    }

    @Test
    void addressesAndHeadersAreCleaned() {
        assertThat(redactor.redact(URI.create("https://u:p@h/x?api_key=abc&b=2")))
                .isEqualTo("https://****@h/x?api_key=****&b=****");
        assertThat(redactor.redact(
                        Headers.of(Map.of("Cookie", "a=b")).with("X-Plain", "v").with("authorization", "Bearer x y")))
                .containsEntry("Cookie", "****")
                .containsEntry("X-Plain", "v")
                .containsEntry("authorization", "Bearer ****");
    }

    @Test
    void manyRotatedKeysAreKeptWithinABound() {
        for (int i = 0; i < 1000; i++) {
            redactor.remember("rotated-key-" + i);
        }
        assertThat(redactor.redact("rotated-key-999")).isEqualTo("****");
        assertThat(redactor).hasToString("Redactor[64 keys]");
    }
}
