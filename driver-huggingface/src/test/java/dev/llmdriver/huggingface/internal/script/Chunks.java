package dev.llmdriver.huggingface.internal.script;

/** Short forms of the JSON that the scripts are made of. */
final class Chunks {
    private Chunks() {}

    /** A chunk with this delta. */
    static String delta(String members) {
        return "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                + "\"delta\":{" + members + "},\"finish_reason\":null}]}";
    }

    static String text(String text) {
        return delta("\"content\":\"" + text + "\"");
    }

    static String finish(String reason) {
        return "{\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}";
    }

    static String usage(int input, int output, int total) {
        return "{\"id\":\"c1\",\"choices\":[],\"usage\":" + counters(input, output, total) + "}";
    }

    static String counters(int input, int output, int total) {
        return "{\"prompt_tokens\":" + input + ",\"completion_tokens\":" + output + ",\"total_tokens\":" + total + "}";
    }

    /** A delta with these pieces of tool calls. */
    static String calls(String pieces) {
        return delta("\"tool_calls\":[" + pieces + "]");
    }

    /** A whole answer with this message. */
    static String answer(String message, String finishReason) {
        return "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                + "\"finish_reason\":\"" + finishReason + "\",\"message\":{\"role\":\"assistant\"," + message + "}}]}";
    }
}
