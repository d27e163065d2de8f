package dev.llmdriver.gemini.internal;

import static dev.llmdriver.fuzz.Input.raw;
import static dev.llmdriver.fuzz.Input.seed;

import java.util.List;

/** Inputs that reach far into the readers of Gemini's answers, and those that once broke something. */
final class GeminiSeeds {
    static final List<byte[]> STREAMS = List.of(
            seed(
                    4,
                    "data: {'candidates':[{'content':{'parts':[{'text':'Hel'}],'role':'model'}}],'usageMetadata':{'promptTokenCount':3},'modelVersion':'m','responseId':'r'}\r\n\r\ndata: {'candidates':[{'content':{'parts':[{'text':'lo','thoughtSignature':'s'}]},'finishReason':'STOP'}],'usageMetadata':{'promptTokenCount':3,'candidatesTokenCount':2,'thoughtsTokenCount':1,'totalTokenCount':'6'}}\r\n\r\n"),
            seed(
                    0,
                    "data: {'candidates':[{'content':{'parts':[{'text':'hm','thought':true},{'functionCall':{'name':'f','args':{'a' : 1.0 , 'b':'\\\\'}},'thoughtSignature':'s'},{'executableCode':{'code':'1'}},{'text':''}]},'finishReason':'STOP'}]}\n\n"),
            seed(0, "data: {'promptFeedback':{'blockReason':'SAFETY'}}\n\n"),
            seed(0, "data: {'candidates':[{'finishReason':'MALFORMED_FUNCTION_CALL','finishMessage':'x'}]}\n\n"),
            seed(
                    0,
                    "data: {'candidates':[{'content':{'parts':[{'text':'a'}]}}]}\n\n{\n  'error': {\n    'code': 503,\n    'message': 'overloaded: x',\n    'status': 'UNAVAILABLE'\n  }\n}\n"),
            seed(
                    0,
                    "data: {'candidates':[{'index':1,'content':{'parts':[{'text':'b'}]}},{'content':{'parts':[{'text':'a'},null,[],{'text':1}]},'groundingMetadata':{'groundingChunks':[{'web':{'uri':'u','title':'t'}}],'groundingSupports':[{'segment':{'text':'s'},'groundingChunkIndices':[0,-1,99]}]},'citationMetadata':{'citationSources':[{'uri':'v'}]},'logprobsResult':{'chosenCandidates':[{'token':'a','logProbability':-1}],'topCandidates':[{'candidates':[{'token':'b'}]}]},'finishReason':1}]}\n\n"),
            seed(
                    0,
                    "data: {'candidates':[{'finishReason':'STOP'}],'usageMetadata':{'promptTokenCount':9223372036854775807,'toolUsePromptTokenCount':9223372036854775807,'candidatesTokenCount':99999999999999999999,'thoughtsTokenCount':'-5','totalTokenCount':-5}}\n\n"),
            seed(
                    0,
                    "data: [{'candidates':[{'content':{'parts':[{'text':'a'}]},'finishReason':'X'}]}]\n\ndata: [DONE]\n\n"),
            seed(
                    0,
                    "data: {'tomorrow':{}}\n\ndata: {'error':{'code':429,'details':[{'@type':'type.googleapis.com/google.rpc.RetryInfo','retryDelay':'1.5s'}]}}\n\n"));

    static final List<byte[]> ARRAYS = List.of(
            seed(
                    4,
                    "[{'candidates':[{'content':{'parts':[{'text':'Hel[{\\\\'}]}}]}\n,\r\n{'candidates':[{'content':{'parts':[{'text':'lo'}]},'finishReason':'STOP'}]}\n]\n"),
            seed(0, "\uFEFF {'candidates':[{'content':{'parts':[{'text':'a'}]},'finishReason':'STOP'}]}"),
            seed(0, "[{'error':{'code':400,'message':'m','status':'INVALID_ARGUMENT'}}]"),
            seed(
                    0,
                    "[{'candidates':[{'content':{'parts':[{'functionCall':{'name':'f','willContinue':true}}]},'finishReason':'STOP'}]}"),
            seed(0, "[[[]]]"),
            seed(0, "]]}}{}"));

    static final List<byte[]> ANSWERS = List.of(
            seed(
                    4,
                    "{'candidates':[{'content':{'parts':[{'text':'a'},{'functionCall':{'id':'i','name':'f'}}]},'finishReason':'STOP'}],'usageMetadata':{'promptTokenCount':1}}"),
            seed(0, "[{'candidates':[{'content':{'parts':[{'text':'a'}]},'finishReason':'MAX_TOKENS'}]}]"),
            seed(0, "{'promptFeedback':{'blockReason':3}}"),
            seed(0, "{'error':{'code':500}}"),
            raw(0, "{\0}\0")); // in UTF-16

    static final List<byte[]> ERRORS = List.of(
            seed(
                    11,
                    "{'error':{'code':429,'message':'Please retry in 48.93s.','status':'RESOURCE_EXHAUSTED','details':[{'@type':'x.QuotaFailure','violations':[{'quotaId':'GenerateRequestsPerDayPerProject'}]},{'@type':'x.RetryInfo','retryDelay':'999999999999.9s'}]}}"),
            seed(
                    1,
                    "[{'error':{'code':400,'message':'m','status':'INVALID_ARGUMENT','details':[{'@type':'x.BadRequest','fieldViolations':[{'field':'f','description':'d'}]},{'@type':'x.ErrorInfo','reason':'API_KEY_INVALID'}]}}]"),
            seed(12, "data: {'error':'internal','message':'x'}"),
            raw(14, "\u0001<html><style>a</style>502"),
            seed(0, "{'error':{'code':99999999999,'status':7,'message':{},'details':{}}}"));

    static final List<byte[]> COUNTS = List.of(
            seed(0, "{'totalTokens':5,'cachedContentTokenCount':1}"),
            seed(0, "{'totalTokens':-5}"),
            seed(0, "{'totalTokens':99999999999999999999}"),
            seed(0, "[{'totalTokens':'5'}]"));

    private GeminiSeeds() {}
}
