package dev.llmdriver.examples.codeagent;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.client.LlmClientBuilder;
import dev.llmdriver.client.output.Output;
import dev.llmdriver.client.output.TypedOutput;
import dev.llmdriver.resilience.Resilience.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lets a model write a page, judges it, and lets the model put right what is wrong. Thread-safe. How often and how long is tried, and
 * how much is asked for, stands in {@code llm.properties}.
 */
final class CodeAgent {
    private static final String INSTRUCTIONS = """
            You write web pages. Answer with one complete HTML document, from <!DOCTYPE html> to </html>, and nothing else: no \
            explanation, no Markdown. Put all CSS into <style> and all JavaScript into <script>. Load nothing from elsewhere: no \
            libraries, fonts or pictures but those drawn by the page itself or in data: addresses. No eval, no Function constructor, \
            no inline handlers such as onclick="…" (use addEventListener), no javascript: addresses, no iframes. Give it a <title>.""";

    private static final Pattern FENCED = Pattern.compile("\\s*```\\w*\\n(.*)\\n```\\s*", Pattern.DOTALL);

    private final PageCheck check = new PageCheck();
    private final ChatModel model;
    private final int repairs;

    /**
     * Makes an agent.
     *
     * @param model who writes
     * @param repairs how often at most it may put a page right
     */
    CodeAgent(ChatModel model, int repairs) {
        this.model = model;
        this.repairs = repairs;
    }

    /** {@return a client that gives each attempt its own time, within that of the whole call} */
    static LlmClient client(LlmClientBuilder builder, Duration attempt) {
        return builder.decorate(Slot.ATTEMPT_METRICS, engine -> new AttemptTimeout(engine, attempt))
                .build();
    }

    /** {@return the page that a model wrote for a prompt, with the verdict} */
    Draft write(String prompt) {
        ChatRequest request =
                ChatRequest.builder().system(INSTRUCTIONS).user(prompt).build();
        Output<String> output = TypedOutput.text(model)
                .repairs(repairs)
                .check(answer -> faults(check.check(page(answer))))
                .generate(request);
        String page = page(output.text());
        return new Draft(page, verdict(output, page), output);
    }

    private Verdict verdict(Output<String> output, String page) {
        if (output instanceof Output.Invalid<String> invalid
                && !invalid.reason().equals("check")) {
            // Cut off, held back, or tools asked for: nothing a repair would mend.
            return new Verdict(List.of(new Finding(Rule.COMPLETE, Place.START, String.join("; ", invalid.faults()))));
        }
        return check.check(page);
    }

    private static Optional<String> faults(Verdict verdict) {
        return verdict.accepted()
                ? Optional.empty()
                : Optional.of(verdict.findings().stream().map(Finding::toString).collect(Collectors.joining("\n- ")));
    }

    /** Models like to put code between fences, whatever they were told. */
    private static String page(String answer) {
        String text = answer.replace("\r\n", "\n").replace("\uFEFF", "");
        Matcher fenced = FENCED.matcher(text);
        return fenced.matches() ? fenced.group(1) : text;
    }

    /**
     * What came of it.
     *
     * @param page the last answer's page, accepted or not
     * @param verdict what the checks say of it
     * @param output all answers, and what they took
     */
    record Draft(String page, Verdict verdict, Output<String> output) {}
}
