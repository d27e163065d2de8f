package dev.llmdriver.gemini.internal.response;

import static dev.llmdriver.http.EventLog.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.llmdriver.Citation;
import dev.llmdriver.FinishReason;
import dev.llmdriver.FinishReason.Kind;
import dev.llmdriver.TokenLogprob;
import dev.llmdriver.Usage;
import dev.llmdriver.http.AnswerCollector;
import dev.llmdriver.http.EventLog;
import dev.llmdriver.http.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The readers of single objects: what has the right type is taken, everything else is skipped to its end. */
class ReadersTest {
    private final Chunk chunk = new Chunk();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', emptyValue = "", textBlock = """
            'a'       | a | a  | false | -1
            ''        |   | ^^ | false | -1
            '7'       | 7 | 7  | false | 7
            7         |   |    | false | 7
            1.5       |   |    | false | -1
            12.0      |   |    | false | 12
            1.2e3     |   |    | false | 1200
            0.0       |   |    | false | 0
            -1.0      |   |    | false | -1
            1e30      |   |    | false | -1
            true      |   |    | true  | -1
            false     |   |    | false | -1
            ['a',7]   |   |    | false | -1
            {'a':true} |  |    | false | -1
            """)
    void value_ofTheRightType(String json, String word, String string, boolean flag, long count) throws IOException {
        JsonParser in = member(json);
        assertThat(Tokens.word(in)).isEqualTo(word);
        assertAtNext(in);
        in = member(json);
        assertThat(Tokens.string(in)).isEqualTo(string);
        assertAtNext(in);
        in = member(json);
        assertThat(Tokens.flag(in)).isEqualTo(flag);
        assertAtNext(in);
        in = member(json);
        assertThat(Tokens.count(in)).isEqualTo(count);
        assertAtNext(in);
    }

    @Test
    void usage_isTheLastReport() throws IOException {
        UsageReader reader = new UsageReader();
        assertThat(reader.usage()).isNull();
        assertThat(usage(
                        reader,
                        "{'promptTokenCount':10,'cachedContentTokenCount':4,'candidatesTokenCount':5,"
                                + "'thoughtsTokenCount':3,'toolUsePromptTokenCount':2,'totalTokenCount':20,"
                                + "'details':{'promptTokenCount':99}}"))
                .isEqualTo(Usage.builder()
                        .input(12)
                        .output(8)
                        .cachedInput(4)
                        .reasoning(3)
                        .total(20)
                        .build())
                .isEqualTo(reader.usage());
        Usage zero =
                Usage.builder().input(0).output(0).cachedInput(0).reasoning(0).build();
        assertThat(usage(reader, "{'promptTokenCount':0}")).isEqualTo(zero).isEqualTo(reader.usage());
        assertThat(usage(reader, "{'promptTokenCount':'x','trafficType':'y'}")).isNull();
        assertThat(usage(reader, "{'promptTokenCount':'x','totalTokenCount':0}"))
                .isEqualTo(Usage.builder()
                        .input(0)
                        .output(0)
                        .cachedInput(0)
                        .reasoning(0)
                        .total(0)
                        .build());
        assertThat(usage(reader, "{'promptTokenCount':0,'totalTokenCount':null}"))
                .isEqualTo(zero);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "7", "[{'promptTokenCount':9}]", "{'promptTokenCount':-2}"})
    void usage_withoutACounter_isNone(String json) throws IOException {
        assertThat(usage(new UsageReader(), json)).isNull();
    }

    private static @Nullable Usage usage(UsageReader reader, String json) throws IOException {
        JsonParser in = member(json);
        Usage seen = reader.read(in) ? reader.usage() : null;
        assertAtNext(in);
        return seen;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', emptyValue = "", textBlock = """
            {'name':'f','args':{ 'a' : [1, ' x '] },'id':'i'}    | true  | i  | f  | {'a':[1,' x ']} |
            {'name':'f','args':null,'id':null}                   | true  | ^^ | f  | {}              |
            {'name':'f','args':[{'name':'no'}]}                  | true  | ^^ | f  | {}              |
            {'x':{'name':'no'},'name':'f'}                       | true  | ^^ | f  | {}              |
            {'name':''}                                          | false | ^^ | ^^ | {}              | functionCall
            {'name':'f','partialArgs':[{'name':'no'}]}           | false | ^^ | f  | {}              | functionCall
            {'name':'f','willContinue':true}                     | false | ^^ | f  | {}              | functionCall
            null                                                 | false | ^^ | ^^ | {}              |
            [{'name':'no'}]                                      | false | ^^ | ^^ | {}              |
            """)
    void functionCall_isRead(String json, boolean isCall, String id, String name, String arguments, String other)
            throws IOException {
        byte[] bytes = quoted("#{'value':" + json + ",'next':0}").getBytes(UTF_8);
        JsonParser in = Json.parser(bytes, 1, bytes.length - 1);
        in.nextToken();
        in.nextToken();
        in.nextToken();
        WirePart part = new WirePart();
        FunctionCallReader.read(in, part, new Slice(bytes, 1));
        assertAtNext(in);
        assertThat(part.isCall).isEqualTo(isCall);
        assertThat(part.callId).isEqualTo(id);
        assertThat(part.callName).isEqualTo(name);
        assertThat(part.callArguments).isEqualTo(quoted(arguments));
        assertThat(part.otherField).isEqualTo(other);
    }

    @Test
    void arguments_areAsTheyWereWritten_withoutBlanksBetweenTokens() throws IOException {
        String json = "{\n \"a\" : \"x \\\" y \\\\\" ,\t\"é\" : 1e2 }";
        byte[] bytes = json.getBytes(UTF_8);
        JsonParser in = Json.parser(bytes, 0, bytes.length);
        in.nextToken();
        assertThat(new Slice(bytes, 0).object(in)).isEqualTo("{\"a\":\"x \\\" y \\\\\",\"é\":1e2}");
    }

    @Test
    void onlyAnObject_isAChunk() {
        assertThatThrownBy(() -> read("[1]"))
                .isInstanceOf(IOException.class)
                .hasMessage("expected a JSON object, but it begins with START_ARRAY");
        assertThatThrownBy(() -> read("{'responseId':'i'")).isInstanceOf(IOException.class);
    }

    @Test
    void fields_areRead() throws IOException {
        read("{'a':{'responseId':'no'},'b':1,'createTime':{'responseId':'no'},'responseId':'i','modelVersion':'m',"
                + "'usageMetadata':{'promptTokenCount':1}}");
        assertThat(chunk.id).isEqualTo("i");
        assertThat(chunk.model).isEqualTo("m");
        assertThat(chunk.unknownField).isEqualTo("a");
        assertThat(chunk.hasUsage).isTrue();
        read("{'createTime':'x','responseId':'','modelVersion':7}");
        assertThat(chunk.unknownField).isNull();
        assertThat(chunk.isAnswer()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {'error':null}                      | false | false
            {'error':{'responseId':'no'}}       | true  | false
            {'error':'x','candidates':[]}       | true  | true
            {'responseId':'i'}                  | false | true
            {'modelVersion':'m'}                | false | true
            {'promptFeedback':{}}               | false | true
            {'promptFeedback':[{'blockReason':'no'}]} | false | false
            {'candidates':{'candidates':[]}}    | false | false
            {'usageMetadata':{'promptTokenCount':1}} | false | true
            {'usageMetadata':{}}                | false | false
            """)
    void chunk_isAnAnswerOrAnError(String json, boolean isError, boolean isAnswer) throws IOException {
        read(json);
        assertThat(chunk.isError).isEqualTo(isError);
        assertThat(chunk.isAnswer()).isEqualTo(isAnswer);
        assertThat(chunk.blockReason).isNull();
    }

    @Test
    void wordsOfTheEnd_mayBeNumbers() throws IOException {
        read("{'candidates':[{'finishReason':3}],'promptFeedback':{'blockReason':0}}");
        assertThat(chunk.finishReason).isEqualTo("3");
        assertThat(chunk.blockReason).isNull();
        read("{'promptFeedback':[{'blockReason':'no'}],'responseId':'i'}");
        assertThat(chunk.hasPromptFeedback).isFalse();
        assertThat(chunk.id).isEqualTo("i");
    }

    @Test
    void block_isRead() throws IOException {
        read(
                "{'promptFeedback':{'safetyRatings':[{'blockReason':'no'}],'blockReason':'SAFETY','blockReasonMessage':'b'}}");
        assertThat(chunk.blockReason).isEqualTo("SAFETY");
        assertThat(chunk.blockMessage).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            [{'content':{'parts':[{'text':'a'}]}}]                                     | true  | a
            [3,[{'content':{'parts':[{'text':'no'}]}}],{'content':{'parts':[{'text':'a'}]}}] | true | a
            [{'content':{'parts':[{'text':'a'}]},'index':0},{'content':{'parts':[{'text':'no'}]}}] | true | a
            [{'content':{'parts':[{'text':'no'}]},'index':1},{'content':{'parts':[{'text':'a'}]}}] | true | a
            [{'content':{'parts':[{'text':'no'}]},'index':1}]                          | false |
            [{'content':null}]                                                         | true  |
            [{'content':[{'parts':[{'text':'no'}]}],'finishReason':'STOP'}]            | true  |
            [{'content':{'role':'model','x':[{'text':'no'}],'parts':{'text':'no'}}}]   | true  |
            [{'x':{'content':{'parts':[{'text':'no'}]}}}]                              | true  |
            [{'content':{'parts':['no',[{'text':'no'}],{'text':'a'},{'text':'b'}]}}]   | true  | a+b
            """)
    void candidate_isTheFirstOfIndex0(String candidates, boolean has, String texts) throws IOException {
        read("{'candidates':" + candidates + ",'responseId':'i'}");
        assertThat(chunk.id).isEqualTo("i");
        assertThat(chunk.hasCandidate).isEqualTo(has);
        List<String> seen = new ArrayList<>();
        chunk.parts.forEach(part -> seen.add(part.text));
        assertThat(String.join("+", seen)).isEqualTo(texts == null ? "" : texts);
    }

    @Test
    void candidate_thatIsNotOurs_isForgotten() throws IOException {
        read("{'candidates':[{'index':1,'finishReason':'STOP','finishMessage':'m','groundingMetadata':{},"
                + "'content':{'parts':[{'video':1}]}}]}");
        assertThat(chunk.finishReason).isNull();
        assertThat(chunk.finishMessage).isNull();
        assertThat(chunk.hasDetails).isFalse();
        assertThat(chunk.hasOtherParts).isFalse();
        assertThat(chunk.parts).isEmpty();
        assertThat(chunk.hasCandidates).isTrue();
    }

    @Test
    void candidate_hasItsEnd() throws IOException {
        read("{'candidates':[{'safetyRatings':[{'finishReason':'no'}],'finishReason':'STOP','finishMessage':'m',"
                + "'citationMetadata':{'finishReason':'no'}}]}");
        assertThat(chunk.finishReason).isEqualTo("STOP");
        assertThat(chunk.finishMessage).isEqualTo("m");
        assertThat(chunk.hasDetails).isTrue();
        assertThat(chunk.hasOtherParts).isFalse();
        read("{}");
        assertThat(chunk.hasDetails).isFalse();
        assertThat(chunk.parts).isEmpty();
    }

    @Test
    void part_isRead() throws IOException {
        read("{'candidates':[{'content':{'parts':[{'text':'a','thought':true,'thoughtSignature':'s','partMetadata':{"
                + "'text':'no'}},{'inlineData':{'text':'no'},'thoughtSignature':''}]}}]}");
        WirePart first = chunk.parts.get(0);
        assertThat(first.text).isEqualTo("a");
        assertThat(first.thought).isTrue();
        assertThat(first.signature).isEqualTo("s");
        assertThat(first.otherField).isNull();
        WirePart second = chunk.parts.get(1);
        assertThat(second.text).isNull();
        assertThat(second.signature).isNull();
        assertThat(second.otherField).isEqualTo("inlineData");
        assertThat(chunk.hasOtherParts).isTrue();
    }

    private void read(String json) throws IOException {
        byte[] bytes = quoted(json).getBytes(UTF_8);
        new ChunkReader(new UsageReader(), chunk, null).read(bytes, 0, bytes.length);
    }

    @Test
    void sources_areRead() throws IOException {
        DetailsReader details = new DetailsReader();
        String json = """
                {'citationMetadata':{'citationSources':[{'uri':'u1'},{'license':'x'}],'citations':[{'title':'t2'}]},
                 'groundingMetadata':{'groundingChunks':[{'web':{'uri':'u3','title':'t3'}},{'maps':{'uri':'u4'}},
                   {'id':'x','web':{'uri':'u5'}},{'uri':'u6'}],
                  'groundingSupports':[{'segment':{'text':'s'},'groundingChunkIndices':[0,9]},
                   {'groundingChunkIndices':[2]}]}}""";
        details.read(Json.tree(quoted(json)));
        details.read(Json.tree(quoted(json)));
        assertThat(details.citations())
                .containsExactly(
                        new Citation("u1", "", ""),
                        new Citation("", "t2", ""),
                        new Citation("u3", "t3", "s"),
                        new Citation("u5", "", ""),
                        new Citation("u4", "", ""),
                        new Citation("u6", "", ""));
    }

    @Test
    void probabilities_areRead() throws IOException {
        DetailsReader details = new DetailsReader();
        details.read(Json.tree(quoted("""
                {'logprobsResult':{'chosenCandidates':[{'token':'a','logProbability':-1.5},{}],
                 'topCandidates':[{'candidates':[{'token':'a','logProbability':-1.5},{'token':'b'}]}]}}""")));
        assertThat(details.logprobs())
                .containsExactly(
                        new TokenLogprob(
                                "a",
                                -1.5,
                                List.of(new TokenLogprob("a", -1.5, List.of()), new TokenLogprob("b", 0, List.of()))),
                        new TokenLogprob("", 0, List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, STOP, true",
        "stop, STOP, true",
        "MAX_TOKENS, LENGTH, true",
        "SAFETY, CONTENT_FILTER, false",
        "IMAGE_RECITATION, CONTENT_FILTER, false",
        "MALFORMED_FUNCTION_CALL, OTHER, false",
        "MISSING_THOUGHT_SIGNATURE, OTHER, false",
        "TOMORROW, OTHER, true",
        ", OTHER, true",
    })
    void ending_isReadFromItsWord(String word, Kind kind, boolean callsMayRun) {
        Ending ending = Ending.of(word);
        String raw = word == null ? "" : word;
        assertThat(ending.reason(word, false)).isEqualTo(new FinishReason(kind, raw));
        assertThat(ending.callsMayRun()).isEqualTo(callsMayRun);
        boolean calls = word == null || kind == Kind.STOP;
        assertThat(ending.reason(word, true)).isEqualTo(new FinishReason(calls ? Kind.TOOL_CALLS : kind, raw));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', emptyValue = "", textBlock = """
            {'a':1}{'b':2}                     | {'a':1};{'b':2}     | true
            ^ [ {'a':[{'b':1}]} , {} ] ^       | {'a':[{'b':1}]};{}  | true
            [{'a':'}]'}]                       | {'a':'}]'}          | true
            [{'a':'\\'}'},{'b':'\\\\'}]     | {'a':'\\'}'};{'b':'\\\\'} | true
            [{'a':1}                           | {'a':1}             | false
            {'a':{'b'                          | ^^                  | false
            """)
    void objects_areFound_howeverTheyAreSplit(String text, String objects, boolean closed) throws IOException {
        byte[] bytes = quoted(text).getBytes(UTF_8);
        for (int size : new int[] {1, 2, 3, 1000}) {
            List<String> found = new ArrayList<>();
            JsonValues values = new JsonValues(
                    (array, offset, length, sink) -> found.add(new String(array, offset, length, UTF_8)), 100);
            for (int at = 0; at < bytes.length; at += size) {
                values.data(bytes, at, Math.min(size, bytes.length - at), new AnswerCollector());
            }
            assertThat(String.join(";", found)).isEqualTo(quoted(objects));
            assertThat(values.isClosed()).isEqualTo(closed);
        }
    }

    @ParameterizedTest
    @CsvSource({"9,false", "8,true", "7,true"})
    void objects_areBounded(int bound, boolean refused) throws IOException {
        byte[] bytes = quoted("[{'a':123},{'b':456}]").getBytes(UTF_8);
        for (int size : new int[] {1, 2, 5}) {
            EventLog log = new EventLog();
            List<String> found = new ArrayList<>();
            JsonValues values = new JsonValues(
                    (array, offset, length, sink) -> found.add(new String(array, offset, length, UTF_8)), bound);
            for (int at = 0; at < bytes.length; at += size) {
                values.data(bytes, at, Math.min(size, bytes.length - at), log);
            }
            assertThat(found).hasSize(refused ? 0 : 2);
            assertThat(log.take()).isEqualTo(refused ? List.of("fail malformed_response too_large") : List.of());
        }
    }

    /** {@return a parser at a value that another member follows} */
    private static JsonParser member(String json) throws IOException {
        JsonParser in = EventLog.parser("{'value':" + json + ",'next':0}");
        in.nextToken();
        in.nextToken();
        in.nextToken();
        return in;
    }

    private static void assertAtNext(JsonParser in) throws IOException {
        assertThat(in.nextToken()).isEqualTo(JsonToken.FIELD_NAME);
        assertThat(in.currentName()).isEqualTo("next");
    }
}
