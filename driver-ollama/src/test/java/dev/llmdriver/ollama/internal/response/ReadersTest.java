package dev.llmdriver.ollama.internal.response;

import static dev.llmdriver.http.EventLog.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.TokenLogprob;
import dev.llmdriver.ollama.internal.response.Chunk.WireCall;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One JSON object of an answer: what has the right type is taken, and nothing from inside what is skipped. */
class ReadersTest {
    private final Chunk chunk = new Chunk();

    @Test
    void onlyAnObject_isAnAnswer() {
        assertThatThrownBy(() -> read("[1]"))
                .isInstanceOf(IOException.class)
                .hasMessage("expected a JSON object, but it begins with START_ARRAY");
        assertThatThrownBy(() -> read("{'model':'m'")).isInstanceOf(IOException.class);
    }

    @Test
    void fields_areRead() throws IOException {
        read("{'model':'m','remote_model':'r','remote_host':'h','done':true,'done_reason':'stop','prompt_eval_count':0,"
                + "'eval_count':2,'created_at':{'model':'no'},'total_duration':9}");
        assertThat(chunk.model).isEqualTo("m");
        assertThat(chunk.remoteModel).isEqualTo("r");
        assertThat(chunk.remoteHost).isEqualTo("h");
        assertThat(chunk.done).isTrue();
        assertThat(chunk.doneReason).isEqualTo("stop");
        assertThat(chunk.promptTokens).isZero();
        assertThat(chunk.outputTokens).isEqualTo(2);
        assertThat(chunk.unknownField).isEqualTo("created_at");
        assertThat(chunk.hasMessage).isFalse();
        assertThat(chunk.isError).isFalse();
    }

    @Test
    void fieldsOfAnotherType_areSkipped() throws IOException {
        read(
                "{'model':{'model':'no'},'done':[{'done':true}],'done_reason':'','prompt_eval_count':{'eval_count':9},"
                        + "'eval_count':1.5,'logprobs':{'model':'no'},'message':[{'content':'no'}],'error':null,'remote_model':7}");
        assertThat(chunk).usingRecursiveComparison().isEqualTo(new Chunk());
        read("{'done':[{'done':true}],'model':'m'}");
        assertThat(chunk.model).isEqualTo("m");
        read("{'message':[{'content':'no'}],'model':'m'}");
        assertThat(chunk.model).isEqualTo("m");
    }

    @Test
    void countsThatAreWrittenAsDecimals_areCounts() throws IOException {
        read("{'done':true,'prompt_eval_count':12.0,'eval_count':1.2e3}");
        assertThat(chunk.promptTokens).isEqualTo(12);
        assertThat(chunk.outputTokens).isEqualTo(1200);
        read("{'done':true,'prompt_eval_count':1e30,'eval_count':0.5}");
        assertThat(chunk.promptTokens).isNull();
        assertThat(chunk.outputTokens).isNull();
    }

    @Test
    void nextObject_startsAnew() throws IOException {
        read("{'a':1,'model':'m','remote_model':'r','remote_host':'h','done':true,'done_reason':'stop','eval_count':2,"
                + "'prompt_eval_count':1,'error':'e','logprobs':[{}],'message':{'content':'a','thinking':'t',"
                + "'tool_calls':[{'function':{'name':'f'}}]}}");
        assertThat(chunk.calls).hasSize(1);
        assertThat(chunk.logprobs).hasSize(1);
        read("{}");
        assertThat(chunk).usingRecursiveComparison().isEqualTo(new Chunk());
    }

    @ParameterizedTest
    @CsvSource({"null,false", "'\"e\"',true", "'{\"message\":{}}',true"})
    void error_isSeen(String error, boolean isError) throws IOException {
        read("{'error':" + error + "}");
        assertThat(chunk.isError).isEqualTo(isError);
        assertThat(chunk.hasMessage).isFalse();
        read("{'error':" + error + ",'error':null}");
        assertThat(chunk.isError).isEqualTo(isError);
    }

    @Test
    void message_isRead() throws IOException {
        read("{'message':{'role':{'content':'no'},'content':'a','thinking':'t','images':[{'thinking':'no'}]}}");
        assertThat(chunk.hasMessage).isTrue();
        assertThat(chunk.content).isEqualTo("a");
        assertThat(chunk.thinking).isEqualTo("t");
        read("{'message':{'content':'','thinking':null}}");
        assertThat(chunk.content).isNull();
        assertThat(chunk.thinking).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', emptyValue = "", textBlock = """
            {'id':'i','function':{'index':0,'name':'f','arguments':{ 'a' : 1.0 }}}     | i  | f | { 'a' : 1.0 }
            {'function':{'arguments':{'a':[{'name':'no'}]},'name':'f'}}                | ^^ | f | {'a':[{'name':'no'}]}
            {'id':7,'function':{'name':'f','arguments':null}}                          | ^^ | f | {}
            {'type':{'id':'no'},'function':{'name':'f','arguments':' '}}               | ^^ | f | {}
            {'function':{'name':'f','arguments':'{}x'}}                                | ^^ | f | {}x
            {'function':{'name':'f'},'x':{'name':'no'}}                                | ^^ | f | {}
            {'function':{'x':{'name':'no'},'name':'f'},'id':null}                      | ^^ | f | {}
            """)
    void call_isRead(String call, String id, String name, String arguments) throws IOException {
        read("{'message':{'tool_calls':[" + call + "],'content':'a'}}");
        assertThat(chunk.calls).containsExactly(new WireCall(id, name, quoted(arguments)));
        assertThat(chunk.content).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{'function':{'name':'no'}}", "'x'"})
    void calls_ofAnotherShape_areNone(String calls) throws IOException {
        read("{'message':{'tool_calls':" + calls + ",'content':'a'}}");
        assertThat(chunk.calls).isEmpty();
        assertThat(chunk.content).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            [7]                              | a tool call is no object
            [{'function':[{'name':'no'}]}]   | a tool call has no name
            [{'function':{'name':''}}]       | a tool call has no name
            [{}]                             | a tool call has no name
            [{'function':'x','name':'f'}]    | a tool call has no name
            """)
    void call_thatIsNone_isMalformed(String calls, String message) {
        assertThatThrownBy(() -> read("{'message':{'tool_calls':" + calls + "}}"))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
    }

    @Test
    void logprobs_areRead() throws IOException {
        read("""
                {'logprobs':['no',[{'token':'no'}],{'token':'a','logprob':-0.5,'bytes':[97],'x':{'token':'no'},
                 'top_logprobs':[{'token':'b','logprob':-1},{'token':7,'logprob':'x'}]},
                 {'token':['no',{'token':'no'}],'logprob':{'logprob':1},'top_logprobs':null}],'model':'m'}""");
        assertThat(chunk.logprobs)
                .containsExactly(
                        new TokenLogprob(
                                "a",
                                -0.5,
                                List.of(
                                        new TokenLogprob("b", -1, List.of()),
                                        new TokenLogprob("", Double.NaN, List.of()))),
                        new TokenLogprob("", Double.NaN, List.of()));
        assertThat(chunk.model).isEqualTo("m");
    }

    /** Reads it from the middle of an array, after white space and letters of several bytes. */
    private void read(String json) throws IOException {
        byte[] bytes = quoted("é{ \t" + json + "}").getBytes(UTF_8);
        new ChunkReader(chunk, null).read(bytes, 3, bytes.length - 4);
    }
}
