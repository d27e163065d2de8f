package dev.llmdriver.gemini.internal.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.http.ErrorFacts;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found in bodies of every shape: message, code and type, numbers and delays. */
class ErrorBodyParserTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', emptyValue = "", textBlock = """
            {'error':{'message':' m ','status':'S','code':400}}          | m  | S  | ^^
            ^  [ {'error':{'message':'m','status':'S'}} ]^               | m  | S  | ^^
            ^ data:  {'error':{'message':'m','status':'S'}}^             | m  | S  | ^^
            {'error':{'message':'m','code':'c'}}                         | m  | c  | ^^
            {'error':{'message':'m','code':7}}                           | m  | ^^ | ^^
            {'error':{'message':'m','status':'S','code':'c'}}            | m  | S  | ^^
            {'error':'m'}                                                | m  | ^^ | ^^
            {'message':'m'}                                              | m  | ^^ | ^^
            {'error':7,'message':'m'}                                    | m  | ^^ | ^^
            []                                                           | ^^ | ^^ | ^^
            {broken                                                      | {broken | ^^ | ^^
            [broken                                                      | [broken | ^^ | ^^
            ^ Not  Found ^                                               | Not  Found | ^^ | ^^
            a < b > c                                                    | a < b > c | ^^ | ^^
            ^<html><script>x</script><style>y</style><h1>502</h1> <p>Bad</p></html>^ | 502 Bad | ^^ | ^^
            ^^                                                           | ^^ | ^^ | ^^
            {'error':{'message':'m','details':[{'@type':'x.ErrorInfo','reason':'R'},{'@type':'x.Help','reason':'no'}]}} | m | ^^ | R
            {'error':{'message':'m','details':[{'@type':'ErrorInfo','reason':'R'}]}} | m | ^^ | R
            {'error':{'message':'m','details':[{'@type':'x.BadRequest','fieldViolations':[{'field':'f','description':'d'},{'description':'e'}]}]}} | m (f: d; e) | ^^ | ^^
            {'error':{'message':'m','details':[{'@type':'x.BadRequest','fieldViolations':[{'field':'f','description':'f is d'}]}]}} | m (f is d) | ^^ | ^^
            {'error':{'message':' f is d ','details':[{'@type':'x.BadRequest','fieldViolations':[{'field':'f','description':'f is d'}]}]}} | f is d | ^^ | ^^
            {'error':{'message':' m ','details':[{'@type':'x.BadRequest','fieldViolations':[{'description':'d'}]}]}} | m (d) | ^^ | ^^
            """)
    void shape(String body, String message, String code, String type) {
        ErrorFacts facts = parse(body);
        assertThat(facts.message()).isEqualTo(message.replace('\'', '"'));
        assertThat(facts.code()).isEqualTo(code);
        assertThat(facts.type()).isEqualTo(type);
    }

    @Test
    void messageOfTheDriver_staysWhereTheBodyIsText() {
        ErrorFacts own = ErrorFacts.builder(0).message("own").body("text").build();
        assertThat(ErrorBodyParser.parse(own).message()).isEqualTo("own");
        assertThat(ErrorBodyParser.parse(own.toBuilder().body("").build()).message())
                .isEqualTo("own");
    }

    @Test
    void longText_isReadInPart() {
        assertThat(parse("x".repeat(9000)).message()).isEqualTo("x".repeat(8000));
        assertThat(parse("x".repeat(8000)).message()).hasSize(8000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {'error':{'code':429}}                                   | 429
            {'error':{'code':'429'}}                                 | 429
            {'error':{'code':'429','status':'UNAVAILABLE'}}          | 429
            {'error':{'code':402,'status':'RESOURCE_EXHAUSTED'}}     | 402
            {'error':{'code':null,'status':'UNAVAILABLE'}}           | 503
            {'error':{'code':'busy','status':'UNAVAILABLE'}}         | 503
            {'error':{'status':'INVALID_ARGUMENT'}}                  | 400
            {'error':{'status':'FAILED_PRECONDITION'}}               | 400
            {'error':{'status':'UNAUTHENTICATED'}}                   | 401
            {'error':{'status':'PERMISSION_DENIED'}}                 | 403
            {'error':{'status':'NOT_FOUND'}}                         | 404
            {'error':{'status':'RESOURCE_EXHAUSTED'}}                | 429
            {'error':{'status':'CANCELLED'}}                         | 499
            {'error':{'status':'INTERNAL'}}                          | 500
            {'error':{'status':'DEADLINE_EXCEEDED'}}                 | 504
            {'error':{'status':'TOMORROW'}}                          |
            {'error':{'code':'busy'}}                                |
            """)
    void statusInside_isTheNumberOrTheOneOfItsName(String body, Integer status) {
        OptionalDouble expected = status == null ? OptionalDouble.empty() : OptionalDouble.of(status);
        assertThat(parse(body).number(ErrorBodyParser.INNER_STATUS)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "GenerateRequestsPerDayPerProject,     true",
        "dailyLimit,                           true",
        "GenerateRequestsPerMinutePerProject,  false",
    })
    void dailyQuota_isSeen(String quota, boolean daily) {
        for (String more : new String[] {"", ",{'@type':'x.QuotaFailure','violations':[{'quotaId':'other'}]}"}) {
            ErrorFacts facts = parse("{'error':{'details':[{'@type':'x.QuotaFailure','violations':[{'quotaId':'x'},"
                    + "{'quotaId':'" + quota + "'}]}" + more + "]}}");
            assertThat(facts.number(ErrorBodyParser.DAILY))
                    .isEqualTo(daily ? OptionalDouble.of(1) : OptionalDouble.empty());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Please retry in 5s,     ,     PT5S",
        "Please retry in 5s,     7s,   PT7S",
        "Please retry in 5s,     soon, PT5S",
        "RETRY IN 1.5ms.,        ,     PT0.0015S",
        "retry in 2678400s,      ,     PT744H",
        "retry in 2678401s,      ,     ",
        "Please retry in 1m30s.,  ,     PT1M30S",
        "Please retry in 1h2m3.5s, ,    PT1H2M3.5S",
        "Please retry in 2h.,     ,     PT2H",
        "Please retry in 5m,      ,     PT5M",
        "Please retry in 1h0m0s,  ,     PT1H",
        "Please retry in 1m500ms, ,     PT1M0.5S",
        "Please retry in 999999h, ,     ",
        "Please retry in a moment, ,    ",
        "Please retry in 5 minutes, ,   ",
        "Please retry in 5min,    ,     ",
        "x,                      1m30s, PT1M30S",
        "x,                      '',    ",
        "x,                      ' 7s ', PT7S",
        "x,                      in 7s, ",
        "x,                      2ms,  PT0.002S",
    })
    void delay_isOfRetryInfoOrOfTheMessage(String message, String delay, Duration expected) {
        String details = delay == null ? "" : ",'details':[{'@type':'x.RetryInfo','retryDelay':'" + delay + "'}]";
        ErrorFacts facts = parse("{'error':{'message':'" + message + "'" + details + "}}");
        assertThat(facts.retryAfter().orElse(null)).isEqualTo(expected);
    }

    private static ErrorFacts parse(String body) {
        return ErrorBodyParser.parse(
                ErrorFacts.builder(400).body(body.replace('\'', '"')).build());
    }
}
