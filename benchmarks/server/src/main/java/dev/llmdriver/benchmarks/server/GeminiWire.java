package dev.llmdriver.benchmarks.server;

import java.util.List;

/** {@code POST /v1beta/models/{model}:streamGenerateContent}: server-sent events with CRLF, counters in each. */
final class GeminiWire implements Wire {
    @Override
    public String streamType() {
        return "text/event-stream";
    }

    @Override
    public String callType() {
        return "application/json; charset=UTF-8";
    }

    @Override
    public String chunk(String token, int index) {
        return "data: {\"candidates\": [{\"content\": {\"parts\": [{\"text\": " + Wire.quote(token)
                + "}],\"role\": \"model\"},\"index\": 0}]," + counters(index + 1) + "}\r\n\r\n";
    }

    @Override
    public List<String> closing(int tokens, boolean usage) {
        return List.of("data: {\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"\"}],\"role\": \"model\"},"
                + "\"finishReason\": \"STOP\",\"index\": 0}]," + counters(tokens) + "}\r\n\r\n");
    }

    @Override
    public String call(int tokens, int variant) {
        return """
                {
                  "candidates": [
                    {
                      "content": {
                        "parts": [
                          {
                            "text": %s
                          }
                        ],
                        "role": "model"
                      },
                      "finishReason": "STOP",
                      "index": 0
                    }
                  ],
                  %s
                }
                """.formatted(
                        Wire.text(tokens, variant), counters(tokens + variant).replace("IuAg", "Iu" + variant));
    }

    private static String counters(int tokens) {
        return "\"usageMetadata\": {\"promptTokenCount\": 24,\"candidatesTokenCount\": " + tokens
                + ",\"totalTokenCount\": "
                + (24 + tokens) + ",\"promptTokensDetails\": [{\"modality\": \"TEXT\",\"tokenCount\": 24}]},"
                + "\"modelVersion\": \"gemini-2.5-flash\",\"responseId\": \"b7kfac3FOqiQmNAPtZyIuAg\"";
    }
}
