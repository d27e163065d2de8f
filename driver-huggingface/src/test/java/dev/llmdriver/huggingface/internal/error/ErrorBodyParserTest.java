package dev.llmdriver.huggingface.internal.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.Headers;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fourteen shapes of the wire page's section 4.1. */
class ErrorBodyParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "1  | {`error`:{`message`:`m`,`type`:`t`,`param`:null,`code`:`c`}}       | m    | t | c",
                "1  | {`id`:`x`,`error`:{`message`:`m`,`type`:null,`code`:null}}         | m    | - | -",
                "1  | {`error`:{`code`:400,`message`:`m`,`type`:`t`}}                    | m    | t | 400",
                "2  | {`error`:`m`}                                                      | m    | - | -",
                "3  | {`error`:`m`,`error_type`:`Overloaded`}                            | m    | Overloaded | -",
                "4  | {`error`:`m`,`estimated_time`:20.0}                                | m    | - | -",
                "5  | {`error`:`unknown error`,`warnings`:[`a`,`b`]}                     | unknown error: a; b | - | -",
                "6  | {`error`:[`a`,`b`]}                                                | a; b | - | -",
                "7  | {`errors`:[{`message`:`a`},{`message`:`b`}]}                       | a; b | - | -",
                "7  | {`error`:`x`,`error_description`:`y`}                              | x: y | - | -",
                "8  | {`object`:`error`,`message`:`m`,`type`:`t`,`param`:null,`code`:400} | m   | t | 400",
                "9  | {`message`:`m`,`code`:422,`type`:`Validation`}                     | m    | Validation | 422",
                "10 | {`message`:`m`,`request_id`:`r`}                                   | m    | - | -",
                "10 | {`code`:403,`reason`:`BALANCE`,`message`:`m`}                      | m    | BALANCE | 403",
                "11 | {`detail`:`m`}                                                     | m    | - | -",
                "11 | {`detail`:[{`loc`:[`body`,`x`],`msg`:`missing`,`type`:`t`}]}       | body.x: missing | - | -",
                "11 | {`type`:`about:blank`,`title`:`T`,`detail`:`m`}                    | m    | about:blank | -",
                "12 | Not Found                                                          | Not Found | - | -",
                "13 | <html><h1>502</h1><p>Bad Gateway</p></html>                        | 502 Bad Gateway | - | -",
                "14 | ''                                                                 | -    | - | -",
                "-  | {`error`:{`what`:1}}                                               | {`what`:1} | - | -",
                "-  | [{`error`:`m`}]                                                    | m    | - | -",
                "-  | []                                                                 | -    | - | -",
                "-  | [`m`]                                                              | m    | - | -",
                "-  | '  {`error`:` m `,`code`:` c `,`type`:` t `}'                     | m    | t | c",
                "-  | {`error`:null,`message`:`m`}                                       | m    | - | -",
                "-  | {`error`:7}                                                        | 7    | - | -",
                "-  | {`error`:{`type`:`t`},`message`:`m`}                               | {`type`:`t`} | t | -",
                "-  | {`error`:{`message`:{`a`:1}}}                                      | {`a`:1} | - | -",
                "-  | {`errors`:{`x`:[`too long`]}}                                      | [`too long`] | - | -",
                "-  | {`errors`:[{`what`:1},`b`]}                                        | {`what`:1}; b | - | -",
                "-  | {`error`:`m`,`error_description`:` d `,`warnings`:[`w`]}           | m: d | - | -",
                "-  | {`title`:`T`}                                                      | T    | - | -",
                "-  | {`detail`:{`message`:`m`}}                                         | m    | - | -",
                "-  | {`detail`:{`what`:1}}                                              | {`what`:1} | - | -",
                "-  | 404                                                                | 404  | - | -",
                "-  | x <a> y  z                                                         | x <a> y  z | - | -",
                "-  | {broken                                                            | {broken | - | -",
            })
    void shape(String number, String body, String message, String type, String code) {
        ErrorFacts facts = ErrorBodyParser.parse(
                ErrorFacts.builder(400).body(body.replace('`', '"')).build());
        assertThat(facts.message()).isEqualTo(message == null ? "" : message.replace('`', '"'));
        assertThat(facts.type()).isEqualTo(type == null ? "" : type);
        assertThat(facts.code()).isEqualTo(code == null ? "" : code);
    }

    @Test
    void headers_speakWhereTheBodyIsSilent() {
        ErrorFacts facts = ErrorBodyParser.parse(ErrorFacts.builder(403)
                .headers(Headers.of(Map.of("X-Error-Code", "GatedRepo", "X-Error-Message", "gated")))
                .build());
        assertThat(facts.code()).isEqualTo("GatedRepo");
        assertThat(facts.message()).isEqualTo("gated");
    }

    @Test
    void whatTheDriverSays_goesBeforeTheBody() {
        ErrorFacts facts = ErrorBodyParser.parse(ErrorFacts.builder(0)
                .message("driver")
                .code("own")
                .body("{\"error\":{\"message\":\"m\",\"code\":\"c\"}}")
                .build());
        assertThat(facts.message()).isEqualTo("driver");
        assertThat(facts.code()).isEqualTo("own");
    }

    @Test
    void longHtml_isReadInPart() {
        ErrorFacts facts = ErrorBodyParser.parse(
                ErrorFacts.builder(502).body("<p>" + "x".repeat(9000)).build());
        assertThat(facts.message()).isEqualTo("x".repeat(7997));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{`error`:{`http_status_code`:422}} | 422",
                "{`error`:{`code`:503}}             | 503",
                "{`code`:400}                       | 400",
                "{`error`:{`code`:42}}              | ",
                "{`error`:{`code`:1000}}            | ",
                "{`error`:{`code`:`429`}}           | 429",
                "{`error`:{`code`:`4291`}}          | ",
                "{`error`:{`code`:`E429`}}          | ",
            })
    void innerStatus_isANumberThatAStatusMayHave_beItAsText(String body, Double status) {
        ErrorFacts facts = ErrorBodyParser.parse(
                ErrorFacts.builder(0).body(body.replace('`', '"')).build());
        assertThat(facts.number(ErrorBodyParser.INNER_STATUS))
                .isEqualTo(status == null ? OptionalDouble.empty() : OptionalDouble.of(status));
    }

    @Test
    void estimate_isKept() {
        assertThat(estimate("2.5")).hasValue(2.5);
        assertThat(estimate("\"soon\"")).isEmpty();
    }

    private static OptionalDouble estimate(String json) {
        return ErrorBodyParser.parse(ErrorFacts.builder(503)
                        .body("{\"error\":\"m\",\"estimated_time\":" + json + "}")
                        .build())
                .number(ErrorBodyParser.ESTIMATE);
    }
}
