package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.Warning;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.UnsupportedException;
import dev.llmdriver.testkit.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The template of chat engines. */
class HttpChatEngineTest extends EndpointTest {
    private static final ChatRequest SEEDED =
            ChatRequest.of("Hello").toBuilder().seed(7).build();

    private class Engine extends HttpChatEngine {
        Engine() {
            super(REF, endpoint);
        }

        @Override
        protected PreparedRequest prepare(ChatRequest request, Mode mode) {
            Fates fates = new Fates();
            if (request.seed().isPresent()) {
                fates.dropped("seed", "there is none");
            }
            List<Warning> warnings = List.of(new Warning("old", "", "an old server"));
            return new PreparedRequest(post("/" + mode), fates.list(), warnings);
        }

        @Override
        protected void checkBeforeSending(PreparedRequest prepared, ChatRequest request) {
            if (request.maxTokens().isPresent()) {
                throw LlmException.builder(ErrorKind.AUTHENTICATION, "no key").build();
            }
        }

        @Override
        protected BodyDecoder<ChatResponseBuilder> bodyDecoder(ChatRequest request) {
            return EndpointTest::decode;
        }

        @Override
        protected StreamDecoder streamDecoder(ChatRequest request) {
            return decoder();
        }
    }

    @Test
    void answersWarnOfFatesAndMore_wholeAndStreamed() throws Exception {
        twin.enqueue(answer("hi"), Reply.sse().event("hi").done().build());
        ChatResponse whole = get(new Engine().generate(SEEDED, call));
        ChatResponse streamed = Recorder.all(new Engine().stream(SEEDED, call)).response();
        assertThat(whole.warnings()).extracting(Warning::code).containsExactly("old", "dropped");
        assertThat(streamed.warnings()).isEqualTo(whole.warnings());
        assertThat(twin.requests()).extracting(request -> request.path()).containsExactly("/GENERATE", "/STREAM");
    }

    @Test
    void strictRequestsThatWouldLoseAFieldAreRefused_alsoInExplanations() throws Exception {
        ChatRequest strict = SEEDED.toBuilder().strict(true).build();
        LlmException whole = errorOf(new Engine().generate(strict, call));
        LlmException streamed = Recorder.all(new Engine().stream(strict, call)).error();
        assertThat(whole).isInstanceOf(UnsupportedException.class).hasMessageContaining("seed (there is none)");
        assertThat(whole.model()).contains("model");
        assertThat(streamed).hasMessage(whole.getMessage());
        assertThatThrownBy(() -> new Engine().explain(strict, Mode.GENERATE)).hasMessage(whole.getMessage());
        assertThat(twin.requests()).isEmpty();
    }

    @Test
    void theLastLookStopsCallsButNotExplanations() throws Exception {
        ChatRequest keyless = SEEDED.toBuilder().maxTokens(3).build();
        assertThat(errorOf(new Engine().generate(keyless, call)).kind()).isEqualTo(ErrorKind.AUTHENTICATION);
        assertThat(Recorder.all(new Engine().stream(keyless, call)).error().provider())
                .contains("prov");
        Explanation explained = new Engine().explain(keyless, Mode.STREAM);
        assertThat(explained.fields()).extracting(fate -> fate.field()).containsExactly("seed");
        assertThat(twin.requests()).isEmpty();
    }

    @Test
    void whatADriverThrowsIsTyped() throws Exception {
        HttpChatEngine broken = new Engine() {
            @Override
            protected PreparedRequest prepare(ChatRequest request, Mode mode) {
                throw new IllegalStateException("prompt: Hello");
            }
        };
        for (LlmException error : List.of(
                errorOf(broken.generate(SEEDED, call)),
                Recorder.all(broken.stream(SEEDED, call)).error())) {
            assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
            assertThat(error.reason()).isEqualTo("internal");
            assertThat(error).hasMessageNotContaining("Hello").hasCauseInstanceOf(IllegalStateException.class);
            assertThat(error.provider()).contains("prov");
        }
    }
}
