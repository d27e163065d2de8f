package dev.llmdriver.gemini.internal.script;

/** Short forms of the JSON that the scripts are made of. */
final class Chunks {
    static final String MORE = "\"modelVersion\":\"m-001\",\"responseId\":\"r1\"";
    static final String SEEN = "model=m-001 id=r1";

    private Chunks() {}

    /** A chunk with these parts and no end. */
    static String parts(String... parts) {
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + String.join(",", parts)
                + "]},\"index\":0}]," + MORE + "}";
    }

    /** A chunk with these parts that ends the answer. */
    static String last(String reason, String... parts) {
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + String.join(",", parts)
                + "]},\"finishReason\":\"" + reason + "\"}]," + MORE + "}";
    }

    /** A chunk that ends the answer without content. */
    static String end(String reason) {
        return "{\"candidates\":[{\"finishReason\":\"" + reason + "\",\"index\":0}]," + MORE + "}";
    }

    /** The chunk with these counters besides. */
    static String withUsage(String chunk, String counters) {
        return chunk.substring(0, chunk.length() - 1) + ",\"usageMetadata\":{" + counters + "}}";
    }

    static String text(String text) {
        return "{\"text\":\"" + text + "\"}";
    }

    static String signed(String text, String signature) {
        return "{\"text\":\"" + text + "\",\"thoughtSignature\":\"" + signature + "\"}";
    }

    static String thought(String text) {
        return "{\"text\":\"" + text + "\",\"thought\":true}";
    }

    static String call(String members) {
        return "{\"functionCall\":{" + members + "}}";
    }

    static String signedCall(String members, String signature) {
        return "{\"functionCall\":{" + members + "},\"thoughtSignature\":\"" + signature + "\"}";
    }

    static String error(int code, String status, String message) {
        return "{\n  \"error\": {\n    \"code\": " + code + ",\n    \"message\": \"" + message
                + "\",\n    \"status\": \"" + status + "\"\n  }\n}\n";
    }
}
