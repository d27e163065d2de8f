package dev.llmdriver.testkit.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private final Redaction redaction = new Redaction(List.of("X-Team"), List.of("planted"));

    @Test
    void secretHeadersAreKnownByName() {
        for (String name : List.of(
                "Authorization",
                "x-goog-api-key",
                "api-key",
                "x-hf-token",
                "X-Acme-Key",
                "Set-Cookie",
                "X-AUTH-TOKEN",
                "x-team")) {
            assertThat(header(name, "value")).as(name).isEqualTo("REDACTED");
        }
        for (String name : List.of("content-type", "x-request-id", "x-ratelimit-remaining-tokens")) {
            assertThat(header(name, "value")).as(name).isEqualTo("value");
        }
    }

    @Test
    void secretParametersAreKnownByName() {
        assertThat(redaction.target("/a?alt=sse&key=abc&access_token=d&x-team=e&flag"))
                .isEqualTo("/a?alt=sse&key=REDACTED&access_token=REDACTED&x-team=REDACTED&flag");
        assertThat(redaction.target("/a")).isEqualTo("/a");
    }

    @Test
    void whatWasSeenAsASecretIsFoundElsewhere() {
        redaction.learn(
                "/a?key=in-the-query&alt=visible",
                List.of(Map.entry("Authorization", "Bearer in-a-header"), Map.entry("x-other", "visible")));
        assertThat(redaction.text("in-the-query, in-a-header, planted, visible"))
                .isEqualTo("REDACTED, REDACTED, REDACTED, visible");
        assertThat(header("location", "/b?in-a-header")).isEqualTo("/b?REDACTED");
        assertThat(redaction.target("/in-a-header/x")).isEqualTo("/REDACTED/x");
        assertThat(body("grüße in-the-query!")).isEqualTo("grüße ************!");
    }

    @Test
    void whatIsEscapedInTheQueryIsFoundAsItIs() {
        redaction.learn("/a?key=in%2Fthe+query%3D", List.of());
        assertThat(redaction.text("in/the+query=, in%2Fthe+query%3D")).isEqualTo("REDACTED, REDACTED");
        redaction.learn("/a?key=100%-no-escape", List.of());
        assertThat(redaction.text("100%-no-escape")).isEqualTo("REDACTED");
    }

    @Test
    void valuesOfAnyAlphabetAreFoundInBodiesAndEmptyOnesAreNone() {
        Redaction given = new Redaction(List.of(), List.of("schlüssel", ""));
        String body = new String(given.body("Mein schlüssel!".getBytes(UTF_8)), UTF_8);
        assertThat(body).isEqualTo("Mein **********!");
        assertThat(given.text("as it is")).isEqualTo("as it is");
    }

    @Test
    void shortValuesAreWords() {
        redaction.learn("/a?key=short", List.of());
        assertThat(redaction.text("a short word")).isEqualTo("a short word");
    }

    @Test
    void keysOfWellKnownProvidersAreKnownByTheirShape() {
        for (String key : List.of(
                "hf_" + "a".repeat(34),
                "AIza" + "b".repeat(35),
                "sk-" + "c".repeat(40),
                "gsk_" + "d".repeat(40),
                "eyJhbGciOi0." + "e".repeat(20) + "." + "f".repeat(20))) {
            assertThat(redaction.text("is " + key + "?")).isEqualTo("is REDACTED?");
            assertThat(body("is " + key + "?")).isEqualTo("is " + "*".repeat(key.length()) + "?");
        }
        assertThat(redaction.text("hf_short and sk-short")).isEqualTo("hf_short and sk-short");
    }

    private String header(String name, String value) {
        return redaction.header(Map.entry(name, value));
    }

    private String body(String text) {
        return new String(redaction.body(text.getBytes(UTF_8)), UTF_8);
    }
}
