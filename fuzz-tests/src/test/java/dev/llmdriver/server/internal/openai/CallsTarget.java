package dev.llmdriver.server.internal.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.CallOptions;
import dev.llmdriver.fuzz.FuzzTarget;
import dev.llmdriver.fuzz.Input;
import dev.llmdriver.server.internal.http.JsonBody;
import dev.llmdriver.server.internal.http.Refusal;
import java.util.List;

/** Bodies of chats and embeddings that callers send: a request, or a refusal that can be told. */
public final class CallsTarget implements FuzzTarget {
    /** More than any sentence of ours takes: a refusal that is longer quotes the body. */
    private static final int LONGEST = 600;

    @Override
    public void feed(byte[] bytes) {
        Input input = Input.of(bytes);
        try {
            ObjectNode body = JsonBody.read(input.body());
            if (input.has(1)) {
                EmbeddingCall call = EmbeddingCall.read(body);
                assertThat(call.request().texts()).isNotEmpty();
            } else {
                ChatCall call = ChatReader.read(body)
                        .with(CallOptions.builder().caller("ann").build());
                assertThat(call.chat().messages()).isNotEmpty();
                assertThat(call.model().orElse("m")).isNotBlank();
            }
        } catch (Refusal refused) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.getMessage()).isNotBlank().hasSizeLessThan(LONGEST);
            assertThat(Errors.of(refused, 400).status()).isEqualTo(400);
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Input.seed(
                        0,
                        "{'model':'m','messages':[{'role':'system','content':'a'},{'role':'user','content':[{'type':'text','text':'b'},{'type':'image_url','image_url':{'url':'data:image/png;base64,AAAA'}},{'type':'image_url','image_url':{'url':'https://h/a.png?x=1'}},{'type':'input_audio','input_audio':{'format':'wav','data':'AAAA'}},{'type':'file','file':{'file_data':'data:application/pdf;base64,AAAA'}}]},{'role':'assistant','content':null,'tool_calls':[{'id':'1','type':'function','function':{'name':'f','arguments':'{}'}}]},{'role':'tool','tool_call_id':'1','content':'c'}]}"),
                Input.seed(
                        0,
                        "{'messages':[{'role':'user','content':'a'}],'n':1,'temperature':0.5,'top_p':1,'max_tokens':5,'seed':-1,'stop':['a','b'],'tools':[{'type':'function','function':{'name':'f','description':'d','parameters':{'type':'object'}}}],'tool_choice':{'type':'function','function':{'name':'f'}},'parallel_tool_calls':true,'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{},'strict':true}},'reasoning_effort':'low','logprobs':true,'top_logprobs':2,'user':'u','metadata':{'a':'b'},'stream':true,'stream_options':{'include_usage':true}}"),
                Input.seed(
                        0,
                        "{'messages':[{'role':'assistant','refusal':'','tool_calls':[{'id':'','function':{'name':'','arguments':''}}]},{'role':'tool','tool_call_id':''}],'metadata':{'':''},'user':'','stop':[]}"),
                Input.seed(
                        0,
                        "{'messages':[{'role':'user','content':''}],'max_tokens':1e400,'temperature':NaN,'tool_choice':'required'}"),
                Input.seed(0, "{'messages':[{'role':'user','content':''}],'temperature':1e99999999999}"),
                Input.seed(1, "{'model':'m','input':['a','b'],'dimensions':3,'encoding_format':'base64'}"),
                Input.seed(1, "{'model':'','input':[],'dimensions':-1}"),
                Input.raw(0, "{\"a\":".repeat(300)));
    }
}
