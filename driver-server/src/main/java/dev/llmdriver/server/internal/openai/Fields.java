package dev.llmdriver.server.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.server.internal.http.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The fields of a JSON object in a request. A null is as good as nothing; a value of another type than asked for is refused by name. */
public final class Fields {
    private static final int MOST_IGNORED = 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final ObjectNode node;
    private final String path;
    private final Set<String> asked = new HashSet<>();
    private final List<Fields> inner = new ArrayList<>();

    /**
     * Reads nothing yet.
     *
     * @param path where the object stands in the request; empty for the request itself
     */
    public Fields(ObjectNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /** {@return the name of a field as callers know it} */
    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    Optional<JsonNode> find(String name) {
        asked.add(name);
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    JsonNode get(String name, String what) {
        return find(name).orElseThrow(() -> refuse(name, "is missing; it must be " + what));
    }

    /** {@return a text, if it is there} */
    public Optional<String> text(String name) {
        return typed(name, "a string", JsonNode::isTextual, JsonNode::textValue);
    }

    /** {@return a text that must be there} */
    public String requiredText(String name) {
        return text(name).orElseThrow(() -> refuse(name, "is missing; it must be a string"));
    }

    /** {@return a truth value, if it is there} */
    public Optional<Boolean> flag(String name) {
        return typed(name, "true or false", JsonNode::isBoolean, JsonNode::booleanValue);
    }

    Optional<Integer> integer(String name) {
        return typed(name, "an integer", JsonNode::canConvertToExactIntegral, Function.identity())
                .map(value -> exact(name, value));
    }

    private int exact(String name, JsonNode value) {
        if (!value.canConvertToInt()) {
            throw refuse(name, "is out of range");
        }
        return value.intValue();
    }

    Optional<Long> longInteger(String name) {
        return typed(
                name,
                "an integer",
                value -> value.canConvertToExactIntegral() && value.canConvertToLong(),
                JsonNode::longValue);
    }

    Optional<Double> number(String name) {
        return typed(name, "a number", JsonNode::isNumber, JsonNode::doubleValue);
    }

    /** {@return the fields of an object, if it is there} */
    public Optional<Fields> object(String name) {
        return typed(name, "an object", JsonNode::isObject, value -> inner((ObjectNode) value, path(name)));
    }

    private Fields inner(ObjectNode value, String place) {
        Fields fields = new Fields(value, place);
        inner.add(fields);
        return fields;
    }

    Fields requiredObject(String name) {
        return object(name).orElseThrow(() -> refuse(name, "is missing; it must be an object"));
    }

    /** {@return the objects of a list; none if there is no list} */
    public List<Fields> objects(String name) {
        Optional<JsonNode> list = typed(name, "a list of objects", JsonNode::isArray, Function.identity());
        List<Fields> all = new ArrayList<>();
        list.ifPresent(values -> values.forEach(value -> {
            String place = path(name) + "[" + all.size() + "]";
            if (!value.isObject()) {
                throw Refusal.invalid(place, "'" + place + "' must be an object.");
            }
            all.add(inner((ObjectNode) value, place));
        }));
        return all;
    }

    /** Sets what a builder may refuse; its refusal names the field. */
    static <T> void set(Fields fields, String name, Optional<T> value, Consumer<T> setter) {
        value.ifPresent(given -> {
            try {
                setter.accept(given);
            } catch (IllegalArgumentException refused) {
                throw fields.refuse(name, "is refused: " + refused.getMessage());
            }
        });
    }

    private <T> Optional<T> typed(
            String name, String what, Predicate<JsonNode> fits, Function<JsonNode, ? extends T> read) {
        Optional<JsonNode> value = find(name);
        if (value.isPresent() && !fits.test(value.get())) {
            throw refuse(name, "must be " + what);
        }
        return value.map(read);
    }

    /** {@return a refusal that names the field} */
    public Refusal refuse(String name, String complaint) {
        return Refusal.invalid(path(name), "'" + path(name) + "' " + complaint + ".");
    }

    /**
     * {@return the names of fields that nobody asked for, here and in what is within, such as {@code messages[].name}. An object of which
     * nobody asked for anything was taken as a whole}
     */
    List<String> ignored() {
        Set<String> names = new LinkedHashSet<>();
        addIgnored(names);
        return List.copyOf(names);
    }

    private void addIgnored(Set<String> names) {
        String place = path.replaceAll("\\[\\d+]", "[]");
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (names.size() < MOST_IGNORED && isIgnored(field.getKey(), field.getValue())) {
                names.add(place.isEmpty() ? field.getKey() : place + "." + field.getKey());
            }
        }
        for (Fields fields : inner) {
            if (!fields.asked.isEmpty()) {
                fields.addIgnored(names);
            }
        }
    }

    /** A null is as good as nothing; and what else than a name a caller puts there may be no header. */
    private boolean isIgnored(String name, JsonNode value) {
        return !asked.contains(name) && !value.isNull() && NAME.matcher(name).matches();
    }
}
