package dev.llmdriver.ollama.internal.script;

/** Short forms of the JSON that the scripts are made of. */
final class Lines {
    private Lines() {}

    /** A line with these members of a message. */
    static String message(String members) {
        return "{\"model\":\"m\",\"created_at\":\"2026-08-21T10:00:00.1234Z\",\"message\":{\"role\":\"assistant\","
                + members + "},\"done\":false}";
    }

    static String text(String text) {
        return message("\"content\":\"" + text + "\"");
    }

    static String thought(String text) {
        return message("\"content\":\"\",\"thinking\":\"" + text + "\"");
    }

    /** A line with these tool calls. */
    static String calls(String calls) {
        return message("\"content\":\"\",\"tool_calls\":[" + calls + "]");
    }

    /** The last line, with counters. */
    static String done(String reason) {
        return last("\"content\":\"\"", reason, ",\"prompt_eval_count\":21,\"eval_count\":7");
    }

    /** The last line, or a whole answer, with these members of its message. */
    static String last(String members, String reason, String more) {
        return "{\"model\":\"m\",\"created_at\":\"2026-08-21T10:00:01+02:00\",\"message\":{\"role\":\"assistant\","
                + members
                + "},\"done\":true,\"done_reason\":\"" + reason
                + "\",\"total_duration\":900000000,\"load_duration\":30000000"
                + more + "}";
    }

    /** A whole answer with counters. */
    static String answer(String members, String reason) {
        return last(members, reason, ",\"prompt_eval_count\":21,\"eval_count\":7");
    }
}
