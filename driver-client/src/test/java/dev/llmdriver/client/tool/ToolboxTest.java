package dev.llmdriver.client.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolResult;
import dev.llmdriver.client.Description;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ToolboxTest {
    enum Unit {
        CELSIUS,
        FAHRENHEIT
    }

    @Description("Where")
    record Place(@Description("in English") String city, Optional<String> country) {}

    record Ask(
            Place place,
            List<Place> more,
            Unit unit,
            Optional<Instant> when,
            OptionalInt days,
            Map<String, Double> extra) {}

    static final class Station {
        @ToolMethod(value = "The weather", name = "get_weather")
        String weather(@Description("in English") String city, Optional<Unit> unit, ToolContext context) {
            return context.call().id() + " " + city + " " + unit.map(Unit::name).orElse("-");
        }

        @ToolMethod("Sounds the alarm")
        void alarm() {}

        @ToolMethod("Fails")
        static Place broken(int times) throws java.io.IOException {
            throw new java.io.IOException("cable " + times);
        }

        String notATool() {
            return "";
        }
    }

    private static JsonNode schema(Tool tool) throws Exception {
        return new ObjectMapper().readTree(tool.parameters());
    }

    private static List<ToolResult> results(Toolbox tools, String... namesAndArguments) {
        ScriptedChatModel model = ScriptedChatModel.create();
        ScriptedAnswer.Builder calls = ScriptedAnswer.builder();
        for (int i = 0; i < namesAndArguments.length; i += 2) {
            calls.toolCall("id" + i / 2, namesAndArguments[i], namesAndArguments[i + 1]);
        }
        model.enqueue(calls.build(), ScriptedAnswer.of("ok"));
        ToolRun run = ToolLoop.over(model).tools(tools).build().run(ChatRequest.of("?"));
        return run.steps().get(0).outcomes().stream().map(ToolOutcome::result).toList();
    }

    static final class Lookup implements Function<Place, String> {
        @Override
        @ToolMethod("Looks a place up")
        public String apply(Place place) {
            return "found " + place.city();
        }
    }

    /** The compiler makes a second one, for whoever knows the interface alone, and annotates it too. */
    @Test
    void aMethodOfAGenericInterfaceIsOneTool() {
        Toolbox tools = Toolbox.ofMethods(new Lookup());

        assertThat(tools.names()).containsExactly("apply");
        assertThat(results(tools, "apply", "{\"place\":{\"city\":\"Oslo\",\"country\":null}}"))
                .extracting(ToolResult::content)
                .containsExactly("found Oslo");
    }

    record House(Place properties, String items) {}

    /** The words of the schema language are names like others where members are named. */
    @Test
    void aMemberMayBeCalledAsAKeywordIs() throws Exception {
        JsonNode schema = schema(
                RunnableTool.of("house", "A house", House.class, house -> "").declaration());
        JsonNode members = schema.path("properties");
        assertThat(members.fieldNames()).toIterable().containsExactlyInAnyOrder("properties", "items");
        assertThat(schema.path("required")).hasSize(2);
        assertThat(members.path("properties").path("required").toString()).isEqualTo("[\"city\",\"country\"]");
    }

    record Fragile(String text) {
        Fragile {
            throw new StackOverflowError();
        }
    }

    @Test
    void anErrorWhileArgumentsAreReadIsATellableFailureToo() {
        Toolbox tools = Toolbox.of(RunnableTool.of("fragile", "Breaks", Fragile.class, fragile -> "never"));
        assertThat(results(tools, "fragile", "{\"text\":\"x\"}"))
                .singleElement()
                .matches(ToolResult::isError);
    }

    @Test
    void theSchemaIsMadeFromTheRecord() throws Exception {
        JsonNode schema =
                schema(RunnableTool.of("ask", "Asks", Ask.class, ask -> ask).declaration());

        assertThat(schema.path("properties").fieldNames())
                .toIterable()
                .as("in the order of the record")
                .containsExactly("place", "more", "unit", "when", "days", "extra");
        assertThat(schema.path("required"))
                .as("everything, for providers that hold models to it")
                .hasSize(6);
        assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
        assertThat(schema.at("/properties/unit/enum").toString()).isEqualTo("[\"CELSIUS\",\"FAHRENHEIT\"]");
        assertThat(schema.at("/properties/when").toString())
                .isEqualTo("{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"}");
        assertThat(schema.at("/properties/days/type").toString()).isEqualTo("[\"integer\",\"null\"]");
        assertThat(schema.at("/properties/extra/additionalProperties/type").asText())
                .isEqualTo("number");
        assertThat(schema.at("/$defs/Place/description").asText()).isEqualTo("Where");
        assertThat(schema.at("/$defs/Place/properties/city/description").asText())
                .isEqualTo("in English");
    }

    @Test
    void argumentsBecomeTheRecordAndTheResultBecomesJson() {
        Toolbox tools = Toolbox.of(RunnableTool.of("ask", "Asks", Ask.class, ask -> ask));

        assertThat(results(
                        tools,
                        "ask",
                        "{\"place\":{\"city\":\"Oslo\"},\"more\":[],\"unit\":\"CELSIUS\",\"when\":\"2026-01-01T00:00:00Z\","
                                + "\"days\":3,\"extra\":{\"a\":0.5}}"))
                .extracting(ToolResult::content)
                .containsExactly("{\"place\":{\"city\":\"Oslo\",\"country\":null},\"more\":[],\"unit\":\"CELSIUS\","
                        + "\"when\":\"2026-01-01T00:00:00Z\",\"days\":3,\"extra\":{\"a\":0.5}}");
    }

    @Test
    void argumentsThatJavaRefusesAreToldToo() {
        Toolbox tools = Toolbox.of(RunnableTool.of("ask", "Asks", Ask.class, ask -> ask));

        assertThat(
                        results(
                                tools,
                                "ask",
                                "{\"place\":{\"city\":\"Oslo\"},\"more\":[],\"unit\":\"KELVIN\",\"extra\":{}}",
                                "ask",
                                "{\"place\":{\"city\":\"Oslo\"},\"more\":[],\"unit\":\"CELSIUS\",\"when\":\"noon\",\"extra\":{}}"))
                .allMatch(ToolResult::isError)
                .extracting(ToolResult::content)
                .satisfiesExactly(
                        unit -> assertThat(unit).contains("/unit").contains("CELSIUS"),
                        when -> assertThat(when).contains("/when").contains("Instant"));
    }

    @Test
    void annotatedMethodsAreTools() throws Exception {
        Toolbox tools = Toolbox.ofMethods(new Station());

        assertThat(tools.names()).containsExactly("alarm", "broken", "get_weather");
        Tool weather = tools.find("get_weather").orElseThrow().declaration();
        assertThat(weather.description()).isEqualTo("The weather");
        assertThat(schema(weather).path("properties").fieldNames()).toIterable().containsExactly("city", "unit");
        assertThat(schema(weather).at("/properties/city/description").asText()).isEqualTo("in English");
        assertThat(results(
                        tools,
                        "get_weather",
                        "{\"city\":\"Oslo\"}",
                        "get_weather",
                        "{\"city\":\"Oslo\",\"unit\":\"CELSIUS\"}",
                        "get_weather",
                        "{\"unit\":\"CELSIUS\"}",
                        "alarm",
                        "",
                        "broken",
                        "{\"times\":3}",
                        "broken",
                        "{\"times\":\"often\"}"))
                .extracting(ToolResult::content)
                .satisfiesExactly(
                        without -> assertThat(without).isEqualTo("id0 Oslo -"),
                        with -> assertThat(with).isEqualTo("id1 Oslo CELSIUS"),
                        missing -> assertThat(missing).contains("'city'"),
                        nothing -> assertThat(nothing).isEqualTo("done"),
                        thrown -> assertThat(thrown).isEqualTo("the tool failed: IOException: cable 3"),
                        wrong -> assertThat(wrong).contains("/times"));
    }

    @Test
    void jsonIsPassedOnAsItIs() {
        Toolbox tools = Toolbox.of(
                RunnableTool.ofJson(new Tool("raw", "", "{\"type\":\"object\"}"), (json, context) -> "<" + json + ">"));

        assertThat(results(tools, "raw", "{ \"a\" ", "raw", ""))
                .extracting(ToolResult::content)
                .containsExactly("<{ \"a\" >", "<{}>");
    }

    @Test
    void boxesAreCheckedWhenTheyAreMade() {
        RunnableTool tool = RunnableTool.of("ask", "", Place.class, place -> "");

        assertThatThrownBy(() -> Toolbox.of(tool, tool)).hasMessageContaining("two tools 'ask'");
        assertThatThrownBy(() -> Toolbox.of(tool).plus(Toolbox.of(tool))).hasMessageContaining("two tools 'ask'");
        assertThatThrownBy(() -> Toolbox.ofMethods("no methods")).hasMessageContaining("@ToolMethod");
        assertThatThrownBy(() -> RunnableTool.of("n", "", Integer.class, number -> ""))
                .hasMessageContaining("JSON object");
        assertThatThrownBy(() -> tool.withTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatCannotBeWrittenIsAFailure() {
        Object self = new Object() {
            @SuppressWarnings("unused")
            public Object getMe() {
                return this;
            }
        };
        Toolbox tools = Toolbox.of(RunnableTool.of("ask", "", Place.class, place -> self));

        assertThat(results(tools, "ask", "{\"city\":\"Oslo\"}"))
                .extracting(ToolResult::content)
                .containsExactly("the tool's result cannot be written as JSON");
    }

    abstract static class Shelf<T> {
        @ToolMethod("What is on it")
        public String inherited(String what) {
            return "there is " + what;
        }

        @ToolMethod("Takes something")
        String taken(T what) {
            throw new AssertionError("overridden");
        }

        @ToolMethod("Burns it")
        String burnt() {
            return "ashes";
        }
    }

    static final class Cupboard extends Shelf<Place> {
        @Override
        @ToolMethod("Takes a place")
        String taken(Place what) {
            return "took " + what.city();
        }

        @Override
        String burnt() {
            return "nothing";
        }
    }

    /** Its method is made visible by a bridge in whoever inherits it. */
    static class Hidden {
        @ToolMethod("Seen")
        public String seen(String what) {
            return "saw " + what;
        }
    }

    public static final class Visible extends Hidden {}

    @Test
    void whatAnObjectInheritsIsATool() {
        Toolbox tools = Toolbox.ofMethods(new Cupboard(), new Visible());

        assertThat(tools.names()).containsExactly("inherited", "taken", "seen");
        assertThat(results(
                        tools,
                        "inherited",
                        "{\"what\":\"tea\"}",
                        "taken",
                        "{\"what\":{\"city\":\"Oslo\",\"country\":null}}",
                        "seen",
                        "{\"what\":\"it\"}"))
                .extracting(ToolResult::content)
                .containsExactly("there is tea", "took Oslo", "saw it");
    }

    interface Named {
        @ToolMethod("Says a name")
        default String named() {
            return "Bob";
        }

        @ToolMethod("Says hello")
        default String greeted() {
            return "hello";
        }
    }

    interface Formal extends Named {
        @Override
        @ToolMethod("Says a good day")
        default String greeted() {
            return "good day";
        }
    }

    static final class Butler implements Formal {
        @ToolMethod("Brings it")
        String brought() {
            return "here";
        }
    }

    @Test
    void whatAnObjectHasOfInterfacesIsAToolToo() {
        Toolbox tools = Toolbox.ofMethods(new Butler());

        assertThat(tools.names()).containsExactly("brought", "greeted", "named");
        assertThat(results(tools, "greeted", "{}"))
                .extracting(ToolResult::content)
                .containsExactly("good day");
    }
}
