package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.testkit.GeminiErrors;
import dev.llmdriver.testkit.Reply;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of a conversation: who may speak when, and what must come back as it was sent. */
final class GeminiTurns {
    private static final Set<String> ROLES = Set.of("", "user", "model");
    private static final List<String> DATA = List.of(
            "text",
            "inlineData",
            "fileData",
            "functionCall",
            "functionResponse",
            "executableCode",
            "codeExecutionResult",
            "toolCall",
            "toolResponse");
    /** Takes the place of a signature that was lost, or of one that another model made. */
    private static final String FILLER = "skip_thought_signature_validator";

    private final List<JsonNode> contents = new ArrayList<>();

    GeminiTurns(JsonNode body) {
        body.path("contents").forEach(contents::add);
    }

    /** {@return the refusal of a conversation that no model would take, or null} */
    @Nullable
    Reply refuse() {
        if (contents.isEmpty()) {
            return GeminiErrors.invalid("* GenerateContentRequest.contents: contents is not specified\n");
        }
        for (int i = 0; i < contents.size(); i++) {
            Reply refusal = refuseContent(i);
            refusal = refusal == null ? refuseOrder(i) : refusal;
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private @Nullable Reply refuseContent(int i) {
        JsonNode content = contents.get(i);
        if (!ROLES.contains(content.path("role").asText())) {
            return GeminiErrors.invalidRole();
        }
        JsonNode parts = content.path("parts");
        if (parts.isEmpty()) {
            return GeminiErrors.invalid(
                    "* GenerateContentRequest.contents[" + i + "].parts: contents.parts must not be empty.\n");
        }
        for (int k = 0; k < parts.size(); k++) {
            if (DATA.stream().noneMatch(parts.path(k)::has)) {
                return GeminiErrors.invalid("contents[" + i + "].parts[" + k
                        + "].data: required oneof field 'data' must have one initialized field");
            }
        }
        return null;
    }

    private @Nullable Reply refuseOrder(int i) {
        int calls = count(i, "functionCall");
        if (calls > 0) {
            if (i == 0 || isModel(i - 1)) {
                return GeminiErrors.turnOrder();
            }
            return results(i + 1) == calls ? null : GeminiErrors.unpairedResults();
        }
        boolean answersNothing = count(i, "functionResponse") > 0 && (i == 0 || count(i - 1, "functionCall") == 0);
        return answersNothing ? GeminiErrors.unpairedResults() : null;
    }

    /** Results that stand beside anything else do not count: the service takes such a turn for the model's. */
    private int results(int i) {
        if (i >= contents.size() || isModel(i)) {
            return 0;
        }
        int results = count(i, "functionResponse");
        return results == contents.get(i).path("parts").size() ? results : 0;
    }

    /** {@return the refusal of a conversation by a model that signs its thoughts, or null} */
    @Nullable
    Reply refuseUnsigned() {
        if (isModel(contents.size() - 1)) {
            return GeminiErrors.endsWithModelTurn();
        }
        for (int i = currentTurn(); i < contents.size(); i++) {
            for (JsonNode part : contents.get(i).path("parts")) {
                if (part.has("functionCall")) {
                    if (!part.has("thoughtSignature")) {
                        return GeminiErrors.missingSignature(
                                part.path("functionCall").path("name").asText(), i + 1);
                    }
                    break; // of parallel calls only the first is signed
                }
            }
        }
        return contents.stream()
                        .flatMap(content -> content.findValues("thoughtSignature").stream())
                        .allMatch(signature -> isReadable(signature.asText()))
                ? null
                : GeminiErrors.corruptedSignature();
    }

    /** The current turn is all that follows the last thing that a user really said. */
    private int currentTurn() {
        for (int i = contents.size() - 1; i > 0; i--) {
            if (!isModel(i) && count(i, "functionResponse") == 0) {
                return i;
            }
        }
        return 0;
    }

    private static boolean isReadable(String signature) {
        if (signature.equals(FILLER)) {
            return true;
        }
        try {
            return Base64.getDecoder().decode(signature.replace('-', '+').replace('_', '/')).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean isModel(int i) {
        return contents.get(i).path("role").asText().equals("model");
    }

    private int count(int i, String field) {
        int count = 0;
        for (JsonNode part : contents.get(i).path("parts")) {
            count += part.has(field) ? 1 : 0;
        }
        return count;
    }
}
