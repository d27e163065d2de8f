package dev.llmdriver.examples.codeagent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be known of an expression's text without running it: constants, their sums, and templates.
 *
 * @param prefix how it begins
 * @param all the constant parts, without what is between them
 * @param whole whether that is all of it
 * @param isText whether it surely is a text, whatever the rest may be
 */
record KnownText(String prefix, String all, boolean whole, boolean isText) {
    private static final int MOST_PARTS = 500;

    static KnownText of(@Nullable JsNode expression) {
        return expression == null ? new KnownText("", "", false, false) : new Reader().read(expression);
    }

    private static final class Reader {
        private final StringBuilder prefix = new StringBuilder();
        private final StringBuilder all = new StringBuilder();
        private boolean whole = true;
        private boolean isText;

        KnownText read(JsNode expression) {
            Deque<JsNode> parts = new ArrayDeque<>(List.of(expression));
            for (int i = 0; i < MOST_PARTS && !parts.isEmpty(); i++) {
                part(parts.pop(), parts);
            }
            return new KnownText(prefix.toString(), all.toString(), whole && parts.isEmpty(), isText);
        }

        private void part(JsNode part, Deque<JsNode> parts) {
            JsNode left = part.node("left");
            JsNode right = part.node("right");
            if (part.is("BinaryExpression") && part.text("operator").equals("+") && left != null && right != null) {
                parts.push(right);
                parts.push(left);
            } else if (part.is("TemplateLiteral")) {
                template(part);
            } else if (part.is("Literal") && part.fields().get("value") instanceof CharSequence text) {
                constant(text.toString());
            } else {
                whole = false;
            }
        }

        private void template(JsNode template) {
            List<JsNode> quasis = template.nodes("quasis");
            for (int i = 0; i < quasis.size(); i++) {
                whole &= i == 0;
                constant(quasis.get(i).fields().get("value") instanceof Map<?, ?> value ? cooked(value) : "");
            }
        }

        private static String cooked(Map<?, ?> value) {
            return value.get("cooked") instanceof CharSequence text ? text.toString() : "";
        }

        private void constant(String text) {
            isText = true;
            all.append(text);
            if (whole) {
                prefix.append(text);
            }
        }
    }
}
