package dev.llmdriver.examples.dataanalyst;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.client.Description;
import dev.llmdriver.client.tool.RunnableTool;
import dev.llmdriver.client.tool.ToolLoop;
import dev.llmdriver.client.tool.ToolRun;
import dev.llmdriver.client.tool.Toolbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Answers questions of a data file. The model asks by tools; what a tool refuses goes back to it, and the number of its steps is
 * bounded: both are the tool loop's work.
 */
final class Analyst {
    private static final int ROWS_TOLD = 200;
    private static final int ROWS_DRAWN = 5_000;
    private static final int MOST_STEPS = 12;
    private static final String INSTRUCTIONS = """
            You answer questions about the table "data" in DuckDB. Look at its schema first. Take every number from the tool query, \
            none from memory. For a chart, let the query do the counting and call the tool chart. If a tool says what is wrong, put \
            it right and call it again. Answer in a few sentences.""";

    private final JsonMapper json = new JsonMapper();
    private final Database database;
    private final Path chartFile;
    private final ToolLoop loop;

    /**
     * Makes an analyst.
     *
     * @param model who asks and answers
     * @param database what about
     * @param chartFile where a chart is written to
     */
    Analyst(ChatModel model, Database database, Path chartFile) {
        this.database = database;
        this.chartFile = chartFile;
        this.loop = ToolLoop.over(model)
                .maxSteps(MOST_STEPS)
                .tools(Toolbox.of(
                        RunnableTool.of(
                                "schema",
                                "The columns, the number of rows and some rows of the table",
                                None.class,
                                none -> schema()),
                        RunnableTool.of(
                                "query",
                                "Runs one SELECT of DuckDB's SQL; gives 200 rows at most",
                                Query.class,
                                this::query),
                        RunnableTool.of(
                                "chart",
                                "Runs a query and draws its rows; a second chart replaces the first",
                                Chart.class,
                                this::chart)))
                .build();
    }

    ToolRun ask(String question) {
        return loop.run(
                ChatRequest.builder().system(INSTRUCTIONS).user(question).build());
    }

    private Map<String, Object> schema() throws Refused {
        Table count = database.query("SELECT count(*) FROM " + Database.TABLE, 1);
        return Map.of(
                "table", Database.TABLE,
                "columns", database.columns(),
                "rows", count.rows().get(0).get(0),
                "some", database.query("SELECT * FROM " + Database.TABLE, 3));
    }

    private Table query(Query query) throws Refused {
        return database.query(query.sql(), ROWS_TOLD);
    }

    private String chart(Chart chart) throws Refused, IOException {
        Table table = database.query(chart.sql(), ROWS_DRAWN);
        if (table.truncated() || table.rows().isEmpty()) {
            throw new Refused("the query gives " + (table.truncated() ? "more than " + ROWS_DRAWN : "no")
                    + " rows: let it give what is to be drawn, and no more");
        }
        ObjectNode spec = json.valueToTree(chart.spec());
        ChartSpec.check(spec, table.columns());
        ChartPage.write(chartFile, spec, table);
        return "drawn from " + table.rows().size() + " rows, with the columns " + table.columns();
    }

    record None() {}

    record Query(@Description("one SELECT") String sql) {}

    record Chart(
            @Description("one SELECT, whose rows are drawn") String sql,

            @Description("Vega-Lite 5, without data: mark, encoding, title, …")
            Map<String, Object> spec) {}
}
