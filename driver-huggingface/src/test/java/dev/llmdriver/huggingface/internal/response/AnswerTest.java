package dev.llmdriver.huggingface.internal.response;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.FinishReason.Kind;
import dev.llmdriver.ModelRef;
import dev.llmdriver.TokenLogprob;
import dev.llmdriver.Usage;
import dev.llmdriver.Warning;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.EventLog;
import dev.llmdriver.http.Headers;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.WireResponse;
import dev.llmdriver.huggingface.internal.endpoint.Dialect;
import dev.llmdriver.huggingface.internal.endpoint.EndpointResolver;
import dev.llmdriver.huggingface.internal.error.HuggingFaceErrors;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer tells, event by event, and what stands at its end. */
class AnswerTest {
    private static final ModelRef REF = new ModelRef("huggingface", "org/m");
    private static final Headers HEADERS =
            Headers.of(Map.of("x-inference-provider", "groq", "X-HF-Warning", "topic; old"));
    private static final String HELD_BACK = "{'choices':[{'delta':{'content':' <th'}}]}";

    private final EventLog log = new EventLog();

    @Test
    void events_areToldChunkByChunk() throws IOException {
        ChatStreamDecoder decoder = decoder(ThinkMode.TAGS, false);
        assertThat(feed(decoder, "{'route':'x'}")).containsExactly("other route {\"route\":\"x\"}");
        assertThat(feed(decoder, "{}")).containsExactly("other unknown {}");
        assertThat(feed(decoder, "{'choices':[],'usage':{}}")).isEmpty();
        assertThat(feed(decoder, "{'usage':{'prompt_tokens':1}}"))
                .containsExactly("usage " + Usage.builder().input(1).build());
        assertThat(feed(decoder, "{'choices':[{'delta':{'reasoning':'r','content':'a'}}]}"))
                .containsExactly("attach 0 {\"field\":\"reasoning\"}", "reasoning 0 r", "text 1 a");
        assertThat(feed(decoder, "{'choices':[{'delta':{'reasoning':'s','content':''}}]}"))
                .containsExactly("reasoning 0 s");
        assertThat(feed(decoder, "{'choices':[{'delta':{'tool_calls':[{'function':{'name':'f'}}]}}]}"))
                .containsExactly("call 2 f ");
        assertThat(feed(decoder, "{'choices':[{'finish_reason':'tool_calls'}],'usage':{'prompt_tokens':2}}"))
                .containsExactly("usage " + Usage.builder().input(2).build());
        assertThat(feed(decoder, "[DONE] "))
                .containsExactly("call 2  {}", "ready 2 call_0 f {}", "end TOOL_CALLS(tool_calls)");
        assertThat(feed(decoder, "{'choices':[{'delta':{'content':'late'}}]}")).isEmpty();
        decoder.end(log);
        assertThat(log.take()).isEmpty();
    }

    /** TGI sends arguments as an object. */
    @Test
    void arguments_keepTheirDigits() throws IOException {
        String numbers = "{'i':123456789012345678901234567890,'d':0.10000000000000000555,'e':1e400,'l':[{'x':-2E+05}]}";
        ChatStreamDecoder decoder = decoder(ThinkMode.TAGS, false);
        feed(
                decoder,
                "{'choices':[{'delta':{'tool_calls':[{'id':'c','function':{'name':'f','arguments':" + numbers
                        + "}}]}}]}");
        feed(decoder, "{'choices':[{'finish_reason':'tool_calls'}]}");
        assertThat(feed(decoder, "[DONE]")).contains("ready 0 c f " + EventLog.quoted(numbers));
    }

    @Test
    void choices_onlyTheFirstOfIndexZeroCounts() throws IOException {
        ChatStreamDecoder decoder = decoder(ThinkMode.TAGS, false);
        assertThat(feed(
                        decoder,
                        "{'choices':[{'index':1,'delta':{'content':'x'},'finish_reason':'length'},"
                                + "{'index':0,'delta':{'content':'a'}},{'index':0,'delta':{'content':'y'}},"
                                + "{'index':2,'delta':{'content':'z'},'finish_reason':'length'}]}"))
                .containsExactly("text 0 a");
        assertThat(feed(decoder, "{'choices':[{'index':1,'delta':{'content':'x'}}]}"))
                .isEmpty();
        assertThat(feed(decoder, "{'choices':[{'delta':{},'finish_reason':'stop'}]}"))
                .isEmpty();
        assertThat(feed(decoder, "[DONE]")).containsExactly("end STOP(stop)");
    }

    @Test
    void end_hasWhatTheChunksSaid() throws IOException {
        ChatStreamDecoder decoder = decoder(ThinkMode.TAGS, true);
        feed(
                decoder,
                "{'id':'','model':'','choices':[{'delta':{'content':'a'},'logprobs':{'content':["
                        + "{'token':'a','logprob':-1}]}}]}");
        feed(
                decoder,
                "{'id':'i','model':'m','choices':[{'delta':{'content':'b'},'finish_reason':'stop','logprobs':{"
                        + "'content':[{'token':'b','logprob':-2}]}}]}");
        feed(decoder, "{'id':'j','model':'n','choices':[],'usage':{'total_tokens':3}}");
        feed(decoder, "[DONE]");
        ChatResponse answer = answer();
        assertThat(answer.finishReason()).isEqualTo(new FinishReason(Kind.STOP, "stop"));
        assertThat(answer.responseId()).contains("i");
        assertThat(answer.servedModel()).contains("m");
        assertThat(answer.servedBy()).contains("groq");
        assertThat(answer.usage()).contains(Usage.builder().total(3).build());
        assertThat(answer.logprobs())
                .containsExactly(new TokenLogprob("a", -1, List.of()), new TokenLogprob("b", -2, List.of()));
        assertThat(answer.warnings()).containsExactly(new Warning("provider", "", "topic; old"));
        assertThat(answer.rawJson().orElseThrow().lines()).hasSize(3).allMatch(line -> line.startsWith("{\"id\""));
    }

    @Test
    void chunkThatIsReadTwice_forItsFractions_saysItsTextOnce() throws IOException {
        ChatStreamDecoder decoder = decoder(ThinkMode.TAGS, false);
        String chunk = "{'choices':[{'delta':{'content':'a'},'logprobs':{'content':[{'token':'a','logprob':-0.25}]}}]}";
        assertThat(feed(decoder, chunk)).containsExactly("text 0 a");
        feed(decoder, "[DONE]");
        assertThat(answer().logprobs()).hasSize(1);
    }

    @Test
    void rawJson_isKeptOnRequestAlone() throws IOException {
        ChatStreamDecoder decoder = decoder(ThinkMode.TAGS, false);
        feed(decoder, "{'choices':[{'delta':{'content':'a</think>'}}]}");
        feed(decoder, "[DONE]");
        assertThat(answer().rawJson()).isEmpty();
        assertThat(answer().warnings()).extracting(Warning::code).containsExactly("provider", "reasoning_in_text");
    }

    @Test
    void heldBackText_isToldBeforeTheEnd() throws IOException {
        ChatStreamDecoder decoder = decoder(ThinkMode.TAGS, false);
        assertThat(feed(decoder, HELD_BACK)).isEmpty();
        assertThat(feed(decoder, "[DONE]")).containsExactly("text 0  <th", "end OTHER");
    }

    @Test
    void heldBackText_isToldBeforeAnError() throws IOException {
        ChatStreamDecoder decoder = decoder(ThinkMode.TAGS, false);
        feed(decoder, HELD_BACK);
        assertThat(feed(decoder, "{'error':'Model is overloaded'}")).containsExactly("text 0  <th", "fail overloaded ");
        assertThat(log.failure()).hasMessageContaining("Model is overloaded");
        assertThat(feed(decoder, "[DONE]")).isEmpty();
    }

    @Test
    void heldBackText_isToldBeforeTheBreak() throws IOException {
        ChatStreamDecoder decoder = decoder(ThinkMode.TAGS, false);
        feed(decoder, HELD_BACK);
        decoder.end(log);
        assertThat(log.take()).containsExactly("text 0  <th", "fail stream_interrupted no_end");
        assertThat(log.failure()).hasMessageContaining("neither a finish reason nor [DONE] came");
    }

    @Test
    void emptyStream_isTold() throws IOException {
        assertThat(feed(decoder(ThinkMode.TAGS, false), "[DONE]")).containsExactly("fail stream_interrupted no_end");
        assertThat(log.failure()).hasMessageContaining("ended without an answer");
    }

    @Test
    void brokenEvent_isTold() throws IOException {
        ChatStreamDecoder decoder = new ChatStreamDecoder(settings(ThinkMode.TAGS, false), 20);
        byte[] bytes = "data: 12345678901\nid: 1".getBytes(UTF_8);
        decoder.data(bytes, 0, bytes.length, log);
        decoder.end(log);
        assertThat(log.take()).contains("fail stream_interrupted no_end");
        assertThat(log.failure()).hasMessageContaining("in the middle of an event");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t "})
    void blankEvent_isNone(String data) throws IOException {
        assertThat(feed(decoder(ThinkMode.TAGS, false), data)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"é", "[DONE]é", "x[DONE]", "DONE"})
    void garbage_isMalformed(String data) {
        assertThatThrownBy(() -> feed(decoder(ThinkMode.TAGS, false), data)).isInstanceOf(IOException.class);
    }

    @Test
    void errorEvent_endsTheStream() throws IOException {
        String overload = "{\"message\":\"Model is overloaded\"}";
        assertThat(lines(decoder(ThinkMode.TAGS, false), "event: error\ndata: " + overload))
                .containsExactly("fail overloaded ");
        assertThat(log.failure()).hasMessageContaining("Model is overloaded");
    }

    @Test
    void errorField_endsTheStream_once() throws IOException {
        ChatStreamDecoder decoder = decoder(ThinkMode.TAGS, false);
        assertThat(lines(decoder, "other: x\n\nerror: {\"message\":\"Model is overloaded\"}"))
                .containsExactly("fail overloaded ");
        assertThat(lines(decoder, "error: {\"message\":\"again\"}")).isEmpty();
    }

    @Test
    void wholeAnswer_isReadToo() throws IOException {
        ChatResponse answer = decoder(ThinkMode.TAGS, false)
                .wholeAnswer()
                .orElseThrow()
                .decode(body("{'choices':[{'message':{'content':'a'}}]}"))
                .build();
        assertThat(answer.text()).isEqualTo("a");
        assertThat(answer.servedBy()).contains("groq");
    }

    @Test
    void reasoningOfItsOwn_leavesTagsInTheText() throws IOException {
        ChatStreamDecoder decoder = decoder(ThinkMode.TAGS, false);
        feed(decoder, "{'choices':[{'delta':{'reasoning':'r'},'finish_reason':'stop'}]}");
        assertThat(feed(decoder, "{'choices':[{'delta':{'content':'<think>a'}}]}"))
                .containsExactly("text 1 <think>a");
        assertThat(feed(decoder, "[DONE]")).containsExactly("end STOP(stop)");
    }

    @Test
    void wholeAnswer_withoutChoices_isAnErrorOrMalformed() {
        ChatResponseCodec codec = new ChatResponseCodec(settings(ThinkMode.TAGS, false), new JsonShape());
        assertThatThrownBy(() -> codec.decode(body("{'id':'x'}")))
                .isInstanceOf(IOException.class)
                .hasMessage("the answer has no choices");
        assertThatThrownBy(() -> codec.decode(body("{'message':'Model is overloaded'}")))
                .isInstanceOfSatisfying(
                        LlmException.class,
                        error -> assertThat(error.kind().wireName()).isEqualTo("overloaded"));
        assertThatThrownBy(() -> codec.decode(body("{'object':'error'}")))
                .isInstanceOfSatisfying(
                        LlmException.class,
                        error -> assertThat(error.kind().wireName()).isEqualTo("server_error"));
    }

    @ParameterizedTest
    @CsvSource({
        "content_filter, '',   'fail content_blocked '",
        "content_filter, a,    end CONTENT_FILTER(content_filter)",
        "stop,           '',   end STOP(stop)",
    })
    void filter_failsAnswersWithoutText(String reason, String text, String last) throws IOException {
        ChatStreamDecoder decoder = decoder(ThinkMode.OFF, false);
        feed(decoder, "{'choices':[{'delta':{'content':'" + text + "'},'finish_reason':'" + reason + "'}]}");
        assertThat(feed(decoder, "[DONE]")).containsExactly(last);
        if (log.failure() != null) {
            assertThat(log.failure()).hasMessageContaining("the whole answer was held back");
            assertThat(log.failure().code()).contains("content_filter");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "stop,STOP",
        "EOS,STOP",
        "eos_token,STOP",
        "stop_sequence,STOP",
        "end_turn,STOP",
        "length,LENGTH",
        "max_tokens,LENGTH",
        "tool_calls,OTHER",
        "function_call,OTHER",
        "content_filter,CONTENT_FILTER",
        "abort,OTHER",
    })
    void finishReason_isReadFromItsWord(String word, Kind kind) {
        assertThat(FinishReasons.of(word, List.of())).isEqualTo(new FinishReason(kind, word));
        Kind refused = kind == Kind.STOP ? Kind.CONTENT_FILTER : kind;
        assertThat(FinishReasons.of(word, List.of(), true)).isEqualTo(new FinishReason(refused, word));
        assertThat(FinishReasons.of(word, List.of(), false)).isEqualTo(new FinishReason(kind, word));
    }

    @ParameterizedTest
    @CsvSource({
        "stop,{},TOOL_CALLS",
        "length,{},TOOL_CALLS",
        "length,{,LENGTH",
        "stop,{,TOOL_CALLS",
        "stop,'',TOOL_CALLS",
        "tool_calls,'',TOOL_CALLS",
        "length,'',LENGTH",
        "content_filter,{},TOOL_CALLS",
        "content_filter,{,CONTENT_FILTER",
        "abort,{},TOOL_CALLS",
        "abort,{,OTHER",
        "error,'',OTHER",
        ",{},TOOL_CALLS",
        ",{,OTHER",
    })
    void finishReason_dependsOnCalls(String word, String arguments, Kind kind) {
        assertThat(FinishReasons.of(word, List.of("{}", arguments)).kind()).isEqualTo(kind);
        assertThat(FinishReasons.of(null, List.of())).isEqualTo(new FinishReason(Kind.OTHER, ""));
    }

    private ChatResponse answer() {
        return log.end()
                .addTo(ChatResponse.builder(
                        REF, dev.llmdriver.Message.assistant("x"), log.end().finishReason()))
                .build();
    }

    private static ChatStreamDecoder decoder(ThinkMode think, boolean keepRaw) {
        ChatStreamDecoder decoder = new ChatStreamDecoder(settings(think, keepRaw), 1 << 20);
        decoder.begin(new WireResponse(200, HEADERS, new byte[0]));
        return decoder;
    }

    private static AnswerSettings settings(ThinkMode think, boolean keepRaw) {
        HuggingFaceErrors errors =
                new HuggingFaceErrors(new EndpointResolver("router", Dialect.AUTO, Map.of()).resolve(null));
        return AnswerSettings.of(REF, think, errors, keepRaw);
    }

    private static WireResponse body(String json) {
        return new WireResponse(200, HEADERS, EventLog.quoted(json).getBytes(UTF_8));
    }

    private List<String> feed(ChatStreamDecoder decoder, String data) throws IOException {
        return lines(decoder, "data: " + EventLog.quoted(data));
    }

    private List<String> lines(ChatStreamDecoder decoder, String lines) throws IOException {
        byte[] bytes = (lines + "\n\n").getBytes(UTF_8);
        decoder.data(bytes, 0, bytes.length, log);
        return log.take();
    }
}
