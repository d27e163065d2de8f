package dev.llmdriver.client.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.client.internal.JavaForms;
import dev.llmdriver.client.internal.json.BadJson;
import dev.llmdriver.client.internal.json.JsonForm;
import dev.llmdriver.fuzz.FuzzTarget;
import dev.llmdriver.fuzz.Input;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Values that a model wrote: one of the type, or faults that can be told to the model. */
public final class OutputTarget implements FuzzTarget {
    /** As long as a fault may be, with what tells that it was cut. */
    private static final int LONGEST = 301;

    private static final JsonForm[] FORMS = {
        JavaForms.of(Order.class), JavaForms.of(Moments.class), JavaForms.of(Item[].class), JavaForms.of(long.class)
    };

    enum Size {
        SMALL,
        LARGE
    }

    record Item(String name, int count, Optional<Item> inside) {}

    record Order(List<Item> items, Map<String, Double> prices, Size size, boolean paid, OptionalInt table) {}

    record Moments(
            Instant at,
            LocalDate day,
            Duration took,
            BigInteger whole,
            BigDecimal exact,
            OptionalLong count,
            float share,
            byte small) {}

    @Override
    public void feed(byte[] bytes) {
        Input input = Input.of(bytes);
        String plain = JsonOutput.unfenced(input.text());
        assertThat(input.text()).contains(plain);
        try {
            assertThat(String.valueOf(input.oneOf(FORMS).read(plain))).isNotNull();
        } catch (BadJson bad) {
            assertThat(bad.faults())
                    .isNotEmpty()
                    .allSatisfy(fault -> assertThat(fault).isNotBlank().hasSizeLessThanOrEqualTo(LONGEST));
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Input.seed(
                        0,
                        "Here it is:\n```json\n{'items':[{'name':'a','count':1,'inside':{'name':'b','count':2}}],'prices':{'a':1.5},'size':'SMALL','paid':true,'table':null}\n```\nEnjoy"),
                Input.seed(
                        1,
                        "{'at':'2026-01-01T00:00:00Z','day':'2026-01-01','took':'PT1S','whole':1,'exact':1.5,'count':2,'share':0.5,'small':3}"),
                Input.seed(
                        1,
                        "{'at':1e999999999,'day':'+999999999-01-01','took':1e99,'whole':1e9999,'exact':1e999999999,'count':1e30,'share':1e400,'small':300}"),
                Input.seed(2, "{'value':[{'name':'\\ud800','count':2147483648}]}"),
                Input.seed(3, "{'value':1e999999999}"),
                Input.seed(3, "{'value':1e9999999299}"),
                Input.raw(0, "``````json\n```" + "`".repeat(3000)),
                Input.raw(0, "{\"items\":[" + "{\"inside\":".repeat(190)),
                Input.raw(0, ""));
    }
}
