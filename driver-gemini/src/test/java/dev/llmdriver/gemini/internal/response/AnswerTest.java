package dev.llmdriver.gemini.internal.response;

import static dev.llmdriver.http.EventLog.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.Citation;
import dev.llmdriver.Message;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Usage;
import dev.llmdriver.Warning;
import dev.llmdriver.gemini.internal.error.GeminiErrors;
import dev.llmdriver.http.EventLog;
import dev.llmdriver.http.Headers;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.StreamEnd;
import dev.llmdriver.http.WireResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer tells, event by event, and what stands at its end. */
class AnswerTest {
    private static final ModelRef REF = new ModelRef("gemini", "m");
    private static final String CALL = "{'functionCall':{'name':'f'}}";

    private final EventLog log = new EventLog();

    @Test
    void events_areToldChunkByChunk() throws IOException {
        ChatStreamDecoder decoder = decoder("text/event-stream", false);
        assertThat(feed(decoder, "{'x':1}")).containsExactly("other x {\"x\":1}");
        assertThat(feed(decoder, "{'x':1,'responseId':'r'}")).isEmpty();
        assertThat(feed(decoder, "{}")).isEmpty();
        assertThat(feed(decoder, parts("{'text':'t','thought':true}"))).containsExactly("attach 0 {}", "reasoning 0 t");
        assertThat(feed(decoder, parts("{'text':'a'}"))).containsExactly("text 1 a");
        assertThat(feed(decoder, parts("{'text':'b'}"))).containsExactly("text 1 b");
        assertThat(feed(decoder, parts("{'text':'c','thoughtSignature':'s'}")))
                .containsExactly("attach 2 {\"thoughtSignature\":\"s\"}", "text 2 c");
        assertThat(feed(decoder, parts("{'video':1},{'text':'d'}")))
                .containsExactly(
                        "other video {\"video\":1}",
                        "attach 2 {\"thoughtSignature\":\"s\",\"after\":[{\"video\":1}]}",
                        "text 3 d");
        assertThat(feed(decoder, parts(CALL + ",{'text':'e'}"))).isEmpty();
        assertThat(feed(decoder, "{'usageMetadata':{'promptTokenCount':1}}")).hasSize(1);
        assertThat(feed(decoder, candidate("'finishReason':'STOP'")))
                .containsExactly(
                        "attach 4 {\"madeUpId\":true}", "ready 4 call_r_0 f {} {\"madeUpId\":true}", "text 5 e");
        decoder.end(log);
        assertThat(log.take()).containsExactly("end TOOL_CALLS(STOP)");
    }

    @Test
    void callWithAnId_isSentBackAsItIs() throws IOException {
        ChatStreamDecoder decoder = decoder("text/event-stream", false);
        feed(decoder, parts("{'functionCall':{'id':'i','name':'f'}},{'functionCall':{'name':'g'}}"));
        assertThat(feed(decoder, candidate("'finishReason':'STOP'")))
                .containsExactly(
                        "ready 0 i f {}", "attach 1 {\"madeUpId\":true}", "ready 1 call_1 g {} {\"madeUpId\":true}");
    }

    /** Only what differs in a chunk is read once chunks are alike, yet what waits must stay what it was. */
    @Test
    void textsThatWaitBehindACall_stayAsTheyCame() throws IOException {
        ChatStreamDecoder decoder = decoder("text/event-stream", false);
        feed(decoder, parts("{'functionCall':{'id':'i','name':'f'}}"));
        for (String text : List.of("a", "b", "c", "d", "e", "f")) {
            assertThat(feed(decoder, parts("{'text':'" + text + "'}"))).isEmpty();
        }
        assertThat(feed(decoder, candidate("'finishReason':'STOP'")))
                .containsExactly(
                        "ready 0 i f {}", "text 1 a", "text 1 b", "text 1 c", "text 1 d", "text 1 e", "text 1 f");
    }

    @Test
    void partsWithoutATypeThatWaitBehindACall_stayAsTheyCame() throws IOException {
        ChatStreamDecoder decoder = decoder("text/event-stream", false);
        feed(decoder, parts("{'functionCall':{'id':'i','name':'f'}}"));
        for (int i = 1; i <= 6; i++) {
            assertThat(feed(decoder, parts("{'video':" + i + "}"))).isEmpty();
        }
        assertThat(feed(decoder, candidate("'finishReason':'STOP'")))
                .containsExactly(
                        "ready 0 i f {}",
                        "other video {\"video\":1}",
                        "other video {\"video\":2}",
                        "other video {\"video\":3}",
                        "other video {\"video\":4}",
                        "other video {\"video\":5}",
                        "other video {\"video\":6}");
    }

    @Test
    void usage_isTheLastOneWithACounter() throws IOException {
        ChatStreamDecoder decoder = decoder("text/event-stream", false);
        feed(decoder, "{'usageMetadata':{'promptTokenCount':5},'usageMetadata':{}}");
        feed(decoder, parts("{'text':'a'}"));
        feed(decoder, candidate("'finishReason':'STOP'"));
        decoder.end(log);
        Usage five =
                Usage.builder().input(5).output(0).cachedInput(0).reasoning(0).build();
        assertThat(log.end()).extracting(StreamEnd::usage).isEqualTo(Optional.of(five));
    }

    @Test
    void partsBeforeTheFirst_areNotedOnce() throws IOException {
        ChatStreamDecoder decoder = decoder("text/event-stream", false);
        assertThat(feed(
                        decoder,
                        parts("{'text':'','thoughtSignature':'s'},{'text':'','thought':true,"
                                + "'thoughtSignature':'u'},{'text':''},{},{'text':'a'},{'text':'t','thought':true}")))
                .containsExactly(
                        "attach 0 {\"before\":[{\"text\":\"\",\"thoughtSignature\":\"s\"},{\"text\":\"\",\"thought\":true,"
                                + "\"thoughtSignature\":\"u\"}]}",
                        "text 0 a",
                        "attach 1 {}",
                        "reasoning 1 t");
    }

    @Test
    void end_hasWhatTheChunksSaid() throws IOException {
        ChatStreamDecoder decoder = decoder("text/event-stream", true);
        feed(
                decoder,
                "{'responseId':'i','modelVersion':'m','candidates':[{'index':1,'citationMetadata':{"
                        + "'citationSources':[{'uri':'no'}]}},{'content':{'parts':[{'text':'a'},{'video':1},{'video':2}]},"
                        + "'citationMetadata':{'citationSources':[{'uri':'u'}]},'logprobsResult':{'chosenCandidates':[{}]}}]}");
        feed(decoder, "{'usageMetadata':{'promptTokenCount':1},'candidates':[{'finishReason':'STOP'}]}");
        decoder.end(log);
        ChatResponse answer = answer();
        assertThat(answer.responseId()).contains("i");
        assertThat(answer.servedModel()).contains("m");
        assertThat(answer.usage().map(Usage::input)).isPresent();
        assertThat(answer.citations()).containsExactly(new Citation("u", "", ""));
        assertThat(answer.logprobs()).hasSize(1);
        assertThat(answer.warnings()).extracting(Warning::code).containsExactly("unread_part");
        assertThat(answer.warnings().get(0).message()).startsWith("the answer holds 2 × video");
        assertThat(answer.rawJson().orElseThrow().lines()).hasSize(2).allMatch(line -> line.startsWith("{\""));
    }

    @Test
    void rawJson_isKeptOnRequestAlone() throws IOException {
        ChatStreamDecoder decoder = decoder("text/event-stream", false);
        feed(decoder, candidate("'content':{'parts':[{'text':'a'}]},'finishReason':'STOP'"));
        decoder.end(log);
        assertThat(answer().rawJson()).isEmpty();
        assertThat(answer().responseId()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {'candidates':[{'finishReason':'SAFETY','finishMessage':'why'}]}                 | fail content_blocked answer | why
            {'candidates':[{'content':{'parts':[{'text':'a'}]},'finishReason':'SAFETY'}]}    | end CONTENT_FILTER(SAFETY) |
            {'candidates':[{'content':{'parts':[{'text':'t','thought':true}]},'finishReason':'SAFETY'}]} | fail content_blocked answer |
            {'candidates':[{'content':{'parts':[{'video':1}]},'finishReason':'SAFETY'}]}     | end CONTENT_FILTER(SAFETY) |
            {'candidates':[{'content':{'parts':[{'text':'a'}]},'finishReason':'MISSING_THOUGHT_SIGNATURE'}]} | fail invalid_request thought_signature |
            {'candidates':[{'finishReason':'STOP'}]}                                         | end STOP(STOP) |
            {'candidates':[{'finishReason':'MAX_TOKENS'}]}                                   | end LENGTH(MAX_TOKENS) |
            {'promptFeedback':{'blockReason':'SAFETY','blockReasonMessage':'why'}}           | fail content_blocked prompt | why
            {'promptFeedback':{'blockReason':'SAFETY'},'candidates':[{'finishReason':'STOP'}]} | end STOP(STOP) |
            {'candidates':[{'content':{'parts':[{'functionCall':{'name':'f'}}]},'finishReason':'MALFORMED_FUNCTION_CALL'}]} | fail malformed_response model_output |
            {'promptFeedback':{}}                                                            | fail stream_interrupted no_end | broke off
            """)
    void ending_decides(String chunk, String last, String message) throws IOException {
        ChatStreamDecoder decoder = decoder("text/event-stream", false);
        feed(decoder, chunk);
        decoder.end(log);
        List<String> told = log.take();
        assertThat(told.get(told.size() - 1)).isEqualTo(last);
        if (message != null) {
            assertThat(log.failure()).hasMessageContaining(message);
        }
    }

    @Test
    void block_staysABlock() throws IOException {
        ChatStreamDecoder decoder = decoder("text/event-stream", false);
        feed(decoder, "{'promptFeedback':{'blockReason':'SAFETY','blockReasonMessage':'why'}}");
        feed(decoder, "{'usageMetadata':{'promptTokenCount':1}}");
        decoder.end(log);
        assertThat(log.take()).containsExactly("fail content_blocked prompt");
        assertThat(log.failure()).hasMessageContaining("why");
    }

    @Test
    void callThatMayRun_isAnAnswer_whateverFollows() throws IOException {
        ChatStreamDecoder decoder = decoder("text/event-stream", false);
        feed(decoder, candidate("'content':{'parts':[" + CALL + "]},'finishReason':'STOP'"));
        feed(decoder, candidate("'finishReason':'SAFETY'"));
        decoder.end(log);
        assertThat(log.take()).containsExactly("end CONTENT_FILTER(SAFETY)");
    }

    @Test
    void rareThings_areReadWhereTheyStand() throws IOException {
        ChatStreamDecoder decoder = decoder("text/event-stream", false);
        feed(
                decoder,
                "{'candidates':[3,{'content':{'parts':[{'text':'a'}]},'citationMetadata':{'citationSources':["
                        + "{'uri':'u'}]}}]}");
        assertThat(feed(decoder, parts("'no',{'video':1}"))).contains("other video {\"video\":1}");
        feed(decoder, candidate("'finishReason':'STOP'"));
        decoder.end(log);
        assertThat(answer().citations()).containsExactly(new Citation("u", "", ""));
    }

    @Test
    void lastFinishReason_counts_andItsMessage() throws IOException {
        ChatStreamDecoder decoder = decoder("text/event-stream", false);
        feed(decoder, candidate("'finishReason':'STOP','finishMessage':'first'"));
        feed(decoder, "{'promptFeedback':{'blockReason':'OTHER'}}");
        feed(decoder, candidate("'finishReason':'SAFETY'"));
        feed(decoder, candidate("'index':0"));
        decoder.end(log);
        assertThat(log.take()).containsExactly("fail content_blocked answer");
        assertThat(log.failure().getMessage()).doesNotContain("first");
    }

    @Test
    void waitingText_isToldBeforeAnErrorOrABreak() throws IOException {
        ChatStreamDecoder decoder = decoder("text/event-stream", false);
        feed(decoder, parts(CALL + ",{'text':'a'}"));
        assertThat(feed(decoder, "{'error':{'code':503,'message':'m'}}"))
                .containsExactly("text 0 a", "fail overloaded ");
        decoder.end(log);
        assertThat(log.take()).isEmpty();
        decoder = decoder("text/event-stream", false);
        EventLog other = new EventLog();
        byte[] bytes = ("data: " + quoted(parts(CALL + ",{'text':'a'}")) + "\n\n").getBytes(UTF_8);
        decoder.data(bytes, 0, bytes.length, other);
        decoder.end(other);
        assertThat(other.take()).containsExactly("text 0 a", "fail stream_interrupted no_end");
    }

    @Test
    void cutEvent_isABreak() throws IOException {
        ChatStreamDecoder decoder = decoder("text/event-stream", false);
        feed(decoder, candidate("'finishReason':'STOP'"));
        lines(decoder, "data: {\"cand");
        decoder.end(log);
        assertThat(log.take()).containsExactly("fail stream_interrupted no_end");
    }

    @Test
    void openArray_isABreak() throws IOException {
        ChatStreamDecoder decoder = decoder("application/json", false);
        lines(decoder, quoted("[" + candidate("'finishReason':'STOP'")));
        decoder.end(log);
        assertThat(log.take()).containsExactly("fail stream_interrupted no_end");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json,  ' '",
        "text/event-stream, ' '",
        "text/event-stream, ''",
        "application/json,  \uFEFF",
    })
    void values_areToldFromEvents_byTheirFirstByte(String contentType, String start) throws IOException {
        ChatStreamDecoder decoder = decoder(contentType, false);
        assertThat(lines(decoder, start)).isEmpty();
        String padded = quoted("[{" + " ".repeat(70) + parts("{'text':'a'}").substring(1) + "]");
        assertThat(lines(decoder, padded)).containsExactly("text 0 a");
    }

    @ParameterizedTest
    @CsvSource({"': x', false", "'data', false", "'event: x', false", "'id: 7', false", "'retry: 7', false", "x, true"})
    void otherText_isNoJson(String text, boolean refused) throws IOException {
        ChatStreamDecoder json = decoder("application/json", false);
        if (refused) {
            assertThatThrownBy(() -> lines(json, text)).isInstanceOf(IOException.class);
        } else {
            assertThat(lines(json, text)).isEmpty();
        }
        assertThat(lines(decoder("text/event-stream", false), text)).isEmpty();
    }

    @Test
    void types_areThoseOfEventsAndJson() {
        ChatStreamDecoder decoder = decoder("text/event-stream", false);
        assertThat(decoder.readsType("application/json")).isTrue();
        assertThat(decoder.readsType("text/event-stream")).isTrue();
        assertThat(decoder.readsType("text/html")).isFalse();
    }

    @Test
    void event_mayHoldAnArrayOrNothing() throws IOException {
        ChatStreamDecoder decoder = decoder("text/event-stream", false);
        assertThat(feed(decoder, "[DONE]")).isEmpty();
        assertThat(feed(decoder, "  ")).isEmpty();
        assertThat(feed(decoder, " ".repeat(300) + "[" + parts("{'text':'a'}") + "]"))
                .containsExactly("text 0 a");
        assertThat(feed(decoder, "  " + parts("{'text':'b'}"))).containsExactly("text 0 b");
        assertThatThrownBy(() -> feed(decoder, "é")).isInstanceOf(IOException.class);
    }

    @Test
    void rawErrorAmongTheLines_isRead() throws IOException {
        ChatStreamDecoder decoder = decoder("text/event-stream", false);
        feed(decoder, parts("{'text':'a'}"));
        assertThat(lines(decoder, "{\n\"error\": {\n\"code\": 503,\n\"message\": \"a: b\"\n}\n}\n"))
                .containsExactly("fail overloaded ");
        assertThat(log.failure()).hasMessageContaining("a: b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            no                                                        | not JSON
            {'x':1}                                                   | neither candidates nor promptFeedback
            {'candidates':[{}],'responseId':'r'}                      | neither candidates nor promptFeedback
            {'candidates':[{'content':{'parts':[{'text':'t','thought':true}]}}]} | neither candidates nor promptFeedback
            [{'candidates':[{'finishReason':'STOP'}]}                 | breaks off
            """)
    void wholeAnswer_thatIsNone_isMalformed(String body, String message) {
        ChatResponseCodec codec = new ChatResponseCodec(settings(false), new JsonShape());
        assertThatThrownBy(() -> codec.decode(
                        new WireResponse(200, Headers.none(), quoted(body).getBytes(UTF_8))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    /** One object most often, but others may follow it, or all stand in an array. */
    @Test
    void wholeAnswer_isAllObjectsThatThereAre() throws IOException {
        for (String around : List.of("%s", " \n\uFEFF%s\n", "[%s]", " [\n%s\n] ")) {
            for (String between : List.of(",\n", "\n", "")) {
                isReadWhole(around, between);
            }
        }
    }

    private static void isReadWhole(String around, String between) throws IOException {
        String first = quoted(parts("{'text':'a'}"));
        String last = quoted(candidate("'content':{'parts':[{'text':'b'}]},'finishReason':'STOP'"));
        String body = around.formatted(first + between + last);
        ChatResponse read = new ChatResponseCodec(settings(true), new JsonShape())
                .decode(new WireResponse(200, Headers.none(), body.getBytes(UTF_8)))
                .build();
        assertThat(read.text()).as(body).isEqualTo("ab");
        assertThat(read.rawJson()).as(body).contains(first + "\n" + last);
    }

    private ChatResponse answer() {
        return log.end()
                .addTo(ChatResponse.builder(
                        REF, Message.assistant("x"), log.end().finishReason()))
                .build();
    }

    private static AnswerSettings settings(boolean keepRaw) {
        return new AnswerSettings(REF, new GeminiErrors(() -> Instant.EPOCH, model -> false), keepRaw);
    }

    private static ChatStreamDecoder decoder(String contentType, boolean keepRaw) {
        ChatStreamDecoder decoder = new ChatStreamDecoder(settings(keepRaw), 1 << 20);
        decoder.begin(new WireResponse(200, Headers.of(Map.of("Content-Type", contentType)), new byte[0]));
        return decoder;
    }

    private static String parts(String parts) {
        return candidate("'content':{'parts':[" + parts + "]}");
    }

    private static String candidate(String members) {
        return "{'candidates':[{" + members + "}]}";
    }

    private List<String> feed(ChatStreamDecoder decoder, String data) throws IOException {
        return lines(decoder, "data: " + quoted(data) + "\n\n");
    }

    private List<String> lines(ChatStreamDecoder decoder, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        decoder.data(bytes, 0, bytes.length, log);
        return log.take();
    }
}
