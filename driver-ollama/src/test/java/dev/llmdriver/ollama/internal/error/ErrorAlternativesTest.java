package dev.llmdriver.ollama.internal.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.http.ErrorFacts;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each alternative of a row's condition hits the row by itself, and what lacks one of the conditions goes to the row that it names. */
class ErrorAlternativesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', emptyValue = "", textBlock = """
            sign-in      | 401 | {"error":"unauthorized","signin_url":"https://x"}
            key          | 401 | {"error":"unauthorized"}
            sign-in      | 0   | {"error":"unauthorized","signin_url":"https://x"}
            unauthorized-line | 0 | Unauthorized
            subscription | 403 | this model requires a subscription
            subscription | 0   | this model requires a subscription
            subscription | 403 | upgrade for access
            subscription | 0   | upgrade for access
            cloud-off    | 403 | Ollama cloud is disabled
            cloud-off    | 0   | Ollama cloud is disabled
            host-refused | 403 | ^ ^
            forbidden    | 403 | no
            credits      | 402 | no
            usage-limit  | 429 | you reached the usage limit
            usage-limit  | 0   | you reached the usage limit
            rate         | 429 | no
            no-such-model | 404 | model 'm' not found
            no-such-model | 0  | model "m" not found, try pulling it first
            no-such-manifest | 404 | {"error":"pull model manifest: file does not exist"}
            no-such-manifest | 500 | pull model manifest: file does not exist
            no-such-manifest | 0   | pull model manifest: file does not exist
            not-ollama   | 404 | 404 page not found
            not-ollama   | 405 | ^^
            retired      | 410 | no
            not-chat     | 400 | "m" does not support chat
            not-chat     | 500 | "m" does not support generate
            not-chat     | 0   | "m" does not support completion
            capability   | 400 | "m" does not support tools
            capability   | 0   | "m" does not support tools
            capability   | 400 | it is not currently supported
            capability   | 400 | cannot run this remote model
            context      | 400 | it exceeds the available context size
            context      | 500 | Context size has been exceeded
            context      | 0   | it is longer than the context length
            context      | 400 | it exceeds the context length
            context      | 400 | the maximum context length is 5
            context      | 400 | context shift is disabled
            context      | 400 | {"error":{"message":"no","type":"exceed_context_size_error"}}
            model-name   | 400 | invalid model name
            model-name   | 0   | model is required
            model-name   | 400 | use :local or :cloud
            invalid      | 400 | no
            invalid      | 413 | no
            invalid      | 422 | no
            invalid-500  | 500 | it must be of type string
            invalid-500  | 0   | invalid format: x
            invalid-500  | 500 | image input is not supported
            invalid-500  | 500 | illegal base64 data
            invalid-500  | 500 | the model does not support images
            not-chat-501 | 501 | it does not support embeddings
            not-chat-501 | 501 | it does not support completions
            busy         | 503 | server busy, please try again
            busy         | 503 | maximum pending requests exceeded
            busy         | 503 | overloaded
            busy         | 0   | server busy, please try again
            busy         | 0   | maximum pending requests exceeded
            busy         | 0   | overloaded
            slots        | 500 | timed out waiting for a concurrent request slot
            slots        | 503 | no slots available
            loading      | 500 | loading model
            loading      | 503 | loading model
            loading      | 0   | loading model
            load-timeout | 500 | timed out waiting for llama runner to start
            load-timeout | 0   | timed out waiting for llama-server to start
            memory       | 500 | model requires more system memory
            memory       | 0   | out of memory
            memory       | 500 | out-of-memory
            memory       | 500 | cudaMalloc failed
            memory       | 500 | failed to allocate
            memory       | 500 | unable to load full model
            memory       | 500 | unable to allocate
            runner       | 500 | model runner has unexpectedly stopped
            runner       | 0   | llama runner process has terminated
            runner       | 500 | an error was encountered while running the model
            installation | 500 | binary not found
            installation | 0   | it may be incompatible
            installation | 500 | it requires a newer version of Ollama
            tool-call    | 500 | invalid tool call arguments
            tool-call    | 0   | error parsing tool call
            tool-call    | 500 | failed to parse
            cancelled    | 499 | no
            timeout-408-504 | 408 | no
            timeout-408-504 | 504 | no
            failed       | 0   | no
            failed       | 500 | no
            failed       | 503 | no
            failed       | 599 | no
            """)
    void alternative_hitsItsRow(String row, int status, String body) {
        assertThat(hit(status, body)).isEqualTo(row);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', emptyValue = "", textBlock = """
            sign-in      | 403 | {"error":"no","signin_url":"https://x"}          | forbidden
            unauthorized-line | 500 | unauthorized                                | failed
            unauthorized-line | 0 | the tool is unauthorized                      | failed
            unauthorized-line | 0 | unauthorized tool                             | failed
            subscription | 400 | requires a subscription                          | invalid
            cloud-off    | 400 | ollama cloud is disabled                         | invalid
            host-refused | 400 | ^^                                               | invalid
            usage-limit  | 400 | usage limit                                      | invalid
            no-such-model | 400 | model 'm' not found                             | invalid
            no-such-model | 404 | {"error":"not found"}                           | other-4xx
            no-such-manifest | 400 | pull model manifest: file does not exist     | invalid
            not-ollama   | 406 | ^^                                               | other-4xx
            not-ollama   | 405 | {"error":"no"}                                   | other-4xx
            not-chat     | 501 | "m" does not support chat                        | failed
            not-chat     | 400 | "m" does not support chatter                     | capability
            capability   | 500 | "m" does not support tools                       | failed
            context      | 503 | it exceeds the available context size            | failed
            model-name   | 500 | invalid model name                               | failed
            invalid-500  | 503 | it must be of type string                        | failed
            not-chat-501 | 500 | it does not support embeddings                   | failed
            busy         | 500 | server busy                                      | failed
            loading      | 502 | loading model                                    | failed
            loading      | 500 | error loading model vocabulary                   | failed
            load-timeout | 503 | timed out waiting for llama runner to start      | failed
            memory       | 503 | out of memory                                    | failed
            runner       | 503 | process has terminated                           | failed
            installation | 503 | binary not found                                 | failed
            tool-call    | 503 | failed to parse                                  | failed
            failed       | 499 | no                                               | cancelled
            failed       | 418 | no                                               | other-4xx
            failed       | 600 | no                                               | other
            """)
    void nearMiss_hitsAnotherRow(String row, int status, String body, String hit) {
        assertThat(hit(status, body)).isEqualTo(hit).isNotEqualTo(row);
    }

    /** What broke a load names the load: it is over, so waiting for it helps nobody. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            memory       | llama runner process has terminated: error loading model: unable to allocate CUDA0 buffer
            memory       | llama-server process has terminated: error loading model: cudaMalloc failed: out of memory
            memory       | llama-server reported out-of-memory during startup: error loading model
            runner       | llama runner process has terminated: error loading model: unknown model architecture: 'x'
            installation | error loading model: this model may be incompatible with your version of Ollama
            load-timeout | timed out waiting for llama runner to start: error loading model
            """)
    void loadThatBroke_isNoLoadToWaitFor(String row, String error) {
        assertThat(hit(500, error)).isEqualTo(row);
        assertThat(hit(0, error)).isEqualTo(row);
    }

    @Test
    void model_thatMakesNoEmbeddings_isToldByTheAddress() {
        ErrorFacts facts = ErrorFacts.builder(501)
                .body("it does not support embeddings")
                .uri(URI.create(Sample.EMBED))
                .build();
        assertThat(hit(facts)).isEqualTo("not-embedding");
        assertThat(hit(facts.toBuilder().uri(URI.create(Sample.CHAT)).build())).isEqualTo("not-chat-501");
        assertThat(hit(facts.toBuilder().uri(URI.create("mailto:x")).build())).isEqualTo("not-chat-501");
        assertThat(hit(facts.toBuilder().body("no").build())).isEqualTo("failed");
        assertThat(hit(ErrorFacts.builder(500)
                        .body("it does not support embeddings")
                        .uri(URI.create(Sample.EMBED))
                        .build()))
                .isEqualTo("failed");
    }

    @Test
    void answerOfNothing_isToldByItsCode() {
        assertThat(hit(ErrorFacts.builder(0).code(ErrorRows.NO_ANSWER).build())).isEqualTo("no-answer");
        assertThat(hit(ErrorFacts.builder(0).code("x").build())).isEqualTo("failed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', emptyValue = "", textBlock = """
            {'error':' m (ref: 1-2)  '}                                   | m  | ^^
            ^ m (ref: 1) ^                                                | m  | ^^
            {'message':'m','type':'t'}                                    | m  | t
            {'error':{'message':'m','type':'t'},'type':'no'}              | m  | t
            {'error':{'message':'m','type':7}}                            | m  | ^^
            {'error':'{\\'error\\':{\\'message\\':\\'m\\',\\'type\\':\\'t\\'}}'} | m | t
            {'error':'{broken'}                                           | {broken | ^^
            {'error':'[1]'}                                               | [1] | ^^
            ^  {'error':'m'}^                                             | m  | ^^
            {'error'                                                      | {'error' | ^^
            ^^                                                            | ^^ | ^^
            """)
    void body_isRead(String body, String message, String type) {
        ErrorFacts facts = ErrorText.parse(
                ErrorFacts.builder(400).body(body.replace('\'', '"')).build());
        assertThat(facts.message()).isEqualTo(message.replace('\'', '"'));
        assertThat(facts.type()).isEqualTo(type);
    }

    @Test
    void nesting_isOpenedThreeTimes() {
        String body = "{\"error\":\"m\"}";
        for (int level = 1; level <= 4; level++) {
            ErrorFacts facts =
                    ErrorText.parse(ErrorFacts.builder(400).body(body).build());
            assertThat(facts.message()).isEqualTo("m");
            body = Sample.body(body);
        }
        assertThat(ErrorText.parse(ErrorFacts.builder(400).body(body).build()).message())
                .isEqualTo("{\"error\":\"m\"}");
    }

    @Test
    void messageOfTheDriver_stays() {
        ErrorFacts own =
                ErrorFacts.builder(0).message("own").body("{\"error\":\"m\"}").build();
        assertThat(ErrorText.parse(own).message()).isEqualTo("own");
    }

    private static String hit(int status, String body) {
        return hit(ErrorFacts.builder(status).body(body).build());
    }

    private static String hit(ErrorFacts facts) {
        return new OllamaErrors().table().match(ErrorText.parse(facts)).id();
    }
}
