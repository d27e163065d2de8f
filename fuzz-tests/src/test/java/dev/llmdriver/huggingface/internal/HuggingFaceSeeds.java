package dev.llmdriver.huggingface.internal;

import static dev.llmdriver.fuzz.Input.raw;
import static dev.llmdriver.fuzz.Input.seed;

import java.util.List;

/** Inputs that reach far into the readers of Hugging Face's answers, and those that once broke something. */
final class HuggingFaceSeeds {
    static final List<byte[]> CHAT_STREAMS = List.of(
            seed(0, """
                    data: {'id':'i','model':'m','choices':[{'index':0,'delta':{'role':'assistant','content':'Hel'}}]}

                    data: {'choices':[{'index':0,'delta':{'content':'lo 🎈'},'logprobs':{'content':[{'token':'a','logprob':-0.1,'top_logprobs':[{'token':'b','logprob':-2}]}]}}]}

                    data: {'choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}

                    data: {'choices':[],'usage':{'prompt_tokens':3,'completion_tokens':2,'total_tokens':5,'prompt_tokens_details':{'cached_tokens':1}}}

                    data: [DONE]

                    """),
            seed(4, """
                    data: {'choices':[{'delta':{'reasoning_content':'hm','content':null}}]}

                    data: {'choices':[{'delta':{'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':''}}]}}]}

                    data: {'choices':[{'delta':{'tool_calls':[{'index':0,'function':{'arguments':'{}'}},{'index':1,'id':'b','function':{'name':'g','arguments':'{'}}]}}]}

                    data: {'choices':[{'delta':{'tool_calls':[{'index':1,'function':{'arguments':'}'}}]},'finish_reason':'tool_calls'}]}

                    """),
            seed(
                    0,
                    "data: {'choices':[{'delta':{'content':' <think>a</th'}}]}\n\ndata: {'choices':[{'delta':{'content':'ink>b'},'finish_reason':'eos'}]}\n\n"),
            seed(1, "data: {'choices':[{'delta':{'content':'a</think>b'},'finish_reason':'length'}]}\r\n\r\n"),
            seed(
                    2,
                    "data: {'choices':[{'delta':{'content':[{'type':'text','text':'a'},{'type':'thinking','thinking':[{'text':'b'}]}]},'finish_reason':'x'}]}\n\n"),
            seed(0, "event: error\ndata: {'error':'Input validation error','error_type':'validation'}\n\n"),
            seed(
                    0,
                    "data: {'choices':[{'delta':{'content':'a'}}]}\n\nerror: {'code':500,'message':'slot','type':'server_error'}\n\n"),
            seed(0, "data: {'error':{'message':'x','http_status_code':429}}\n\ndata: [DONE]\n\n"),
            seed(
                    0,
                    "data: {'choices':[{'delta':{'function_call':{'name':'f','arguments':'{}'}},'finish_reason':'function_call'}]}\n\n"),
            seed(
                    0,
                    "data: {'choices':[{'delta':{'tool_calls':{'id':0,'function':{'_name':'f','arguments':{'function':{'_name':'f','a':1}}}}},'finish_reason':'stop'}]}\n\n"),
            seed(0, "data: {'choices':[{'delta':{'refusal':'no'},'finish_reason':'stop'}]}\n\n"),
            seed(0, "data: {'choices':[{'delta':{},'finish_reason':'content_filter'}]}\n\n"),
            seed(
                    0,
                    "data: {'x_groq':{'usage':{'prompt_tokens':99999999999999999999,'completion_tokens':-1}}}\n\ndata: {'tomorrow':1}\n\ndata: [DONE]\n\n"),
            seed(
                    0,
                    "data: {'choices':[{'delta':{'tool_calls':[{'index':2147483648,'id':'a','function':{'name':'f'}},{'index':-5,'function':{'arguments':'1'}}]},'finish_reason':'tool_calls'}]}\n\n"),
            seed(
                    0,
                    "data: {'choices':[{'delta':{'content':'\\ud800\\u0000'},'finish_reason':'stop'}]}\n\ndata: [DONE]"));

    static final List<byte[]> CHAT_ANSWERS = List.of(
            seed(
                    4,
                    "{'id':'i','model':'m','choices':[{'index':0,'message':{'role':'assistant','content':'<think>a</think>b','tool_calls':[{'id':'0','type':'function','function':{'name':'f','arguments':{'a':1}}}]},'finish_reason':'stop'}],'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3}}"),
            seed(0, "{'error':'Model is loading','estimated_time':20.5}"),
            seed(0, "\uFEFF{'choices':[{'message':{'content':'a'}}]}"),
            seed(0, "{'object':'error','message':'x','code':400}"));

    static final List<byte[]> TOKEN_STREAMS = List.of(
            seed(
                    4,
                    "data:{'index':1,'token':{'id':1,'text':'a','special':false},'generated_text':null,'details':null}\n\ndata:{'token':{'text':'</s>','special':true},'generated_text':'a','details':{'finish_reason':'length','generated_tokens':2,'input_length':3}}\n\n"),
            seed(0, "data:{'error':'overloaded','error_type':'overloaded'}\n\n"),
            seed(
                    0,
                    "data:{'generated_text':'b','details':{'generated_tokens':99999999999999999999,'input_length':-4}}\n\n"),
            seed(0, "event: x\ndata:{'tomorrow':[]}\n\ndata:\n\ndata:[DONE]\n\n"));

    static final List<byte[]> INPUTS_ANSWERS = List.of(
            seed(
                    4,
                    "[{'generated_text':'a','details':{'finish_reason':'eos_token','generated_tokens':2,'input_length':3}}]"),
            seed(0, "{'outputs':[[['a']]]}"),
            seed(0, "'a'"),
            seed(0, "{'error':'x'}"),
            seed(0, "[{'generated_text':'a','details':{'generated_tokens':-2,'input_length':99999999999999999999}}]"),
            raw(0, "[".repeat(150) + "]".repeat(150)));

    static final List<byte[]> ERRORS = List.of(
            seed(2, "{'error':'Invalid username or password.'}"),
            seed(1, "{'error':{'message':'m','type':'t','param':null,'code':'c'}}"),
            seed(8, "{'detail':[{'loc':['body','x',0],'msg':'field required','type':'missing'}]}"),
            seed(
                    8,
                    "{'errors':['a',{'message':'b'}],'error_description':'c','warnings':['d'],'title':'e','estimated_time':-1e300}"),
            seed(0, "{'error':{'message':{'a':1},'code':503,'http_status_code':429}}"),
            raw(15, "20\u0001<html><script>a</script><title>502 Bad Gateway</title>"),
            raw(11, "Wed, 21 Oct 2015 07:28:00 GMT\u0001Rate limit reached"),
            seed(13, "[[[['x']]]]"),
            raw(12, "model 'a/b' is not supported by provider"));

    static final List<byte[]> VECTORS = List.of(
            seed(1, "[[0.1,0.2]]"),
            seed(1, "[0.1,1e400]"),
            seed(1, "[[[1,2],[3,4]]]"),
            seed(
                    2,
                    "{'data':[{'index':1,'embedding':[1]},{'index':0,'embedding':[2]}],'model':'m','usage':{'prompt_tokens':99999999999999999999,'total_tokens':-1}}"),
            seed(2, "[[[1],[2]]]"),
            seed(0, "[]"),
            seed(1, "[[[[]]]]"));

    private HuggingFaceSeeds() {}
}
