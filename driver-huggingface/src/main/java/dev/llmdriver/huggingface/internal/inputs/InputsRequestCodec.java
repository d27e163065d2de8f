package dev.llmdriver.huggingface.internal.inputs;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Message;
import dev.llmdriver.Mode;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.http.EncodedRequest;
import dev.llmdriver.http.ExtraFields;
import dev.llmdriver.http.Fates;
import dev.llmdriver.http.Json;
import dev.llmdriver.huggingface.internal.request.ChatRequestCodec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes {@code {"inputs": text, "parameters": {…}}} (wire page 6). Only what the caller set becomes a parameter, for a custom handler
 * may know no others.
 */
public final class InputsRequestCodec {
    /** Where what is asked goes under a name that is not its own. */
    private static final Map<String, String> RENAMED = Map.of(
            "inputs", "messages",
            "parameters.max_new_tokens", "maxTokens",
            "parameters.do_sample", "temperature",
            "parameters.grammar", "responseFormat");

    private InputsRequestCodec() {}

    /** Writes a request. */
    public static EncodedRequest encode(ChatRequest request, Mode mode) {
        Fates fates = new Fates();
        byte[] body = Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("inputs", prompt(request.messages(), fates));
            parameters(request, fates, out);
            if (mode == Mode.STREAM) {
                out.writeBooleanField("stream", true);
            }
            out.writeEndObject();
        });
        dropForeign(request, fates);
        return new EncodedRequest(
                ExtraFields.merge(body, request.extras(ChatRequestCodec.DRIVER), Set.of(), RENAMED, fates),
                fates.list());
    }

    /** One user message is the prompt itself; a conversation becomes a script that the model is to continue. */
    private static String prompt(List<Message> messages, Fates fates) {
        if (messages.stream().flatMap(message -> message.parts().stream()).anyMatch(part -> !(part instanceof Text))) {
            throw LlmException.builder(
                            ErrorKind.UNSUPPORTED,
                            "the form {\"inputs\": …} takes text alone; leave images, tools and reasoning out")
                    .reason("part")
                    .phase(Phase.BUILD)
                    .build();
        }
        if (messages.size() == 1) {
            fates.renamed("messages", "sent as inputs");
            return messages.get(0).text();
        }
        StringBuilder script = new StringBuilder();
        for (Message message : messages) {
            script.append(label(message.role())).append(message.text()).append("\n\n");
        }
        fates.emulated("messages", "the roles are written into one text, as the form has no messages");
        return script.append("Assistant:").toString();
    }

    private static String label(Role role) {
        return switch (role) {
            case SYSTEM -> "";
            case USER -> "User: ";
            case ASSISTANT -> "Assistant: ";
            case TOOL -> "Tool: ";
        };
    }

    private static void parameters(ChatRequest request, Fates fates, JsonGenerator out) throws IOException {
        Parameters parameters = new Parameters(out, fates);
        parameters.maxTokens(request.maxTokens());
        parameters.temperature(request.temperature());
        parameters.number("topK", "top_k", request.topK());
        parameters.topP(request.topP());
        parameters.seed(request.seed());
        parameters.frequencyPenalty(request.frequencyPenalty());
        parameters.stop(request.stop());
        parameters.format(request.responseFormat().orElse(ResponseFormat.text()));
        parameters.end();
    }

    private static void dropForeign(ChatRequest request, Fates fates) {
        String why = "the form {\"inputs\": …} has nothing like it";
        if (request.presencePenalty().isPresent()) {
            fates.dropped("presencePenalty", why);
        }
        if (request.logprobs().isPresent()) {
            fates.dropped("logprobs", why);
        }
        if (!request.tools().isEmpty()) {
            fates.dropped("tools", why);
        }
        if (request.toolChoice().isPresent()) {
            fates.dropped("toolChoice", why);
        }
        if (request.parallelToolCalls().isPresent()) {
            fates.dropped("parallelToolCalls", why);
        }
        if (request.reasoningEffort().isPresent()) {
            fates.dropped("reasoningEffort", why);
        }
    }
}
