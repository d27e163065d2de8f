package dev.llmdriver.examples.dataanalyst;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/** A chart as one HTML file that needs nothing else: the library, the rows and the spec are in it, and it may load nothing. */
final class ChartPage {
    /** Vega makes functions of its own expressions, which it has parsed; everything else stays shut. */
    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; \
            style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'">
            <title>Chart</title>
            </head>
            <body>
            <div id="chart"></div>
            <script>@vega@</script>
            <script>@vega-lite@</script>
            <script id="spec" type="application/json">@spec@</script>
            <script>
            const spec = vegaLite.compile(JSON.parse(document.getElementById("spec").textContent)).spec;
            new vega.View(vega.parse(spec), {container: "#chart", renderer: "svg", hover: true}).runAsync();
            </script>
            </body>
            </html>
            """;

    private static final JsonMapper JSON = new JsonMapper();

    private ChartPage() {}

    /** Writes the page beside its place, and puts it there at once. */
    static void write(Path file, ObjectNode spec, Table table) throws IOException {
        ObjectNode whole = spec.deepCopy();
        whole.putObject("data").set("values", rows(table));
        // In a script element only "<" could end it early.
        String text = JSON.writeValueAsString(whole).replace("<", "\\u003c");
        String page = PAGE.replace("@vega@", WebJar.read("vega", "vega.min.js"))
                .replace("@vega-lite@", WebJar.read("vega-lite", "vega-lite.min.js"))
                .replace("@spec@", text);
        // No file of createTempFile, which nobody but its owner may read.
        Path temporary = file.resolveSibling("." + file.getFileName() + "-" + UUID.randomUUID() + ".tmp");
        try {
            Files.writeString(temporary, page, StandardOpenOption.CREATE_NEW);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static ArrayNode rows(Table table) {
        ArrayNode all = JSON.createArrayNode();
        for (List<Object> row : table.rows()) {
            ObjectNode object = all.addObject();
            for (int i = 0; i < row.size(); i++) {
                object.set(table.columns().get(i), JSON.valueToTree(row.get(i)));
            }
        }
        return all;
    }
}
