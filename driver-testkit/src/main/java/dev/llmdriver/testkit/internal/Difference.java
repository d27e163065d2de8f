package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Recording;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** In what a request is not the one of a recording. */
public final class Difference {
    /** What stands in a recording in place of a secret. */
    public static final String REDACTED = "REDACTED";

    private static final int LONGEST = 60;

    private Difference() {}

    /** {@return the first thing in which they differ, in words; empty if they do not} */
    public static Optional<String> of(Recording recording, RecordedRequest request, boolean query, boolean body) {
        if (!recording.method().equals(request.method())) {
            return Optional.of("the method " + recording.method());
        }
        if (!decoded(recording.path()).equals(decoded(request.path()))) {
            return Optional.of("the path " + recording.path());
        }
        if (query && !sameQuery(recording.query(), request.query())) {
            return Optional.of("the query \"" + recording.query() + "\", not \"" + request.query() + "\"");
        }
        return body ? ofBodies(recording.requestBody(), request.body()) : Optional.empty();
    }

    /** Plus signs are no spaces in a path. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static boolean sameQuery(String recorded, String asked) {
        List<String> left = new ArrayList<>(Arrays.asList(asked.split("&")));
        for (String pair : recorded.split("&")) {
            String name = pair.substring(0, pair.indexOf('=') + 1);
            boolean found = pair.endsWith("=" + REDACTED)
                    ? left.removeIf(one -> one.startsWith(name))
                    : left.removeIf(one -> decoded(one).equals(decoded(pair)));
            if (!found) {
                return false;
            }
        }
        return left.isEmpty();
    }

    private static Optional<String> ofBodies(String recorded, String asked) {
        JsonNode one = Json.parseOrMissing(recorded);
        JsonNode other = Json.parseOrMissing(asked);
        if (one.isMissingNode() || other.isMissingNode()) {
            return recorded.equals(asked) ? Optional.empty() : Optional.of("another body");
        }
        return ofTrees("", one, other);
    }

    private static Optional<String> ofTrees(String at, JsonNode one, JsonNode other) {
        if (one.isContainerNode() && one.getNodeType() == other.getNodeType()) {
            return one.isObject() ? ofObjects(at, one, other) : ofArrays(at, one, other);
        }
        return sameValue(one, other)
                ? Optional.empty()
                : Optional.of("at " + at + " " + shown(one) + ", not " + shown(other));
    }

    private static boolean sameValue(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        return one.equals(other) || (one.isTextual() && one.asText().equals(REDACTED));
    }

    private static Optional<String> ofObjects(String at, JsonNode one, JsonNode other) {
        TreeSet<String> names = new TreeSet<>();
        one.fieldNames().forEachRemaining(names::add);
        other.fieldNames().forEachRemaining(names::add);
        return names.stream()
                .flatMap(name -> ofTrees(at + "/" + name, one.path(name), other.path(name)).stream())
                .findFirst();
    }

    private static Optional<String> ofArrays(String at, JsonNode one, JsonNode other) {
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            Optional<String> difference = ofTrees(at + "/" + i, one.path(i), other.path(i));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static String shown(JsonNode node) {
        String text = node instanceof MissingNode ? "nothing" : Json.text(node);
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
