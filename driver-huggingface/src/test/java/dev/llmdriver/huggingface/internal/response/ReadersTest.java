package dev.llmdriver.huggingface.internal.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.llmdriver.TokenLogprob;
import dev.llmdriver.Usage;
import dev.llmdriver.http.EventLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The readers of single values: what has the right type is taken, everything else is skipped to its end. */
class ReadersTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            'a'           | a   | a |
            7             | 7   |   | 7
            -1            | -1  |   | -1
            1.5           | 1.5 |   | 2
            NaN           | NaN |   |
            1e400         | 1e400 | |
            9223372036854775807 | 9223372036854775807 | | 9223372036854775807
            9223372036854775808 | 9223372036854775808 | |
            null          |     |   |
            true          |     |   |
            ['a',7]       |     |   |
            {'a':7}       |     |   |
            """)
    void value_ofTheRightType(String json, String text, String string, Long count) throws IOException {
        JsonParser in = member(json);
        assertThat(Tokens.text(in)).isEqualTo(text);
        assertAtNext(in);
        in = member(json);
        assertThat(Tokens.string(in)).isEqualTo(string);
        assertAtNext(in);
        in = member(json);
        assertThat(Tokens.count(in)).isEqualTo(count);
        assertAtNext(in);
    }

    @ParameterizedTest
    @CsvSource({"7,7", "0,0", "-1,-1", "-7,-1", "4294967296,2147483647", "null,9"})
    void index_staysInTheRangeOfAnInt(String json, int index) throws IOException {
        assertThat(ChunkReader.intOr(member(json), 9)).isEqualTo(index);
    }

    @Test
    void logprobs_areRead() throws IOException {
        assertThat(logprobs("""
                {'skipped':{'content':[{'token':'no'}]},'content':['no',['no',{'token':'no'}],
                 {'token':'a','logprob':-0.5,'bytes':[97],'id':{'token':'no'},'top_logprobs':[
                   {'token':'b','logprob':-1},{'token':7,'logprob':'x'}]},
                 {'token':['no',{'token':'no'}],'logprob':{'logprob':1},'top_logprobs':null}],
                 'refusal':[{'token':'no'}]}"""))
                .containsExactly(
                        new TokenLogprob(
                                "a",
                                -0.5,
                                List.of(
                                        new TokenLogprob("b", -1, List.of()),
                                        new TokenLogprob("", Double.NaN, List.of()))),
                        new TokenLogprob("", Double.NaN, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "'x'", "[{'content':[{'token':'no'}]}]", "{'content':null}", "{'content':{'token':'no'}}"
            })
    void logprobs_ofAnotherShape_areSkipped(String json) throws IOException {
        assertThat(logprobs(json)).isEmpty();
    }

    private static List<TokenLogprob> logprobs(String json) throws IOException {
        List<TokenLogprob> into = new ArrayList<>();
        JsonParser in = member(json);
        LogprobsField.read(in, into);
        assertAtNext(in);
        return into;
    }

    @Test
    void usage_isCumulative() throws IOException {
        UsageReader reader = new UsageReader();
        assertThat(reader.usage()).isNull();
        assertThat(usage(reader, "{'prompt_tokens':3}"))
                .isEqualTo(Usage.builder().input(3).build())
                .isEqualTo(reader.usage());
        assertThat(usage(reader, "{'completion_tokens':2,'total_tokens':5,'prompt_tokens':4}"))
                .isEqualTo(Usage.builder().input(4).output(2).total(5).build())
                .isEqualTo(reader.usage());
        assertThat(usage(reader, "{'time':{'prompt_tokens':9},'prompt_tokens':null}"))
                .isNull();
        assertThat(reader.usage())
                .isEqualTo(Usage.builder().input(4).output(2).total(5).build());
    }

    @Test
    void usage_hasDetails() throws IOException {
        Usage all = Usage.builder().cachedInput(0).reasoning(5).build();
        assertThat(usage(new UsageReader(), "{'cached_tokens':0,'reasoning_tokens':5}"))
                .isEqualTo(all);
        assertThat(usage(new UsageReader(), """
                {'prompt_tokens_details':{'cached_tokens':0,'prompt_tokens':9,'audio':{'cached_tokens':9}},
                 'completion_tokens_details':{'reasoning_tokens':5,'total_tokens':9}}""")).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "[{'prompt_tokens':9}]",
                "{}",
                "{'prompt_tokens':1e30}",
                "{'prompt_tokens':-1}",
                "{'prompt_tokens':'many'}",
                "{'prompt_tokens_details':[{'cached_tokens':9}]}",
                "{'prompt_tokens_details':null}",
                "{'prompt_tokens_details':{'audio_tokens':9}}",
            })
    void usage_withoutACounter_isNone(String json) throws IOException {
        assertThat(usage(new UsageReader(), json)).isNull();
    }

    @Test
    void usage_isNone_afterACounterThatIsNone() throws IOException {
        assertThat(usage(new UsageReader(), "{'prompt_tokens':3,'total_tokens':null}"))
                .isNotNull();
        assertThat(usage(
                        new UsageReader(),
                        "{'prompt_tokens_details':{'cached_tokens':1,'reasoning_tokens':null},'total_tokens':null}"))
                .isEqualTo(Usage.builder().cachedInput(1).build());
    }

    private static Usage usage(UsageReader reader, String json) throws IOException {
        JsonParser in = member(json);
        Usage seen = reader.read(in);
        assertAtNext(in);
        return seen;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', emptyValue = "", textBlock = """
            [{'index':2,'id':'i','function':{'name':'f','arguments':'{}'}}]         | 2  | i | f  | {}
            {'index':2,'id':7,'function':{'name':'f','parameters':'{}'}}            | 2  | 7 | f  | {}
            [3,[{'id':'no'}],{'id':'i'}]                                            | -1 | i | ^^ | ^^
            [{'index':null,'id':null,'function':null}]                              | -1 | ^^ | ^^ | ^^
            [{'id':'i','type':{'id':'no'},'function':[{'name':'no'}]}]              | -1 | i | ^^ | ^^
            [{'function':{'name':{'name':'no'},'x':{'name':'no'},'arguments':null}}] | -1 | ^^ | ^^ | ^^
            [{'function':{'arguments':{'a':[1,{'b':2}]},'name':'f'},'index':0}]     | 0  | ^^ | f  | {'a':[1,{'b':2}]}
            [{'function':{'arguments':[{'name':'no'}],'name':'f'}}]                 | -1 | ^^ | f  | ^^
            """)
    void calls_areRead(String json, int index, String id, String name, String arguments) throws IOException {
        assertThat(calls(json)).containsExactly(new CallFragment(index, id, name, EventLog.quoted(arguments)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "'x'", "[]", "[null]"})
    void calls_ofAnotherShape_areSkipped(String json) throws IOException {
        assertThat(calls(json)).isEmpty();
    }

    private static List<CallFragment> calls(String json) throws IOException {
        List<CallFragment> into = new ArrayList<>();
        JsonParser in = member(json);
        CallReader.calls(in, into);
        assertAtNext(in);
        return into;
    }

    @Test
    void legacyCall_isRead() throws IOException {
        List<CallFragment> into = new ArrayList<>();
        CallReader.legacy(member("{'name':'f','arguments':'{}'}"), into);
        assertThat(into).containsExactly(new CallFragment(0, "", "f", "{}"));
        into.clear();
        JsonParser in = member("[{'name':'no'}]");
        CallReader.legacy(in, into);
        assertThat(into).isEmpty();
        assertAtNext(in);
    }

    @Test
    void envelope_isOpened() {
        assertThat(open("{'function':{'_name':'f','a':1}}")).isEqualTo(new Arguments.Named("f", "{\"a\":1}"));
        String digits = "'d':0.10000000000000000555,'e':1e400,'z':{'n':1.10},'nan':NaN";
        Arguments.Named exact = new Arguments.Named(
                "f", "{\"d\":0.10000000000000000555,\"e\":1e400,\"z\":{\"n\":1.10},\"nan\":\"NaN\"}");
        assertThat(open("{'_name':'f'," + digits + "}")).isEqualTo(exact);
        assertThat(open("{'x':{'function':1},'function':{" + digits + ",'_name':'f'},'y':[]}"))
                .isEqualTo(exact);
        assertThat(open("{'_name':'f'}")).isEqualTo(new Arguments.Named("f", "{}"));
        assertThat(open("{'function':'f'}")).isNull();
        assertThat(open("{'_name':7}")).isNull();
        assertThat(open("{'_name':'f'")).isNull();
    }

    private static Arguments.Named open(String json) {
        return Arguments.open(EventLog.quoted(json));
    }

    @Test
    void complete_isOneObjectToTheEnd() {
        assertThat(Arguments.isComplete(EventLog.quoted("{'a':{'b':[1]}}"))).isTrue();
        assertThat(Arguments.isComplete(EventLog.quoted("{'a':{'b':[1"))).isFalse();
        assertThat(Arguments.isComplete(EventLog.quoted("{'a'"))).isFalse();
        assertThat(Arguments.isComplete("")).isFalse();
        assertThat(Arguments.isComplete("{}{}")).isFalse();
        assertThat(Arguments.isComplete("{}]")).isFalse();
        assertThat(Arguments.isComplete("1")).isFalse();
        assertThat(Arguments.isComplete(" {} ")).isTrue();
    }

    @Test
    void thinkMode_isReadFromItsName() {
        assertThat(ThinkMode.parse(" Open ")).isEqualTo(ThinkMode.OPEN);
        assertThat(ThinkMode.OPEN.optionName()).isEqualTo("open");
        assertThatThrownBy(() -> ThinkMode.parse("on"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected tags, open or off, but got 'on'");
    }

    private static void assertAtNext(JsonParser in) throws IOException {
        assertThat(in.nextToken()).isEqualTo(JsonToken.FIELD_NAME);
        assertThat(in.currentName()).isEqualTo("next");
    }

    /** {@return a parser at a value that another member follows} */
    private static JsonParser member(String json) throws IOException {
        JsonParser in = EventLog.parser("{'value':" + json + ",'next':0}");
        in.nextToken();
        in.nextToken();
        in.nextToken();
        return in;
    }
}
