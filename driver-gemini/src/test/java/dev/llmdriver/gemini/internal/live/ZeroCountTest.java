package dev.llmdriver.gemini.internal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.TokenCount;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.MalformedResponseException;
import dev.llmdriver.testkit.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A count of nothing is left out, as Protobuf leaves out every default. */
class ZeroCountTest extends WithTwin {
    private TokenCount count(String body) {
        twin.enqueue(Reply.json(200, body));
        return provider.chatModel("m").countTokens(ChatRequest.of("")).join();
    }

    @Test
    void countThatIsLeftOut_isZero() {
        assertThat(count("{}")).isEqualTo(new TokenCount(0, true));
        assertThat(count("{\"promptTokensDetails\":[]}")).isEqualTo(new TokenCount(0, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[]", "{\"message\":\"of a proxy\"}", "{\"totalTokens\":\"many\"}", "{\"totalTokens\":null}"})
    void anythingElseWithoutACount_isMalformed(String body) {
        assertThatThrownBy(() -> count(body))
                .extracting(LlmException::of)
                .isInstanceOf(MalformedResponseException.class);
    }
}
