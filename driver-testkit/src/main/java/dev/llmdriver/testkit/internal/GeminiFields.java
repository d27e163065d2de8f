package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Knows the fields of a request, and complains of others as Google's front end does: every one, with its place. */
final class GeminiFields {
    /** Per message its fields; after a colon their type, if it is not a plain value: [] a list, {} a map, * anything. */
    private static final Map<String, Map<String, String>> MESSAGES = parse("""
            Generate model contents:[]Content systemInstruction:Content generationConfig:Config tools:[]Tool
             toolConfig:ToolConfig safetySettings:[]Safety cachedContent serviceTier
            Count contents:[]Content generateContentRequest:Generate
            Embed model content:Content taskType title outputDimensionality
            Batch requests:[]Embed
            Content role parts:[]Part
            Part text inlineData:Blob fileData:File functionCall:Call functionResponse:Response executableCode:*
             codeExecutionResult:* toolCall:* toolResponse:* thought thoughtSignature videoMetadata:*
             mediaResolution:* partMetadata:*
            Blob mimeType data
            File mimeType fileUri
            Call id name args:Struct
            Response id name response:Struct parts:* willContinue scheduling
            Config temperature topP topK maxOutputTokens stopSequences:[] candidateCount seed responseMimeType
             responseSchema:Schema responseJsonSchema:* responseFormat:* presencePenalty frequencyPenalty
             responseLogprobs logprobs thinkingConfig:Thinking responseModalities:[] mediaResolution
             speechConfig:* imageConfig:* enableEnhancedCivicAnswers
            Thinking thinkingBudget includeThoughts thinkingLevel
            Tool functionDeclarations:[]Function googleSearch:* googleSearchRetrieval:* codeExecution:* urlContext:*
             googleMaps:* fileSearch:* computerUse:*
            Function name description behavior parameters:Schema parametersJsonSchema:* response:Schema
             responseJsonSchema:*
            ToolConfig functionCallingConfig:Calling retrievalConfig:* includeServerSideToolInvocations
            Calling mode allowedFunctionNames:[]
            Safety category threshold
            Schema type format title description nullable enum:[] items:Schema minItems maxItems properties:{}Schema
             required:[] minProperties maxProperties minimum maximum minLength maxLength pattern example:*
             anyOf:[]Schema propertyOrdering:[] default:*
            """);

    private static final Pattern UPPER = Pattern.compile("([A-Z])");
    private static final Pattern UNDERSCORE = Pattern.compile("_([a-z])");

    /** A complaint: the place of the message that holds the field, and the words. */
    record Complaint(String place, String words) {}

    private final List<Complaint> complaints = new ArrayList<>();

    private GeminiFields() {}

    /** {@return what is wrong with a request, in the order of its fields} */
    static List<Complaint> check(String message, JsonNode body) {
        GeminiFields fields = new GeminiFields();
        fields.message(message, body, "");
        return fields.complaints;
    }

    private void message(String message, JsonNode node, String place) {
        Map<String, String> known = MESSAGES.get(message);
        if (known == null || !node.isObject()) {
            return;
        }
        node.properties().forEach(field -> {
            String type = known.get(camel(field.getKey()));
            if (type == null) {
                complain(field.getKey(), place, "Cannot find field.");
            } else {
                value(field.getKey(), type, field.getValue(), place);
            }
        });
    }

    private void value(String name, String type, JsonNode value, String place) {
        String here = (place.isEmpty() ? "" : place + ".") + snake(name);
        if (type.startsWith("[]")) {
            for (int i = 0; i < value.size(); i++) {
                message(type.substring(2), value.path(i), here + "[" + i + "]");
            }
        } else if (type.startsWith("{}")) {
            int i = 0;
            for (JsonNode entry : value) {
                message(type.substring(2), entry, here + "[" + i++ + "].value");
            }
        } else if (type.equals("Struct") && !value.isObject()) {
            String struct = " (type.googleapis.com/google.protobuf.Struct), ";
            complaints.add(new Complaint(here, "Invalid value at '" + here + "'" + struct + Json.text(value)));
        } else if (!type.equals("*") && value.isArray()) {
            complain(name, place, "Proto field is not repeating, cannot start list.");
        } else {
            message(type, value, here);
        }
    }

    private void complain(String name, String place, String why) {
        String where = place.isEmpty() ? "" : " at '" + place + "'";
        complaints.add(new Complaint(
                place, "Invalid JSON payload received. Unknown name \"" + name + "\"" + where + ": " + why));
    }

    private static String camel(String name) {
        return UNDERSCORE.matcher(name).replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
    }

    private static String snake(String name) {
        return UPPER.matcher(name).replaceAll(m -> "_" + m.group(1).toLowerCase(Locale.ROOT));
    }

    private static Map<String, Map<String, String>> parse(String table) {
        Map<String, Map<String, String>> messages = new HashMap<>();
        for (String line : table.replace("\n ", " ").lines().toList()) {
            String[] words = line.strip().split("\\s+");
            Map<String, String> fields = new HashMap<>();
            for (int i = 1; i < words.length; i++) {
                String[] field = words[i].split(":", 2);
                fields.put(field[0], field.length == 1 ? "" : field[1]);
            }
            messages.put(words[0], fields);
        }
        return messages;
    }

    /** {@return the refusal, or null if there is nothing to complain of} */
    static @Nullable GeminiFault fault(String message, JsonNode body) {
        List<Complaint> complaints = check(message, body);
        if (complaints.isEmpty()) {
            return null;
        }
        GeminiFault fault = GeminiFault.invalid(
                String.join("\n", complaints.stream().map(Complaint::words).toList()));
        complaints.forEach(complaint -> fault.violation(complaint.place(), complaint.words()));
        return fault;
    }
}
