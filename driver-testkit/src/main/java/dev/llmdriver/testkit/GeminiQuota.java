package dev.llmdriver.testkit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.internal.GeminiFault;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Puts together the long 429 of a quota: its text, the quotas that are used up, and the delay, which is told twice. */
final class GeminiQuota {
    private static final String MODEL = "gemini-twin";
    private static final String PAGE = "https://ai.google.dev/gemini-api/docs/rate-limits";

    private final String metric;
    private final int limit;
    private final List<String> quotas = new ArrayList<>();

    private GeminiQuota(String metric, int limit) {
        this.metric = "generativelanguage.googleapis.com/" + metric;
        this.limit = limit;
    }

    static GeminiQuota of(String metric, int limit) {
        return new GeminiQuota(metric, limit);
    }

    GeminiQuota violation(String quotaId) {
        quotas.add(quotaId);
        return this;
    }

    Reply retryIn(Duration delay) {
        GeminiFault fault = new GeminiFault(429, "RESOURCE_EXHAUSTED", message(delay));
        fault.help("Learn more about Gemini API quotas", PAGE);
        ArrayNode violations = fault.detail("QuotaFailure").putArray("violations");
        quotas.forEach(quota -> describe(violations.addObject(), quota));
        fault.detail("RetryInfo").put("retryDelay", seconds(delay) + "s");
        return fault.reply();
    }

    private String message(Duration delay) {
        StringBuilder text = new StringBuilder(
                "You exceeded your current quota, please check your plan and billing details. For more information on "
                        + "this error, head to: " + PAGE + ". \n");
        quotas.forEach(quota -> text.append("* Quota exceeded for metric: ")
                .append(metric)
                .append(", limit: ")
                .append(limit)
                .append(", model: " + MODEL + "\n"));
        return text.append("Please retry in ")
                .append(seconds(delay))
                .append("s.")
                .toString();
    }

    private void describe(ObjectNode violation, String quota) {
        violation.put("quotaMetric", metric).put("quotaId", quota);
        violation.putObject("quotaDimensions").put("location", "global").put("model", MODEL);
        if (limit > 0) {
            violation.put("quotaValue", Integer.toString(limit)); // a zero is left out, as everywhere
        }
    }

    /** {@return the time as a protobuf Duration writes it, without the unit} */
    private static String seconds(Duration delay) {
        return BigDecimal.valueOf(delay.toNanos(), 9).stripTrailingZeros().toPlainString();
    }
}
