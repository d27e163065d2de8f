package dev.llmdriver.gemini.internal.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.http.ErrorFacts;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each alternative of a row's condition hits the row by itself, and what lacks one of the conditions goes to the row that it names. */
class ErrorAlternativesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            several-keys   | 400 |                     | | Multiple authentication credentials received
            several-keys   | 401 |                     | | Multiple authentication credentials received
            several-keys   | 403 |                     | | Multiple authentication credentials received
            key            | 403 |                     | API_KEY_INVALID |
            key            | 400 |                     | | API key not valid
            key            | 400 |                     | | API key expired
            key            | 400 |                     | | API Key not found
            unauthenticated | 401 | UNAUTHENTICATED    | | no
            credits        | 402 |                     | | no
            credits        | 429 |                     | | Your prepayment credits are depleted
            credits        | 429 |                     | | the monthly spending cap is reached
            billing        | 403 |                     | BILLING_DISABLED |
            billing        | 400 | FAILED_PRECONDITION | | enable billing
            no-key         | 403 |                     | | unregistered callers
            leaked-key     | 403 |                     | | reported as leaked
            suspended      | 403 |                     | | it has been suspended
            suspended      | 403 |                     | CONSUMER_SUSPENDED |
            stale-cache    | 403 |                     | | CachedContent not found
            service        | 400 |                     | SERVICE_DISABLED |
            key-restricted | 403 |                     | API_KEY_SERVICE_BLOCKED |
            key-restricted | 403 |                     | API_KEY_HTTP_REFERRER_BLOCKED |
            key-restricted | 403 |                     | API_KEY_IP_ADDRESS_BLOCKED |
            region         | 400 | FAILED_PRECONDITION | | User location is not supported
            context        | 400 |                     | | The input token count (9) exceeds the maximum number of tokens allowed
            interactions   | 400 |                     | | This model only supports Interactions API
            interactions   | 400 |                     | | Multiturn chat is not enabled for models/m
            modality       | 400 |                     | | bad combination of response modalities; it accepts AUDIO
            modality       | 400 |                     | | accepts AUDIO of this combination of response modalities
            retired        | 404 |                     | | models/m is no longer available
            other-model    | 404 |                     | | models/e is not found for API version v1, or is not supported for generateContent
            no-model       | 404 |                     | | models/m is not found for API version v1, or is not supported for generateContent
            no-model       | 404 |                     | | Publisher Model x
            no-model       | 404 |                     | | models/m not found
            no-model       | 404 |                     | | models/m was not found
            no-model       | 404 |                     | | models/m is not found
            model-path     | 404 |                     | | no
            signature      | 400 |                     | | a thought_signature is missing
            signature      | 400 |                     | | the thought signature is not valid
            turns          | 400 |                     | | after a function call turn
            turns          | 400 |                     | | ending with a model turn
            turns          | 400 |                     | | the number of function response parts
            turns          | 400 |                     | | Please use a valid role
            schema         | 400 |                     | | too many states for serving
            field          | 400 |                     | | Invalid JSON payload received
            field          | 400 |                     | | Cannot find field
            field          | 400 |                     | | Proto field is not repeating
            not-enabled    | 400 |                     | | Thinking is not enabled for m
            not-enabled    | 400 |                     | | it is unsupported
            not-enabled    | 400 |                     | | it is not supported by m
            too-large      | 413 |                     | | no
            too-large      | 400 |                     | | Request payload size exceeds the limit
            invalid        | 400 |                     | | no
            plan           | 429 |                     | | limit: 0, model: m
            plan           | 429 |                     | | limit: 0
            capacity       | 503 |                     | MODEL_CAPACITY_EXHAUSTED |
            capacity       | 429 |                     | | The model is overloaded
            capacity       | 429 |                     | | it is in high demand
            rate           | 429 |                     | | no
            rate           | s429 |                    | | no
            overloaded     | 503 |                     | | no
            overloaded     | 529 |                     | | no
            overloaded     | 500 |                     | | The model is overloaded
            overloaded     | s500 |                    | | it is in high demand
            deadline       | 408 |                     | | no
            deadline       | 504 |                     | | no
            deadline       | 500 | DEADLINE_EXCEEDED   | | no
            cancelled      | 499 |                     | | no
            cancelled      | 500 | CANCELLED           | | no
            internal       | 500 |                     | | no
            internal       | 502 |                     | | no
            internal       | 501 | INTERNAL            | | no
            not-an-answer  | 200 |                     | | no
            not-an-answer  | 299 |                     | | no
            """)
    void alternative_hitsItsRow(String row, String status, String canonical, String reason, String message) {
        assertThat(hit(status, canonical, reason, message)).isEqualTo(row);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            several-keys | 429 |                  | | multiple authentication credentials   | rate
            several-keys | 400 |                  | | multiple authentications              | invalid
            key          | 403 |                  | | API key not valid                     | forbidden
            key          | 400 |                  | | the api key                           | invalid
            credits      | 400 |                  | | prepayment credits are depleted       | invalid
            billing      | 403 |                  | | billing                               | forbidden
            billing      | 400 | FAILED_PRECONDITION | | no                                 | invalid
            no-key       | 429 |                  | | unregistered callers                  | rate
            leaked-key   | 429 |                  | | reported as leaked                    | rate
            suspended    | 429 |                  | | has been suspended                    | rate
            suspended    | 429 |                  | CONSUMER_SUSPENDED |                     | rate
            stale-cache  | 429 |                  | | cachedcontent not found               | rate
            region       | 429 |                  | | location is not supported             | rate
            context      | 429 |                  | | input token count exceeds the maximum number of tokens | rate
            interactions | 429 |                  | | only supports Interactions API        | rate
            modality     | 429 |                  | | combination of response modalities; it accepts AUDIO | rate
            modality     | 400 |                  | | combination of response modalities    | invalid
            modality     | 400 |                  | | it accepts AUDIO                      | invalid
            modality     | 400 |                  | | combination of response modalities; it accepts TEXT | invalid
            retired      | 429 |                  | | no longer available                   | rate
            other-model  | 429 |                  | | models/e is not supported for generateContent | rate
            other-model  | 404 |                  | | models/e is not found for API version v1 | no-model
            other-model  | 404 |                  | | something is not supported for generateContent | model-path
            no-model     | 429 |                  | | models/m is not found                 | rate
            signature    | 429 |                  | | thought signature                     | rate
            turns        | 429 |                  | | function call turn                    | rate
            schema       | 429 |                  | | too many states for serving           | rate
            field        | 429 |                  | | invalid json payload                  | rate
            not-enabled  | 429 |                  | | is not enabled for                    | rate
            too-large    | 429 |                  | | payload size exceeds                  | rate
            plan         | 400 |                  | | limit: 0                              | invalid
            plan         | 503 |                  | | limit: 0                              | overloaded
            plan         | 429 |                  | | limit: 01                             | rate
            plan         | 429 |                  | | limit: 0.5                            | rate
            capacity     | 500 |                  | | overloaded                            | overloaded
            overloaded   | 500 |                  | | no                                    | internal
            not-an-answer | 300 |                 | | no                                    | redirect
            not-an-answer | 100 |                 | | no                                    | other
            rate         | 302 |                  | | no                                    | redirect
            """)
    void nearMiss_hitsAnotherRow(
            String row, String status, String canonical, String reason, String message, String hit) {
        assertThat(hit(status, canonical, reason, message)).isEqualTo(hit).isNotEqualTo(row);
    }

    @ParameterizedTest
    @CsvSource({
        "blockReason,  SAFETY,                    prompt-blocked",
        "blockReason,  MISSING_THOUGHT_SIGNATURE, prompt-blocked",
        "finishReason, MISSING_THOUGHT_SIGNATURE, no-signature",
        "finishReason, MALFORMED_FUNCTION_CALL,   broken-answer",
        "finishReason, UNEXPECTED_TOOL_CALL,      broken-answer",
        "finishReason, TOO_MANY_TOOL_CALLS,       broken-answer",
        "finishReason, MALFORMED_RESPONSE,        broken-answer",
        "finishReason, SAFETY,                    answer-blocked",
        "other,        SAFETY,                    other",
        "other,        MISSING_THOUGHT_SIGNATURE, other",
        "other,        MALFORMED_RESPONSE,        other",
    })
    void word_inPlaceOfAnAnswer(String type, String word, String row) {
        assertThat(hit(Sample.instead(type, word))).isEqualTo(row);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {'error':{'code':'503','message':'x'}}                   | overloaded
            {'error':{'message':'x','status':'UNAVAILABLE'}}         | overloaded
            {'error':{'code':'429','message':'x'}}                   | rate
            {'error':{'message':'x','status':'RESOURCE_EXHAUSTED'}}  | rate
            {'error':{'message':'x','status':'INVALID_ARGUMENT'}}    | invalid
            """)
    void errorInAStream_needsNoNumber(String body, String row) {
        assertThat(hit(Sample.inStream(body.replace('\'', '"')))).isEqualTo(row);
    }

    @Test
    void statusOnTheWire_goesBeforeTheOneInside() {
        assertThat(hit(Sample.said(400, Sample.body(429, "X", "no")))).isEqualTo("invalid");
    }

    @Test
    void pathOfNoModel_isAnyOther404() {
        ErrorFacts facts = ErrorFacts.builder(404)
                .uri(URI.create("https://proxy.example/v1beta/chat"))
                .build();
        assertThat(hit(facts)).isEqualTo("invalid");
        assertThat(hit(ErrorFacts.builder(404).build())).isEqualTo("invalid");
        assertThat(hit(ErrorFacts.builder(404).uri(URI.create("mailto:models/")).build()))
                .isEqualTo("invalid");
    }

    private static String hit(String status, String canonical, String reason, String message) {
        int number = Integer.parseInt(status.replace("s", ""));
        String[] details = reason == null ? new String[0] : new String[] {Sample.reason(reason)};
        String body = Sample.body(
                status.startsWith("s") || number >= 400 ? number : 0,
                canonical == null ? "X" : canonical,
                message == null ? "" : message,
                details);
        return hit(status.startsWith("s") ? Sample.inStream(body) : Sample.said(number, body));
    }

    private static String hit(ErrorFacts facts) {
        GeminiErrors errors = new GeminiErrors(() -> Instant.EPOCH, "models/e"::equals);
        return errors.table().match(ErrorBodyParser.parse(facts)).id();
    }
}
