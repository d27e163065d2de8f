package dev.llmdriver.huggingface.internal.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.huggingface.internal.endpoint.Dialect;
import dev.llmdriver.huggingface.internal.endpoint.EndpointResolver;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each alternative of a row's condition hits the row by itself, and what lacks one of the conditions goes to the row that it names. */
class ErrorAlternativesTest {
    private static final Map<String, String> ADDRESSES = Map.of(
            "router", Sample.ROUTER,
            "served", Sample.HF_INFERENCE,
            "endpoint", Sample.DEDICATED,
            "hub", Sample.HUB,
            "dead", "https://API-Inference.huggingface.co/models/org/m");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', emptyValue = "", textBlock = """
            repo-not-found | hub      | 401 | {"error":"Invalid username or password.","code":"RepoNotFound"}
            repo-not-found | hub      | 401 | {"error":"You may not see it"}
            token          | router   | 401 | no such repository
            token          | router   | 401 | ^^
            token          | stream   |   0 | {"error":{"message":"who?","type":"authentication_error"}}
            token          | stream   |   0 | {"error":{"message":"who?","code":"invalid_api_key"}}
            credits        | router   | 402 | ^^
            credits        | router   | 400 | monthly included credits are used up
            credits        | router   | 400 | buy pre-paid credits
            credits        | router   | 499 | NOT_ENOUGH_BALANCE
            credits        | router   | 400 | {"error":{"message":"no","type":"insufficient_balance"}}
            credits        | router   | 400 | {"error":{"message":"no","code":"insufficient_balance"}}
            credits        | router   | 429 | {"error":{"code":"1113","message":"Insufficient balance or no resource package."}}
            credits        | stream   |   0 | {"error":{"message":"Insufficient Balance","code":"invalid_request_error"}}
            credits        | router   | 429 | insufficient_quota
            credits        | router   | 429 | {"error":{"message":"no","type":"insufficient_quota","code":null}}
            credits        | router   | 400 | {"error":{"message":"no","code":"insufficient_quota"}}
            credits        | router   | 403 | {"code":403,"reason":"NOT_ENOUGH_BALANCE","message":"no","metadata":{}}
            credits        | stream   |   0 | Payment Required
            credits        | router   | 403 | the free monthly usage limit is reached
            gated          | router   | 403 | {"error":"restricted","code":"GatedRepo"}
            gated          | router   | 403 | GatedRepo
            gated          | router   | 403 | the repository is gated
            gated          | router   | 403 | you are not in the authorized list
            gated          | router   | 403 | only after accepting the terms
            gated          | router   | 403 | Access to model org/m is restricted
            tier           | router   | 403 | too large to be loaded
            tier           | router   | 400 | too large to be loaded
            tier           | router   | 403 | it requires a PRO subscription
            edge-block     | router   | 403 | ^  <html>no</html>^
            not-chat-model | router   | 400 | gpt2 is not a chat model
            not-chat-model | router   | 404 | Not a chat model and thus not supported here
            not-chat-model | endpoint | 400 | tokenizer.chat_template is not set
            not-chat-model | endpoint | 400 | the default chat template is no longer allowed
            not-chat-model | endpoint | 400 | a chat template is not defined
            not-chat-model | stream   |   0 | {"error":"Template error: template not found","error_type":"template_error"}
            retired        | router   | 400 | {"error":{"message":"no","code":"model_decommissioned"}}
            retired        | router   | 404 | the model m has been decommissioned
            retired        | stream   |   0 | the model m was deprecated
            not-served     | router   | 400 | {"error":{"message":"no","code":"model_not_supported"}}
            not-served     | router   | 400 | model_not_supported
            not-served     | router   | 404 | It is not supported by any provider you have enabled
            context        | endpoint | 400 | {"error":{"message":"no","code":"context_length_exceeded"}}
            context        | endpoint | 400 | {"error":{"message":"no","type":"exceed_context_size_error"}}
            context        | endpoint | 400 | the maximum context length is 5
            context        | endpoint | 500 | it exceeds the available context size
            context        | stream   |   0 | it is longer than the model's context length
            context        | endpoint | 400 | Prompt is too long
            context        | served   | 422 | `inputs` tokens + `max_new_tokens` must be <= 5. Given: 9
            context        | served   | 422 | inputs tokens + max_new_tokens must be <= 5. Given: 9
            context        | served   | 422 | `inputs` must have less than 5 tokens. Given: 9
            content        | router   | 400 | {"error":{"message":"no","code":"content_filter"}}
            content        | router   | 400 | {"error":{"message":"no","type":"content_policy_violation"}}
            no-such-model  | router   | 404 | it does not exist
            no-such-model  | router   | 404 | Model not found
            no-such-model  | endpoint | 404 | {"message":"no","type":"NotFoundError"}
            no-such-model  | router   | 404 | {"error":{"message":"no","code":"model_not_found"}}
            no-such-model  | router   | 404 | {"error":{"message":"no","code":"model_not_available"}}
            no-such-model  | served   | 404 | Not Found
            retired-host   | dead     | 404 | Not Found
            retired-host   | dead     | 410 | ^^
            retired-host   | router   | 410 | api-inference.huggingface.co is no longer supported
            wrong-url      | router   | 404 | ^^
            wrong-url      | router   | 405 | ^^
            wrong-url      | router   | 410 | ^^
            wrong-url      | router   | 415 | ^^
            overloaded     | endpoint | 429 | {"error":"no","error_type":"Overloaded"}
            overloaded     | stream   |   0 | Model is overloaded
            overloaded     | router   | 500 | Model too busy
            generation     | endpoint | 424 | {"error":"no","error_type":"generation"}
            generation     | endpoint | 424 | {"error":"no","error_type":"incomplete_generation"}
            generation     | stream   |   0 | {"error":"no","error_type":"incomplete_generation_stream"}
            generation     | endpoint | 424 | {"error":"no","error_type":"Backend"}
            generation     | endpoint | 422 | Request failed during generation: x
            generation     | stream   |   0 | {"error":{"message":"Incomplete generation","http_status_code":422}}
            invalid        | router   | 400 | ^^
            invalid        | router   | 422 | ^^
            invalid        | router   | 501 | ^^
            invalid        | stream   |   0 | {"error":"no","error_type":"validation"}
            invalid        | stream   |   0 | {"error":"no","error_type":"tool_error"}
            invalid        | stream   |   0 | {"error":{"message":"no","http_status_code":422}}
            invalid        | stream   |   0 | {"error":{"message":"no","type":"BadRequestError","param":null,"code":null}}
            invalid        | endpoint | 500 | image input is not supported - hint: mmproj
            rate           | stream   |   0 | {"error":{"message":"no","type":"x","code":"429"}}
            rate           | stream   |   0 | {"error":{"message":"slow down","type":"tokens","code":"rate_limit_exceeded"}}
            rate           | stream   |   0 | {"error":{"message":"slow down","type":"rate_limit_error","code":null}}
            loading        | router   | 200 | org/m is currently loading
            loading        | router   | 500 | {"error":"wait","estimated_time":0}
            loading        | endpoint | 503 | Loading model
            loading        | endpoint | 503 | {"error":{"message":"wait","type":"unavailable_error"}}
            queue          | router   | 503 | the server is overloaded
            queue          | router   | 503 | no capacity
            queue          | router   | 503 | the queue is full
            starting       | router   | 503 | 503 Service Unavailable
            starting       | endpoint | 503 | <html>Service starting</html>
            failed         | router   | 424 | ^^
            failed         | router   | 500 | ^^
            failed         | router   | 502 | ^^
            failed         | router   | 503 | ^^
            not-an-answer  | router   | 200 | ^^
            not-an-answer  | router   | 299 | ^^
            """)
    void alternative_hitsItsRow(String row, String from, int status, String body) {
        assertThat(hit(from, status, body)).isEqualTo(row);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', emptyValue = "", textBlock = """
            repo-not-found | hub      | 403 | {"error":"no","code":"RepoNotFound"}        | forbidden
            repo-not-found | router   | 401 | {"error":"no","code":"RepoNotFound"}        | token
            repo-not-found | hub      | 401 | Invalid username or password.               | token
            repo-not-found | hub      | 401 | Invalid credentials in Authorization header | token
            repo-not-found | hub      | 401 | ^^                                          | token
            credits        | router   | 400 | the weights of the layers balance insufficiently | invalid
            credits        | router   | 500 | included credits                            | failed
            credits        | router   | 300 | included credits                            | redirect
            credits        | router   | 500 | {"error":"no","error_type":"insufficient_quota"} | failed
            gated          | router   | 403 | The account was flagged and is being investigated | forbidden
            scope          | router   | 400 | Sufficient permissions to call Inference Providers are wanting | invalid
            tier           | router   | 422 | too large to be loaded                      | invalid
            edge-block     | router   | 502 | <html>no</html>                             | failed
            edge-block     | router   | 403 | no <html>                                   | forbidden
            not-chat-model | router   | 500 | is not a chat model                         | failed
            not-chat-model | router   | 302 | is not a chat model                         | redirect
            not-chat-model | served   | 422 | {"error":"no","error_type":"template_error"} | invalid
            not-chat-model | served   | 422 | template not found                          | invalid
            no-such-model  | router   | 400 | it does not exist                           | invalid
            no-such-model  | served   | 404 | Cannot POST                                 | wrong-url
            no-such-model  | router   | 404 | Not Found                                   | wrong-url
            retired-host   | dead     | 400 | api-inference.huggingface.co                | invalid
            retired-host   | endpoint | 404 | Not Found                                   | wrong-url
            paused         | router   | 400 | Invalid state                               | invalid
            paused         | endpoint | 422 | Invalid state                               | invalid
            paused         | endpoint | 400 | Invalid                                     | invalid
            invalid        | endpoint | 500 | {"error":"no","error_type":"validation"}    | failed
            invalid        | endpoint | 500 | {"message":"no","type":"BadRequestError"}   | failed
            loading        | endpoint | 500 | Loading model                               | failed
            loading        | router   | 503 | ^^                                          | failed
            queue          | router   | 502 | the queue is full                           | failed
            starting       | router   | 503 | <html>Service starting</html>               | failed
            starting       | router   | 502 | 503 Service Unavailable                     | failed
            failed         | stream   |   0 | no                                          | other
            not-an-answer  | router   | 300 | ^^                                          | redirect
            not-an-answer  | router   | 100 | ^^                                          | other
            """)
    void nearMiss_hitsAnotherRow(String row, String from, int status, String body, String hit) {
        assertThat(hit(from, status, body)).isEqualTo(hit).isNotEqualTo(row);
    }

    @ParameterizedTest
    @CsvSource({
        "auto,      https://x.aws.endpoints.huggingface.cloud, starting",
        "auto,      http://127.0.0.1:8080,                     failed",
        "auto,      http:/nowhere,                             failed",
        "auto,      ,                                          failed",
        "dedicated, http://127.0.0.1:8080,                     starting",
    })
    void onlyADedicatedEndpoint_starts(String endpoint, URI base, String row) {
        assertThat(hit(endpoint, base, ErrorFacts.builder(503).build())).isEqualTo(row);
    }

    private static String hit(String from, int status, String body) {
        ErrorFacts.Builder facts = ErrorFacts.builder(status).body(body);
        if (!from.equals("stream")) {
            facts.uri(URI.create(ADDRESSES.get(from)));
        }
        return hit("auto", null, facts.build());
    }

    private static String hit(String endpoint, URI base, ErrorFacts facts) {
        return new HuggingFaceErrors(new EndpointResolver(endpoint, Dialect.AUTO, Map.of()).resolve(base))
                .table()
                .match(ErrorBodyParser.parse(facts))
                .id();
    }
}
