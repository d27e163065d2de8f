package dev.llmdriver.examples.dataanalyst;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A chart is Vega-Lite, of the columns that there are, and of no other data. */
class ChartSpecTest {
    private static void check(String spec) throws Refused, JsonProcessingException {
        ChartSpec.check(new JsonMapper().readValue(spec.replace('\'', '"'), ObjectNode.class), List.of("month", "n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'mark': 'bar', 'encoding': {'x': {'field': 'month', 'type': 'temporal'}, 'y': {'field': 'n', 'type': 'quantitative'}}}",
                "{'$schema': 'https://vega.github.io/schema/vega-lite/v5.json', 'title': 'T', 'width': 400, 'mark': {'type': 'line', 'point': true}, 'encoding': {'x': {'field': 'month'}}}",
                "{'layer': [{'mark': 'line', 'encoding': {'y': {'field': 'n'}}}, {'mark': 'rule', 'encoding': {'y': {'datum': 3}}}]}",
                "{'transform': [{'calculate': 'datum.n * 2', 'as': 'twice'}], 'mark': 'point', 'encoding': {'y': {'field': 'twice'}}}",
            })
    void chartsAreAccepted(String spec) {
        assertThatCode(() -> check(spec)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | no Vega-Lite 5",
                "{'mark': 'histogram', 'encoding': {}} | /mark",
                "{'mark': 'bar', 'encoding': {'x': {'field': 'month', 'type': 'date'}}} | /encoding/x/type",
                "{'mark': 'bar', 'encoding': {'x': {'field': 'year'}}} | no columns [year]; it has [month, n]",
                "{'data': {'url': 'https://elsewhere.example'}, 'mark': 'bar', 'encoding': {}} | leave 'data' out",
                "{'layer': [{'data': {'values': []}, 'mark': 'bar'}]} | leave 'data' out",
                "{'mark': 'image', 'encoding': {'url': {'value': 'https://elsewhere.example/x.png'}}} | leave 'url' out",
                "{'mark': {'type': 'bar', 'href': 'https://elsewhere.example'}} | leave 'href' out",
            })
    void whatIsNoneIsRefusedWithTheReason(String spec, String reason) {
        assertThatThrownBy(() -> check(spec)).isInstanceOf(Refused.class).hasMessageContaining(reason);
    }
}
