package dev.llmdriver.examples.dataanalyst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.examples.dataanalyst.Earthquakes.Earthquake;
import dev.llmdriver.testkit.HuggingFaceErrors;
import dev.llmdriver.testkit.HuggingFaceTwin;
import dev.llmdriver.testkit.TwinAnswer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the command line over a real driver: the twin asks for tools as a model does, and what they tell it is computed here again. */
class DataAnalystCommandTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BY_MONTH = "SELECT date_trunc('month', time) AS month, count(*) AS n FROM data"
            + " WHERE magnitude >= 4.0 GROUP BY month ORDER BY month";

    @TempDir
    private Path folder;

    private final HuggingFaceTwin twin = HuggingFaceTwin.start();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path file;

    @BeforeEach
    void makeTheFile() throws IOException {
        file = folder.resolve("earthquakes.csv");
        Earthquakes.write(file);
    }

    @AfterEach
    void close() {
        twin.close();
    }

    private int ask(String question) {
        return run("-m", "huggingface:twin/echo", "-o", chart().toString(), file.toString(), question);
    }

    private int run(String... args) {
        return DataAnalystCommand.commandLine(() -> LlmClient.builder()
                        .environment(Map.of())
                        .systemProperties(Map.of())
                        .workingFolder(folder)
                        .property("llm.huggingface.base-url", twin.v1().toString())
                        .property("llm.huggingface.api-key", "hf_example"))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    private Path chart() {
        return folder.resolve("chart.html");
    }

    @Test
    void whatIsTheAverageMagnitudeOfEarthquakesByYear() throws IOException {
        twin.enqueue(
                TwinAnswer.calling("schema", "{}"),
                query("SELECT year(time) AS year, avg(magnitude) AS mean FROM data GROUP BY year ORDER BY year"),
                TwinAnswer.of("About 2.9 in each year."));
        assertThat(ask("What is the average magnitude of earthquakes by year?"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("About 2.9 in each year.");

        assertThat(told(1).at("/columns/magnitude").asText()).isEqualTo("DOUBLE");
        assertThat(told(1).at("/rows").asInt()).isEqualTo(Earthquakes.all().size());
        Map<Integer, Double> means = Earthquakes.all().stream()
                .collect(Collectors.groupingBy(
                        each -> each.time().getYear(),
                        TreeMap::new,
                        Collectors.averagingDouble(Earthquake::magnitude)));
        assertThat(told(2).at("/rows")).hasSize(means.size());
        for (JsonNode row : told(2).at("/rows")) {
            assertThat(row.get(1).asDouble()).isCloseTo(means.get(row.get(0).asInt()), within(1e-9));
        }
        twin.assertScriptUsed();
    }

    @Test
    void aChartOfFrequencyByMonthMagnitudeFourAndUp() throws IOException {
        twin.enqueue(chart(BY_MONTH, "month"), TwinAnswer.of("Here it is."));
        assertThat(ask("a chart of frequency by month, magnitude 4.0 and up"))
                .as(err.toString())
                .isZero();

        Map<String, Long> counts = Earthquakes.all().stream()
                .filter(each -> each.magnitude() >= 4)
                .collect(Collectors.groupingBy(each -> each.time().toString().substring(0, 7), Collectors.counting()));
        Map<String, Long> drawn = new TreeMap<>();
        for (JsonNode row : ChartPageTest.spec(chart()).at("/data/values")) {
            drawn.put(row.get("month").asText().substring(0, 7), row.get("n").asLong());
        }
        assertThat(drawn).hasSizeGreaterThan(50).isEqualTo(counts);
        twin.assertScriptUsed();
    }

    @Test
    void whatIsWrongGoesBackToTheModel() throws IOException {
        twin.enqueue(
                query("SELECT avg(strength) FROM data"),
                query("DROP TABLE data"),
                chart(BY_MONTH, "moon"),
                chart(BY_MONTH + "; SELECT 1", "month"),
                chart(BY_MONTH, "month"),
                TwinAnswer.of("Done."));
        assertThat(ask("a chart")).as(err.toString()).isZero();
        assertThat(content(1)).contains("\"strength\" not found");
        assertThat(content(2)).contains("only a SELECT can be run");
        assertThat(content(3)).contains("no columns [moon]; it has [month, n]");
        assertThat(content(4)).contains("one SELECT at a time");
        assertThat(content(5)).contains("drawn from");
        assertThat(err.toString())
                .contains(
                        "5000 rows of time, place, latitude, longitude, depth_km, magnitude",
                        "FAILED query",
                        "  only a SELECT can be run",
                        "DONE chart",
                        "the chart is in " + chart());
        assertThat(chart()).isNotEmptyFile();
        twin.assertScriptUsed();
    }

    @Test
    void aModelThatNeverEndsIsEnded() {
        twin.answers(request -> TwinAnswer.calling("schema", "{}"));
        assertThat(ask("why?")).isEqualTo(1);
        assertThat(err.toString()).contains("error: limit_exceeded");
        assertThat(twin.requests()).hasSize(12);
    }

    @Test
    void noAnswerIsSaid() {
        twin.enqueue(HuggingFaceErrors.wrongToken());
        assertThat(ask("why?")).isEqualTo(1);
        assertThat(err.toString()).contains("error: authentication");
    }

    @Test
    void wrongUseIsSaidBeforeAnybodyIsAsked() throws IOException {
        assertThat(run(folder.resolve("none.csv").toString(), "why?")).isEqualTo(2);
        assertThat(run(file.toString(), " ")).isEqualTo(2);
        assertThat(run("-o", folder.resolve("no/chart.html").toString(), file.toString(), "why?"))
                .isEqualTo(2);
        Path text = Files.writeString(folder.resolve("a.txt"), "x");
        assertThat(run("-m", "huggingface:a/b", text.toString(), "why?")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no file", "cannot write to", "must end with .csv");
        assertThat(err.toString()).hasLineCount(4);
        assertThat(twin.requests()).isEmpty();
    }

    private static TwinAnswer query(String sql) {
        return TwinAnswer.calling(
                "query", JSON.createObjectNode().put("sql", sql).toString());
    }

    private static TwinAnswer chart(String sql, String x) {
        var call = JSON.createObjectNode().put("sql", sql);
        var encoding = call.putObject("spec").put("mark", "bar").putObject("encoding");
        encoding.putObject("x").put("field", x).put("type", "temporal");
        encoding.putObject("y").put("field", "n").put("type", "quantitative");
        return TwinAnswer.calling("chart", call.toString());
    }

    /** {@return what the tool told the model, as it came in the n-th request after the first} */
    private String content(int request) throws IOException {
        JsonNode messages = JSON.readTree(twin.requests().get(request).body()).get("messages");
        return messages.get(messages.size() - 1).get("content").asText();
    }

    private JsonNode told(int request) throws IOException {
        return JSON.readTree(content(request));
    }
}
