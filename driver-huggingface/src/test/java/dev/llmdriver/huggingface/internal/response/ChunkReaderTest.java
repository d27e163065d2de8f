package dev.llmdriver.huggingface.internal.response;

import static dev.llmdriver.http.EventLog.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.Usage;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One JSON object of an answer: what each field says, and that nothing is taken from inside what is skipped. */
class ChunkReaderTest {
    private final Chunk chunk = new Chunk();

    @Test
    void onlyAnObject_isAChunk() {
        assertThatThrownBy(() -> read("[1]"))
                .isInstanceOf(IOException.class)
                .hasMessage("expected a JSON object, but it begins with START_ARRAY");
        assertThatThrownBy(() -> read("{'id':'i'")).isInstanceOf(IOException.class);
    }

    @Test
    void names_areTexts() throws IOException {
        assertThat(read("{'id':7,'model':'m'}").id).isEqualTo("7");
        assertThat(chunk.model).isEqualTo("m");
        assertThat(read("{'id':{'id':'no'},'model':{'model':'no'}}").id).isNull();
        assertThat(chunk.model).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {'error':null}                    | false
            {'error':'m'}                     | true
            {'error':{'choices':[]}}          | true
            {'error':'m','object':'chunk'}    | true
            {'object':'error','error':null}   | true
            {'object':'chat.completion'}      | false
            {'object':null}                   | false
            """)
    void error_isSeen(String json, boolean isError) throws IOException {
        assertThat(read(json).isError).isEqualTo(isError);
        assertThat(chunk.hasChoices).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {'created':{'id':'no'},'system_fingerprint':['x'],'service_tier':null,'id':'i'} |
            {'a':{'id':'no','b':1},'c':2,'id':'i'}                                          | a
            {'x_groq':{'id':'no'},'a':1,'id':'i'}                                           | x_groq
            {'a':1,'x_groq':{},'id':'i'}                                                    | a
            {'x_groq':[{'id':'no'}],'id':'i'}                                               |
            """)
    void unknownField_isTheFirst(String json, String name) throws IOException {
        assertThat(read(json).unknownField).isEqualTo(name);
        assertThat(chunk.id).isEqualTo("i");
    }

    @Test
    void usage_mayStandInTwoPlaces() throws IOException {
        assertThat(read("{'usage':{'prompt_tokens':1},'x_groq':{'y':{'usage':{'prompt_tokens':9}}}}").usage)
                .isEqualTo(Usage.builder().input(1).build());
        assertThat(read("{'x_groq':{'usage':{'prompt_tokens':2},'z':{'prompt_tokens':9}},'usage':null}").usage)
                .isEqualTo(Usage.builder().input(2).build());
        assertThat(read("{}").usage).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{'index':0}", "'x'", "{'choices':[{'index':0}]}"})
    void choices_ofAnotherShape_areNone(String json) throws IOException {
        assertThat(read("{'choices':" + json + "}").hasChoices).isFalse();
        assertThat(chunk.hasChoice).isFalse();
    }

    @Test
    void choice_isTheFirstOfIndex0() throws IOException {
        assertThat(read("{'choices':[]}").hasChoices).isTrue();
        assertThat(chunk.hasChoice).isFalse();
        assertThat(text("{'choices':[3,[{'delta':{'content':'no'}}],{'delta':{'content':'a'}}]}"))
                .isEqualTo("a");
        assertThat(text("{'choices':[{'index':1,'delta':{'content':'no'}},{'index':0,'delta':{'content':'a'}},"
                        + "{'index':0,'delta':{'content':'no'}}]}"))
                .isEqualTo("a");
        assertThat(text("{'choices':[{'index':1,'delta':{'content':'no'}}]}")).isNull();
        assertThat(chunk.hasChoice).isFalse();
    }

    @Test
    void nextChunk_startsAnew() throws IOException {
        read("{'id':'i','model':'m','a':1,'error':'m','usage':{'prompt_tokens':1},'choices':[{'index':0,'delta':{"
                + "'content':'a','reasoning':'r','refusal':'b','tool_calls':[{'id':'c'}]},'finish_reason':'stop',"
                + "'logprobs':{'content':[{'token':'a'}]}}]}");
        assertThat(chunk.choice.refused).isTrue();
        assertThat(chunk.choice.calls).hasSize(1);
        assertThat(chunk.choice.logprobs).hasSize(1);
        read("{'choices':[{}]}");
        read("{'choices':[{}]}");
        assertThat(chunk.choice)
                .usingRecursiveComparison()
                .ignoringFields("reasoningField")
                .isEqualTo(new Choice());
        assertThat(read("{}"))
                .usingRecursiveComparison()
                .ignoringFields("choice", "spare")
                .isEqualTo(new Chunk());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {'delta':{'content':'a'},'message':{'content':'no','finish_reason':'no'}} | a |
            {'message':{'content':'a'},'finish_reason':'stop'}                    | a   | stop
            {'seed':{'delta':{'content':'no'}},'delta':{'content':'a'}}           | a   |
            {'message':{'content':'no','refusal':'no'},'delta':{'content':'a'}}   | a   |
            {'message':{'content':'no'},'delta':{'role':'assistant'}}             |     |
            {'message':{'content':'a'},'delta':{}}                                | a   |
            {'delta':{},'message':{'content':'a'},'finish_reason':'stop'}         | a   | stop
            {'delta':null,'message':{'content':'a'},'finish_reason':'stop'}       | a   | stop
            {'delta':null,'finish_reason':''}                                     |     |
            {'delta':[{'content':'no'}],'finish_reason':'stop'}                   |     | stop
            {'delta':{},'finish_reason':{'finish_reason':'no'}}                   |     |
            {'delta':{'audio':{'content':'no'},'content':'a'},'finish_reason':7}  | a   |
            {'delta':{'content':null}}                                            |     |
            {'delta':{'content':{'text':'no'}}}                                   |     |
            {'delta':{'content':[['a'],'b',{'text':'c'},{'image':{'text':'no'}},7]}} | abc |
            {'delta':{'content':[{'text':['d',{'text':'e'}]},{'text':{'text':'no'}}]}} | de |
            {'delta':{'content':'a','refusal':null}}                              | a   |
            {'delta':{'refusal':'b'}}                                             | b   |
            """)
    void text_isTheContent(String choice, String text, String finishReason) throws IOException {
        assertThat(text("{'choices':[" + choice + "]}")).isEqualTo(text);
        assertThat(chunk.choice.finishReason).isEqualTo(finishReason);
    }

    @ParameterizedTest
    @CsvSource({"'\"refusal\":\"no\"',true", "'\"refusal\":\"\"',false", "'\"refusal\":null',false"})
    void refusal_needsWords(String delta, boolean refused) throws IOException {
        read("{'choices':[{'delta':{" + delta + "}}]}");
        assertThat(chunk.choice.refused).isEqualTo(refused);
        assertThat(chunk.choice.text()).isEqualTo(refused ? "no" : null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            'reasoning':'a'                                    | a  | reasoning
            'reasoning_content':'a','reasoning':'a'            | a  | reasoning_content
            'reasoning':'','reasoning_content':'a'             | a  | reasoning_content
            'reasoning':null,'reasoning_text':'a'              | a  | reasoning_text
            'reasoning':{'reasoning':'no'}                     |    | ^^
            'content':[{'thinking':'a'},{'thinking':['b']}]    | ab | thinking
            'content':[{'thinking':'a'}],'reasoning':'no'      | a  | thinking
            """)
    void reasoning_isOfTheFirstSpelling(String delta, String reasoning, String field) throws IOException {
        read("{'choices':[{'delta':{" + delta + "}}]}");
        assertThat(chunk.choice.reasoning()).isEqualTo(reasoning);
        assertThat(chunk.choice.reasoningField).isEqualTo(field);
        assertThat(chunk.choice.text()).isNull();
    }

    private String text(String json) throws IOException {
        read(json);
        return chunk.hasChoice ? chunk.choice.text() : null;
    }

    private Chunk read(String json) throws IOException {
        byte[] bytes = quoted(json).getBytes(UTF_8);
        new ChunkReader(new UsageReader(), chunk, null).read(bytes, 0, bytes.length);
        return chunk;
    }
}
