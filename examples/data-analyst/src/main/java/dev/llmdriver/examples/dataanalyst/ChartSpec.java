package dev.llmdriver.examples.dataanalyst;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells what is wrong with a chart: by Vega-Lite's own schema, and by the columns that there are. Thread-safe. */
final class ChartSpec {
    /** A chart may be of many kinds, so one fault is told once for each of them; the deepest ones mean the kind that was meant. */
    private static final int MOST_FAULTS = 8;

    private static final List<String> LOADING = List.of("data", "datasets", "href", "url");

    private ChartSpec() {}

    /**
     * Checks what the model wrote.
     *
     * @param spec the chart without its data
     * @param columns what the query gives
     * @throws Refused with what is wrong
     */
    static void check(ObjectNode spec, List<String> columns) throws Refused {
        for (String name : LOADING) {
            if (spec.findValue(name) != null) {
                throw new Refused("leave '" + name + "' out of the spec: the rows of the query are its only data");
            }
        }
        ObjectNode whole = spec.deepCopy();
        whole.putObject("data").putArray("values");
        List<Error> errors = Holder.SCHEMA.validate(whole);
        if (!errors.isEmpty()) {
            throw new Refused("the spec is no Vega-Lite 5:\n" + faults(errors));
        }
        Set<String> known = new HashSet<>(columns);
        spec.findValues("as").forEach(as -> texts(as, known));
        Set<String> used = new HashSet<>();
        spec.findValues("field").forEach(field -> texts(field, used));
        used.removeAll(known);
        if (!used.isEmpty()) {
            throw new Refused("the query has no columns " + used + "; it has " + columns);
        }
    }

    private static void texts(JsonNode value, Set<String> into) {
        if (value.isTextual()) {
            into.add(value.asText());
        }
        if (value.isArray()) {
            value.forEach(each -> texts(each, into));
        }
    }

    private static String faults(List<Error> errors) {
        return errors.stream()
                .sorted(Comparator.comparingInt(
                        (Error error) -> -error.getInstanceLocation().getNameCount()))
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .distinct()
                .limit(MOST_FAULTS)
                .collect(Collectors.joining("\n"));
    }

    /** The schema has 1.8 MB, and is read when the first chart is drawn. */
    private static final class Holder {
        static final Schema SCHEMA = read();

        private static Schema read() {
            SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                    .locale(Locale.ENGLISH)
                    .pathType(PathType.JSON_POINTER)
                    .build();
            try {
                return SchemaRegistry.withDefaultDialect(
                                SpecificationVersion.DRAFT_7, builder -> builder.schemaRegistryConfig(config))
                        .getSchema(new JsonMapper().readTree(WebJar.read("vega-lite", "vega-lite-schema.json")));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("Vega-Lite's schema cannot be read", e);
            }
        }
    }
}
