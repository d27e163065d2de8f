package dev.llmdriver.examples.codeagent;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A node of a script's syntax tree, in the shape that all parsers of JavaScript share: ESTree.
 *
 * @param fields its fields: other nodes, lists of them, texts, numbers
 */
record JsNode(Map<?, ?> fields) {
    static @Nullable JsNode of(@Nullable Object value) {
        return value instanceof Map<?, ?> map && map.get("type") instanceof CharSequence ? new JsNode(map) : null;
    }

    String type() {
        return text("type");
    }

    boolean is(String... types) {
        return List.of(types).contains(type());
    }

    /** {@return where it begins, as an offset into the script} */
    int start() {
        return fields.get("start") instanceof Number number ? number.intValue() : 0;
    }

    /** {@return a field's text, or the empty one if there is none} */
    String text(String field) {
        return fields.get(field) instanceof CharSequence text ? text.toString() : "";
    }

    boolean flag(String field) {
        return Boolean.TRUE.equals(fields.get(field));
    }

    @Nullable
    JsNode node(String field) {
        return of(fields.get(field));
    }

    List<JsNode> nodes(String field) {
        return fields.get(field) instanceof List<?> list
                ? list.stream().map(JsNode::of).filter(Objects::nonNull).toList()
                : List.of();
    }

    /** Tells each child and the name of the field it stands in. */
    void forEachChild(BiConsumer<String, JsNode> action) {
        fields.forEach((name, value) -> {
            List<?> values = value instanceof List<?> list ? list : Collections.singletonList(value);
            values.stream()
                    .map(JsNode::of)
                    .filter(Objects::nonNull)
                    .forEach(child -> action.accept(name.toString(), child));
        });
    }

    /** {@return the name by which a member, a property or a variable goes, if the script says it in constant words; else the empty text} */
    String name() {
        return switch (type()) {
            case "Identifier" -> text("name");
            case "ChainExpression", "ParenthesizedExpression" -> nameOf(node("expression"));
            case "MemberExpression" -> key("property");
            case "Property" -> key("key");
            default -> "";
        };
    }

    private String key(String field) {
        JsNode key = node(field);
        if (key == null) {
            return "";
        }
        if (key.is("Identifier") && !flag("computed")) {
            return key.text("name");
        }
        KnownText known = KnownText.of(key);
        return known.whole() ? known.all() : "";
    }

    static String nameOf(@Nullable JsNode node) {
        return node == null ? "" : node.name();
    }
}
