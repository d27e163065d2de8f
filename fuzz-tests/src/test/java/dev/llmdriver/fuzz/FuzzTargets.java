package dev.llmdriver.fuzz;

import dev.llmdriver.client.batch.JournalTarget;
import dev.llmdriver.client.conversation.ConversationTarget;
import dev.llmdriver.client.internal.ConfigurationTarget;
import dev.llmdriver.client.internal.StoreTarget;
import dev.llmdriver.client.output.OutputTarget;
import dev.llmdriver.client.tool.ArgumentsTarget;
import dev.llmdriver.gemini.internal.GeminiTargets;
import dev.llmdriver.http.internal.ProxyTarget;
import dev.llmdriver.http.internal.RedirectTarget;
import dev.llmdriver.huggingface.internal.HuggingFaceTargets;
import dev.llmdriver.ollama.internal.OllamaTargets;
import dev.llmdriver.server.internal.api.QuestionsTarget;
import dev.llmdriver.server.internal.auth.PublishedKeyTarget;
import dev.llmdriver.server.internal.auth.TokensTarget;
import dev.llmdriver.server.internal.openai.CallsTarget;
import dev.llmdriver.server.internal.socket.SessionTarget;
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
        all.put("redirect", new RedirectTarget());
        all.put("proxy", new ProxyTarget());
        all.put("output", new OutputTarget());
        all.put("arguments", new ArgumentsTarget());
        all.put("limit-store", new StoreTarget());
        all.put("gateway-calls", new CallsTarget());
        all.put("gateway-questions", new QuestionsTarget());
        all.put("gateway-socket", new SessionTarget());
        all.put("gateway-tokens", new TokensTarget());
        all.put("gateway-published-key", new PublishedKeyTarget());
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
