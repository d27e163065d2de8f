package dev.llmdriver.examples.dataanalyst;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Accepts one reading SELECT over known tables, by the tree that the database's own parser makes of it, so both read the same. What is
 * not known to be harmless is refused.
 */
final class SelectCheck {
    private static final Set<String> READING =
            Set.of("SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE");
    private static final Set<String> SOURCES = Set.of("range", "generate_series", "unnest");
    /** They tell of the machine, write into its log, or take what they are given as a statement or a name. */
    private static final Set<String> FUNCTIONS = Set.of(
            "getenv", "current_setting", "getvariable", "write_log", "nextval", "currval", "query", "query_table");

    private final Set<String> tables;
    private final Set<String> named = new HashSet<>();

    /** @param table the one that may be read */
    SelectCheck(String table) {
        this.tables = Set.of(table);
    }

    /**
     * Looks through a statement.
     *
     * @param parsed what {@code json_serialize_sql} says of it
     * @throws Refused if it is something else than one reading SELECT
     */
    void check(JsonNode parsed) throws Refused {
        if (parsed.path("error").asBoolean()) {
            throw new Refused(
                    "only a SELECT can be run: " + parsed.path("error_message").asText());
        }
        if (parsed.path("statements").size() != 1) {
            throw new Refused(
                    "one SELECT at a time, not " + parsed.path("statements").size());
        }
        parsed.findValues("cte_map")
                .forEach(map -> map.path("map")
                        .forEach(each -> named.add(normal(each.path("key").asText()))));
        Deque<JsonNode> open = new ArrayDeque<>(List.of(parsed));
        while (!open.isEmpty()) {
            JsonNode node = open.pop();
            part(node);
            node.forEach(open::push);
        }
    }

    private void part(JsonNode node) throws Refused {
        String type = node.path("type").asText();
        if (type.endsWith("_NODE") && !READING.contains(type)) {
            throw new Refused("only reading is allowed, and this writes: " + type);
        }
        String function = normal(node.path("function_name").asText());
        if (FUNCTIONS.contains(function)) {
            throw new Refused("the function " + function + " is not allowed");
        }
        switch (type) {
            case "BASE_TABLE" -> table(node);
            case "SHOW_REF" -> throw new Refused("only a SELECT can be run; the tool schema describes the table");
            case "TABLE_FUNCTION" -> {
                String source =
                        normal(node.path("function").path("function_name").asText());
                if (!SOURCES.contains(source)) {
                    throw new Refused("the table function " + source + " is not allowed: read the table " + tables);
                }
            }
            default -> {}
        }
    }

    private void table(JsonNode node) throws Refused {
        String name = normal(node.path("table_name").asText());
        boolean plain = node.path("schema_name").asText().isEmpty()
                && node.path("catalog_name").asText().isEmpty();
        if (!plain || !(tables.contains(name) || named.contains(name))) {
            throw new Refused("there is no table '" + name + "'; there is " + tables);
        }
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
