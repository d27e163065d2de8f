package dev.llmdriver.gemini.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.TokenCount;
import dev.llmdriver.http.Headers;
import dev.llmdriver.http.WireResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for a count. */
class TokenCounterTest {
    private static TokenCount read(String body) throws IOException {
        return TokenCounter.read(new WireResponse(200, Headers.none(), body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aCountIsExact() throws IOException {
        assertThat(read("{\"totalTokens\":0}")).isEqualTo(new TokenCount(0, true));
        assertThat(read("{\"totalTokens\":5,\"cachedContentTokenCount\":-1}")).isEqualTo(new TokenCount(5, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "-1", "99999999999999999999", "\"5\"", "null", "{}"})
    void whatIsNoCountIsNotTaken(String count) {
        assertThatThrownBy(() -> read("{\"totalTokens\":" + count + "}"))
                .isInstanceOf(IOException.class)
                .hasMessage("the count has no totalTokens");
    }
}
