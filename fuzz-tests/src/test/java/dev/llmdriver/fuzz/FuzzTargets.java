package dev.llmdriver.fuzz;

import dev.llmdriver.client.batch.JournalTarget;
import dev.llmdriver.client.conversation.ConversationTarget;
import dev.llmdriver.client.internal.ConfigurationTarget;
import dev.llmdriver.gemini.internal.GeminiTargets;
import dev.llmdriver.huggingface.internal.HuggingFaceTargets;
import dev.llmdriver.ollama.internal.OllamaTargets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** All targets by name. */
final class FuzzTargets {
    static final Map<String, FuzzTarget> ALL = all();

    private FuzzTargets() {}

    private static Map<String, FuzzTarget> all() {
        Map<String, FuzzTarget> all = new LinkedHashMap<>();
        all.put("sse", new SseTarget());
        all.put("lines", new LinesTarget());
        all.put("json", new ParserTarget());
        all.put("retry-after", new RetryAfterTarget());
        all.put("redactor", new RedactorTarget());
        all.put("texts", new TextsTarget());
        all.putAll(HuggingFaceTargets.all());
        all.putAll(GeminiTargets.all());
        all.putAll(OllamaTargets.all());
        all.put("configuration", new ConfigurationTarget());
        all.put("conversation", new ConversationTarget());
        all.put("journal", new JournalTarget());
        return Collections.unmodifiableMap(all);
    }

    static FuzzTarget get(String name) {
        FuzzTarget target = ALL.get(name);
        if (target == null) {
            throw new IllegalArgumentException("no target '" + name + "'; there are " + ALL.keySet());
        }
        return target;
    }
}
