package dev.llmdriver.benchmarks.server;

import java.util.List;

/** {@code POST /api/chat}: JSON lines. */
final class OllamaWire implements Wire {
    @Override
    public String streamType() {
        return "application/x-ndjson";
    }

    @Override
    public String callType() {
        return "application/json; charset=UTF-8";
    }

    @Override
    public String chunk(String token, int index) {
        return head("12.3836" + (10000 + index)) + Wire.quote(token) + "},\"done\":false}\n";
    }

    @Override
    public List<String> closing(int tokens, boolean usage) {
        return List.of(head("18.107714229") + "\"\"},\"done\":true," + counters(tokens) + "}\n");
    }

    @Override
    public String call(int tokens, int variant) {
        return head("18.10771422" + variant) + Wire.text(tokens, variant) + "},\"done\":true,"
                + counters(tokens + variant) + "}";
    }

    private static String head(String second) {
        return "{\"model\":\"llama3.2\",\"created_at\":\"2025-11-20T21:46:" + second
                + "Z\",\"message\":{\"role\":\"assistant\",\"content\":";
    }

    private static String counters(int tokens) {
        return "\"done_reason\":\"stop\",\"total_duration\":4883583458,\"load_duration\":1334875,\"prompt_eval_count\":26,"
                + "\"prompt_eval_duration\":342546000,\"eval_count\":" + tokens + ",\"eval_duration\":4535599000";
    }
}
