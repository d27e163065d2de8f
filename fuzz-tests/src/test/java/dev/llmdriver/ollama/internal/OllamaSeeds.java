package dev.llmdriver.ollama.internal;

import static dev.llmdriver.fuzz.Input.raw;
import static dev.llmdriver.fuzz.Input.seed;

import java.util.List;

/** Inputs that reach far into the readers of Ollama's answers, and those that once broke something. */
final class OllamaSeeds {
    static final List<byte[]> STREAMS = List.of(
            seed(
                    4,
                    "{'model':'m','message':{'role':'assistant','content':'','thinking':'hm'},'done':false}\n{'message':{'content':'Hel'},'done':false}\n{'message':{'content':'lo','tool_calls':[{'id':'i','function':{'index':0,'name':'f','arguments':{'a' : 1.0}}}]},'done':false,'logprobs':[{'token':'a','logprob':-1,'top_logprobs':[{'token':'b','logprob':-2}]}]}\n{'message':{'content':''},'done':true,'done_reason':'stop','prompt_eval_count':3,'eval_count':2}\n"),
            seed(
                    1,
                    "{'message':{'content':'a'},'done':true,'done_reason':'length','prompt_eval_count':2040,'eval_count':99999999999999999999}\r\n"),
            seed(0, "{'message':{'content':'a'},'done':true,'prompt_eval_count':-7,'eval_count':-1}\n"),
            seed(0, "{'error':'model requires more system memory'}\n"),
            seed(0, "{'done':true,'done_reason':'load'}\n{'tomorrow':1}\n"),
            seed(
                    0,
                    "\uFEFF{'tomorrow':1}\n\t \n{'message':{'tool_calls':[{'function':{'name':'f','arguments':'{}'}},{'function':{'name':'g','arguments':[1]}}]},'done':true}"),
            seed(0, "{'message':{'tool_calls':[{}]}}\n"),
            seed(
                    0,
                    "{'remote_model':'r','remote_host':'h','message':{'content':'\\ud800\\u0000'}}\n{'done':'true'}\n"));

    static final List<byte[]> ANSWERS = List.of(
            seed(
                    4,
                    "{'model':'m','message':{'content':'a','thinking':'b'},'done':true,'done_reason':'stop','prompt_eval_count':3,'eval_count':2}"),
            seed(0, "{'message':{'content':'a'},'done':false}"),
            seed(
                    0,
                    " \n{'message':{'content':'a','tool_calls':[{'function':{'name':'f','arguments':{'ü':1}}}]},'done':true}"),
            seed(0, "{'error':'{\\'error\\':{\\'message\\':\\'x\\',\\'type\\':\\'t\\'}}'}"));

    static final List<byte[]> PULLS = List.of(
            seed(
                    0,
                    "{'status':'pulling manifest'}\n{'status':'pulling a','digest':'d','total':99999999999999999999,'completed':-1}\n{'status':'success'}\n"),
            seed(0, "{'error':'pull model manifest: file does not exist'}\n"),
            seed(0, "[]\nnull\n7\n'success'\n"));

    static final List<byte[]> ERRORS = List.of(
            seed(5, "{'error':'model \\'x\\' not found'}"),
            seed(12, "{'error':'{\\'error\\':{\\'code\\':500,\\'message\\':\\'m\\',\\'type\\':\\'t\\'}} (ref: 1-2)'}"),
            raw(12, "\u0001model is busy (ref: (ref: x)"),
            seed(0, "{'error':{'error':{'error':'x'}}}"));

    static final List<byte[]> MODELS = List.of(
            seed(
                    0,
                    "{'models':[{'name':'m','size':99999999999999999999,'size_vram':-1,'context_length':4096,'expires_at':'2026-01-01T00:00:00.123456789-07:00','capabilities':['tools'],'details':{'context_length':-1}},{},null,[],{'model':'x','expires_at':'+999999999-12-31T23:59:59.999999999-18:00'}]}"),
            seed(
                    0,
                    "{'capabilities':['vision',7],'model_info':{'general.architecture':'a','a.context_length':-8},'details':{'family':'f'},'parameters':'p','models':[]}"),
            seed(0, "{'models':null}"));

    static final List<byte[]> HOSTS = List.of(
            raw(0, "79::1184467440737095.1616"),
            raw(0, "192.168.1.9"),
            raw(0, ":1234"),
            raw(0, "https://host:99999/prefix//"),
            raw(0, "[::]:80"),
            raw(0, "fe80::1"),
            raw(0, "'http://0.0.0.0'"),
            raw(0, "ollama.com"),
            raw(0, "http://[fe80::1%25eth0]/%zz ü"),
            raw(0, "a_b:1"));

    private OllamaSeeds() {}
}
