package dev.llmdriver.huggingface.internal.response;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.http.Headers;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.WireResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ContentPartsTest {
    private static final AnswerSettings SETTINGS =
            AnswerSettings.of(new ModelRef("huggingface", "org/name"), ThinkMode.TAGS, facts -> null, false);

    @Test
    void textsAreTextAndThoughtsAreReasoning() throws IOException {
        ChatResponse answer = read("""
                [{"type":"thinking","thinking":[{"type":"text","text":"h"},{"type":"text","text":"m"}]},
                 {"type":"thinking","thinking":"…"},
                 {"type":"text","text":"h"},"i",{"type":"image_url","image_url":{"url":"x"}}]""");
        assertThat(answer.reasoning()).isEqualTo("hm…");
        assertThat(answer.text()).isEqualTo("hi");
    }

    private static ChatResponse read(String content) throws IOException {
        String body = "{\"choices\":[{\"message\":{\"content\":" + content + "},\"finish_reason\":\"stop\"}]}";
        return new ChatResponseCodec(SETTINGS, new JsonShape())
                .decode(new WireResponse(200, Headers.none(), body.getBytes(UTF_8)))
                .build();
    }
}
