package dev.llmdriver.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.fuzz.FuzzTarget;
import dev.llmdriver.fuzz.Input;
import dev.llmdriver.server.internal.chats.Turn;
import dev.llmdriver.server.internal.http.JsonBody;
import dev.llmdriver.server.internal.http.Refusal;
import java.time.Instant;
import java.util.List;

/** What callers ask of a conversation: turns that end with a question, or a refusal. */
public final class QuestionsTarget implements FuzzTarget {
    @Override
    public void feed(byte[] bytes) {
        try {
            ChatQuestion question =
                    ChatQuestion.read(JsonBody.read(Input.of(bytes).body()), Instant.EPOCH);
            assertThat(question.turns()).extracting(Turn::text).noneMatch(String::isBlank);
            assertThat(question.after(List.of())).isEqualTo(question.turns());
            assertThat(question.after(question.turns())).isNotEmpty().allMatch(Turn::isQuestion);
        } catch (Refusal refused) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Input.seed(
                        0,
                        "{'messages':[{'role':'user','content':'a'},{'role':'assistant','content':'b'},{'role':'user','content':'c'}]}"),
                Input.seed(0, "{'messages':[{'role':'user','content':' '},{'role':{},'content':[]},null]}"),
                Input.seed(0, "{'messages':[{'role':'assistant','content':'b'}]}"));
    }
}
