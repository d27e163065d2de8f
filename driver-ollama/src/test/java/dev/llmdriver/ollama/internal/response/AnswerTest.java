package dev.llmdriver.ollama.internal.response;

import static dev.llmdriver.http.EventLog.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.FinishReason.Kind;
import dev.llmdriver.Message;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Usage;
import dev.llmdriver.Warning;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.EventLog;
import dev.llmdriver.http.Headers;
import dev.llmdriver.http.WireResponse;
import dev.llmdriver.ollama.internal.error.OllamaErrors;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer tells, line by line, and what stands at its end. */
class AnswerTest {
    private static final ModelRef REF = new ModelRef("ollama", "m");

    private final EventLog log = new EventLog();

    @Test
    void events_areToldLineByLine() throws IOException {
        ChatStreamDecoder decoder = decoder(false);
        assertThat(feed(decoder, "{'x':1}")).containsExactly("other x {\"x\":1}");
        assertThat(feed(decoder, "{}")).containsExactly("other unknown {}");
        assertThat(feed(decoder, " \t")).isEmpty();
        assertThat(feed(decoder, message("'thinking':'t','content':'a'")))
                .containsExactly("attach 0 {}", "reasoning 0 t", "text 1 a");
        assertThat(feed(decoder, message("'content':'b'"))).containsExactly("text 1 b");
        assertThat(feed(decoder, message("'content':''"))).isEmpty();
        assertThat(feed(
                        decoder,
                        message("'tool_calls':[{'function':{'name':'f'}},{'id':'i','function':{'name':'g'}},"
                                + "{'id':'i','function':{'name':'h'}},{'id':'i','function':{'name':'h'}}]")))
                .containsExactly(
                        "call 2 f {}",
                        "ready 2 call_0 f {}",
                        "call 3 g {}",
                        "ready 3 i g {}",
                        "call 4 h {}",
                        "ready 4 i_1 h {}",
                        "call 5 h {}",
                        "ready 5 i_2 h {}");
        assertThat(feed(decoder, message("'content':'c'"))).containsExactly("text 6 c");
        assertThat(feed(decoder, message("'thinking':'u'"))).containsExactly("attach 7 {}", "reasoning 7 u");
        assertThat(feed(decoder, message("'thinking':'v'"))).containsExactly("reasoning 7 v");
        assertThat(feed(decoder, "{'message':{'content':'d'},'done':true}"))
                .containsExactly("text 8 d", "end TOOL_CALLS");
        assertThat(feed(decoder, message("'content':'late'") + "\n" + message("'content':'later'")))
                .allMatch(line -> !line.contains("later"));
    }

    @Test
    void end_hasWhatTheLinesSaid() throws IOException {
        ChatStreamDecoder decoder = decoder(true);
        feed(decoder, "{'model':'a','remote_model':'r','remote_host':'h','message':{},'logprobs':[{'token':'t'}]}");
        feed(
                decoder,
                "{'model':'b','remote_host':'i','done':true,'prompt_eval_count':1,'eval_count':2,'logprobs':[{}]}");
        ChatResponse answer = answer();
        assertThat(answer.servedModel()).contains("r");
        assertThat(answer.servedBy()).contains("h");
        assertThat(answer.usage()).contains(Usage.builder().input(1).output(2).build());
        assertThat(answer.logprobs()).hasSize(2);
        assertThat(answer.finishReason()).isEqualTo(new FinishReason(Kind.STOP, ""));
        assertThat(answer.rawJson().orElseThrow().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"model\""));
        assertThat(answer.warnings()).extracting(Warning::code).containsExactly("context_window");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            'prompt_eval_count':0                 | 0 |
            'eval_count':2                        |   | 2
            'done_reason':'stop'                  |   |
            """)
    void counters_areAbsentWhereTheyAre(String members, Long input, Long output) throws IOException {
        feed(decoder(false), "{'done':true," + members + "}");
        if (input == null && output == null) {
            assertThat(answer().usage()).isEmpty();
        } else {
            Usage.Builder usage = Usage.builder();
            if (input != null) {
                usage.input(input);
            }
            if (output != null) {
                usage.output(output);
            }
            assertThat(answer().usage()).contains(usage.build());
        }
        assertThat(answer().rawJson()).isEmpty();
    }

    @Test
    void firstModel_isTheOneThatServed() throws IOException {
        ChatStreamDecoder decoder = decoder(false);
        feed(decoder, "{'model':'a','message':{}}");
        feed(decoder, "{'model':'b','done':true}");
        assertThat(answer().servedModel()).contains("a");
        assertThat(answer().servedBy()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"load", "unload"})
    void loading_isNoAnswer(String word) throws IOException {
        assertThat(feed(decoder(false), "{'done':true,'done_reason':'" + word + "'}"))
                .containsExactly("fail malformed_response no_answer");
        assertThat(log.failure()).hasMessageContaining("done_reason is " + word);
        assertThat(log.failure().code()).contains("no_answer");
    }

    @Test
    void error_endsTheStream() throws IOException {
        ChatStreamDecoder decoder = decoder(false);
        assertThat(feed(decoder, "{'error':'loading model'}")).containsExactly("fail model_loading ");
        decoder.end(log);
        assertThat(log.take()).isEmpty();
    }

    @Test
    void breaks_areTold() throws IOException {
        ChatStreamDecoder decoder = decoder(false);
        feed(decoder, message("'content':'a'"));
        decoder.end(log);
        assertThat(log.take()).containsExactly("fail stream_interrupted no_end");
        assertThat(log.failure()).hasMessageContaining("no line with done:true came");
    }

    @Test
    void cutLine_isTold() throws IOException {
        ChatStreamDecoder decoder = decoder(false);
        byte[] bytes = "{\"mess".getBytes(UTF_8);
        decoder.data(bytes, 0, bytes.length, log);
        decoder.end(log);
        assertThat(log.take()).containsExactly("fail stream_interrupted no_end");
        assertThat(log.failure()).hasMessageContaining("in the middle of a line");
    }

    @Test
    void lastLine_needsNoEnd() throws IOException {
        ChatStreamDecoder decoder = decoder(false);
        byte[] bytes = "{\"done\":true}".getBytes(UTF_8);
        decoder.data(bytes, 0, bytes.length, log);
        decoder.end(log);
        assertThat(log.take()).containsExactly("end STOP");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, '{\"message\":{\"content\":\"a\"},\"done\":true}'",
        "application/x-ndjson, '{\"message\":{\"content\":\"a\"}}\n{\"done\":true}'",
        "application/json, '{\"message\":{\"content\":\"a\"}}\n{\"done\":true}'",
        "application/json, '{\n\"message\":{\n\"content\":\"a\"},\"done\":false}\r\n\r\n{\n\"done\":true\n}\n'",
    })
    void wholeAnswer_isReadToo(String contentType, String body) throws IOException {
        assertThat(whole(contentType, body).text()).isEqualTo("a");
    }

    @Test
    void wholeStream_mayBeginWithAByteOrderMark_andBeLong() throws IOException {
        int many = 50_000;
        String body = "\uFEFF" + "{\"message\":{\"content\":\"a\"}}\n".repeat(many) + "{\"done\":true}";
        for (String contentType : List.of("application/json", "application/x-ndjson")) {
            assertThat(whole(contentType, body).text()).hasSize(many);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {"message":{"content":"a"},"done":false} | stream_interrupted/no_end a
            {"error":"loading model"}                | model_loading/
            {"message":{"content":"a"}} {"error":"loading model"} | model_loading/
            {"message":{"content":"a"}} {"message":{"content":"b"}} | stream_interrupted/no_end ab
            """)
    void wholeAnswer_mayFail(String body, String failure) {
        assertThatThrownBy(() -> whole("application/json", body)).isInstanceOfSatisfying(LlmException.class, error -> {
            String partial = error.partial().map(part -> " " + part.text()).orElse("");
            assertThat(error.kind().wireName() + "/" + error.reason() + partial).isEqualTo(failure);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"x\":1}", "", " "})
    void wholeAnswer_thatIsNone_isMalformed(String body) {
        for (String contentType : List.of("application/json", "application/x-ndjson")) {
            assertThatThrownBy(() -> whole(contentType, body)).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "stop,false,STOP",
        "'',false,STOP",
        "length,false,LENGTH",
        "abort,false,OTHER",
        "stop,true,TOOL_CALLS",
        "'',true,TOOL_CALLS",
        "length,true,LENGTH",
        "abort,true,TOOL_CALLS",
    })
    void finishReason_isReadFromItsWord(String word, boolean calls, Kind kind) {
        assertThat(FinishReasons.of(word, calls)).isEqualTo(new FinishReason(kind, word));
        assertThat(FinishReasons.of(null, calls).raw()).isEmpty();
    }

    private ChatResponse whole(String contentType, String body) throws IOException {
        Headers headers = Headers.of(Map.of("Content-Type", contentType));
        return decoder(false)
                .wholeAnswer()
                .orElseThrow()
                .decode(new WireResponse(200, headers, body.getBytes(UTF_8)))
                .build();
    }

    private ChatResponse answer() {
        return log.end()
                .addTo(ChatResponse.builder(
                        REF, Message.assistant("x"), log.end().finishReason()))
                .build();
    }

    /** The window is one token, so each answer that counted one is warned of. */
    private static ChatStreamDecoder decoder(boolean keepRaw) {
        WindowCheck window = new WindowCheck(1, true, 1, 0);
        return new ChatStreamDecoder(new AnswerSettings(REF, new OllamaErrors(), keepRaw, window), 1 << 20);
    }

    private static String message(String members) {
        return "{'message':{" + members + "},'done':false}";
    }

    private List<String> feed(ChatStreamDecoder decoder, String line) throws IOException {
        byte[] bytes = quoted(line + "\n").getBytes(UTF_8);
        decoder.data(bytes, 0, bytes.length, log);
        return log.take();
    }
}
