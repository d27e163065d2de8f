package dev.llmdriver.benchmarks.server;

import java.util.ArrayList;
import java.util.List;

/** {@code POST /v1/chat/completions}: server-sent events that end with {@code [DONE]}. */
final class OpenAiWire implements Wire {
    private static final String ID = "chatcmpl-CdXm2x9zLb1jJcN2Vh0sX7YwQe5TRk";
    private static final String MODEL = "gpt-4o-mini-2024-07-18";
    private static final String TIER = "\"service_tier\":\"default\",\"system_fingerprint\":\"fp_560af6e559\"";

    @Override
    public String streamType() {
        return "text/event-stream; charset=utf-8";
    }

    @Override
    public String callType() {
        return "application/json";
    }

    @Override
    public List<String> opening() {
        return List.of(event("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null", "Kx2bZ"));
    }

    @Override
    public String chunk(String token, int index) {
        return event("{\"content\":" + Wire.quote(token) + "}", "null", "x8Fq2Lm7Zt".substring(0, 3 + index % 7));
    }

    @Override
    public List<String> closing(int tokens, boolean usage) {
        List<String> chunks = new ArrayList<>();
        chunks.add(event("{}", "\"stop\"", "pQ81d"));
        if (usage) {
            chunks.add(
                    "data: " + head() + ",\"choices\":[],\"usage\":" + usage(tokens) + ",\"obfuscation\":\"w\"}\n\n");
        }
        chunks.add("data: [DONE]\n\n");
        return chunks;
    }

    @Override
    public String call(int tokens, int variant) {
        return """
                {
                  "id": "%s",
                  "object": "chat.completion",
                  "created": 176367120%d,
                  "model": "%s",
                  "choices": [
                    {
                      "index": 0,
                      "message": {
                        "role": "assistant",
                        "content": %s,
                        "refusal": null,
                        "annotations": []
                      },
                      "logprobs": null,
                      "finish_reason": "stop"
                    }
                  ],
                  "usage": %s,
                  "service_tier": "default",
                  "system_fingerprint": "fp_560af6e559"
                }
                """.formatted(ID + variant, variant, MODEL, Wire.text(tokens, variant), usage(tokens + variant));
    }

    private static String head() {
        return "{\"id\":\"" + ID + "\",\"object\":\"chat.completion.chunk\",\"created\":1763671200,\"model\":\"" + MODEL
                + "\"," + TIER;
    }

    private static String event(String delta, String finish, String obfuscation) {
        return "data: " + head() + ",\"choices\":[{\"index\":0,\"delta\":" + delta
                + ",\"logprobs\":null,\"finish_reason\":" + finish + "}],\"obfuscation\":\"" + obfuscation + "\"}\n\n";
    }

    private static String usage(int tokens) {
        return "{\"prompt_tokens\":24,\"completion_tokens\":" + tokens + ",\"total_tokens\":" + (24 + tokens)
                + ",\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0,"
                + "\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}";
    }
}
