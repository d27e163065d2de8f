package dev.llmdriver.examples.dataanalyst;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page holds all it needs, and its data cannot end the script they stand in. */
class ChartPageTest {
    @TempDir
    private Path folder;

    @Test
    void theRowsAreInThePage() throws IOException {
        Path file = folder.resolve("chart.html");
        Table table =
                new Table(List.of("place", "n"), List.of(List.of("</script><b>", 1), Arrays.asList(null, 2)), false);
        JsonMapper json = new JsonMapper();
        ChartPage.write(file, json.createObjectNode().put("mark", "bar"), table);
        assertThat(spec(file)).isEqualTo(json.readTree("""
                        {"mark": "bar", "data": {"values": [{"place": "</script><b>", "n": 1}, {"place": null, "n": 2}]}}"""));
        assertThat(Files.readString(file)).contains("default-src 'none'").doesNotContain("</script><b>", "@vega");
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    /** {@return the chart and its data, as the page's script reads them} */
    static JsonNode spec(Path file) throws IOException {
        String page = Files.readString(file);
        String start = "<script id=\"spec\" type=\"application/json\">";
        int from = page.indexOf(start) + start.length();
        return new JsonMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
    }
}
