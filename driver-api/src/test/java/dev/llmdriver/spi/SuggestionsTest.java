package dev.llmdriver.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuggestionsTest {
    private static final List<String> NAMES =
            List.of("api-key", "base-url", "connect-timeout", "idle-timeout", "deadline", "proxy", "tls");

    @ParameterizedTest
    @CsvSource({
        "api-kye, api-key",
        "apikey, api-key",
        "API_KEY, api-key",
        "apiKey, api-key",
        "baseUrl, base-url",
        "base.url, base-url",
        "conect-timeout, connect-timeout",
        "connection-timeout, connect-timeout",
        "dedline, deadline",
        "tsl2, tls",
        "prxy, proxy",
        "dead, deadline",
        "idle, idle-timeout"
    })
    void aSlipLeadsToTheName(String wrong, String meant) {
        assertThat(Suggestions.nearest(wrong, NAMES)).hasValue(meant);
    }

    @Test
    void aBeginningIsNearerThanAnotherNameAsShort() {
        assertThat(Suggestions.nearest("temp", List.of("top-p", "temperature"))).hasValue("temperature");
        assertThat(Suggestions.nearest("max", List.of("max-tokens", "max-attempts")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "abc", "temperature", "completely-different", "url"})
    void whatIsFarFromEverythingLeadsNowhere(String wrong) {
        assertThat(Suggestions.nearest(wrong, NAMES)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ax", "bx"})
    void ofTwoEquallyNearTheFirstByAlphabetIsTaken(String wrong) {
        assertThat(Suggestions.nearest(wrong, List.of("dx", "cx"))).hasValue("cx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"anything"})
    void nothingIsNearWhereThereIsNothing(String wrong) {
        assertThat(Suggestions.nearest(wrong, List.of())).isEmpty();
    }
}
