package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.testkit.OllamaErrors;
import dev.llmdriver.testkit.Reply;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of the options, which are looked at; their names are not, unknown ones are ignored. */
final class OllamaOptions {
    private static final Map<String, String> TYPES = types();

    private OllamaOptions() {}

    private static Map<String, String> types() {
        Map<String, String> types = new HashMap<>();
        for (String name :
                ("num_predict top_k repeat_last_n seed num_keep num_ctx num_batch num_gpu main_gpu num_thread "
                                + "draft_num_predict")
                        .split(" ")) {
            types.put(name, "integer");
        }
        for (String name :
                "temperature top_p min_p typical_p repeat_penalty presence_penalty frequency_penalty".split(" ")) {
            types.put(name, "float32");
        }
        types.put("use_mmap", "boolean");
        types.put("stop", "array");
        return types;
    }

    /** {@return the refusal of the first option of a wrong type, or null} */
    static @Nullable Reply refuse(JsonNode options) {
        for (Map.Entry<String, JsonNode> option : options.properties()) {
            String type = TYPES.get(option.getKey());
            if (type != null && !option.getValue().isNull() && !fits(type, option.getValue())) {
                return OllamaErrors.optionType(option.getKey(), type);
            }
        }
        return null;
    }

    private static boolean fits(String type, JsonNode value) {
        return switch (type) {
            case "integer", "float32" -> value.isNumber(); // a fraction is cut off
            case "boolean" -> value.isBoolean();
            default -> value.isArray() && allTexts(value);
        };
    }

    private static boolean allTexts(JsonNode list) {
        for (JsonNode item : list) {
            if (!item.isTextual()) {
                return false;
            }
        }
        return true;
    }
}
