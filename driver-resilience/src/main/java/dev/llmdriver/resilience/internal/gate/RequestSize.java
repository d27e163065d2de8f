package dev.llmdriver.resilience.internal.gate;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.Part;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Reasoning;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Text;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import java.util.OptionalLong;

/** Works out how much a request may take, without a tokenizer. */
public final class RequestSize {
    /** What a provider's template writes around a message, with room to spare. */
    private static final long AROUND_MESSAGE = 32;
    /** What a template writes to say how tools are called, or how the answer must look. */
    private static final long AROUND_TOOLS = 1024;
    /** Templates print JSON with indentation. */
    private static final long PRINTED = 2;

    private RequestSize() {}

    /** {@return the upper bounds for a chat, extras aside} */
    static Size of(ChatRequest request) {
        OptionalLong output = request.maxTokens().isPresent()
                ? OptionalLong.of(request.maxTokens().getAsInt())
                : OptionalLong.empty();
        boolean bounded = request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .allMatch(RequestSize::isText);
        return new Size(bounded ? OptionalLong.of(input(request)) : OptionalLong.empty(), output);
    }

    /** {@return the upper bounds for embeddings, whose answers have no tokens} */
    static Size of(EmbeddingRequest request) {
        long input = request.texts().stream()
                .mapToLong(text -> AROUND_MESSAGE + bytes(text))
                .sum();
        return new Size(OptionalLong.of(input), OptionalLong.of(0));
    }

    /** What a picture or a sound costs goes by its dimensions; its bytes say nothing. */
    private static boolean isText(Part part) {
        return !(part instanceof Media media)
                || (media.mimeType().startsWith("text/") && media.uri().isEmpty());
    }

    private static long input(ChatRequest request) {
        long input = request.messages().stream().mapToLong(RequestSize::message).sum();
        if (!request.tools().isEmpty()) {
            input += AROUND_TOOLS
                    + request.tools().stream().mapToLong(RequestSize::tool).sum();
        }
        return input + request.responseFormat().map(RequestSize::format).orElse(0L);
    }

    private static long message(Message message) {
        return AROUND_MESSAGE
                + message.parts().stream().mapToLong(RequestSize::part).sum();
    }

    private static long part(Part part) {
        long attached = part.providerData()
                .map(ProviderData::json)
                .map(RequestSize::bytes)
                .orElse(0L);
        return attached + AROUND_MESSAGE + content(part);
    }

    private static long content(Part part) {
        if (part instanceof Text text) {
            return bytes(text.text());
        } else if (part instanceof Reasoning reasoning) {
            return bytes(reasoning.text());
        } else if (part instanceof ToolCall call) {
            return bytes(call.id()) + bytes(call.name()) + PRINTED * bytes(call.arguments());
        } else if (part instanceof ToolResult result) {
            return bytes(result.callId()) + bytes(result.toolName()) + PRINTED * bytes(result.content());
        }
        return ((Media) part).bytes().map(bytes -> (long) bytes.length).orElse(0L);
    }

    private static long tool(Tool tool) {
        return AROUND_MESSAGE + bytes(tool.name()) + bytes(tool.description()) + PRINTED * bytes(tool.parameters());
    }

    private static long format(ResponseFormat format) {
        return AROUND_TOOLS
                + (format instanceof ResponseFormat.JsonSchema json
                        ? bytes(json.name()) + PRINTED * bytes(json.schema())
                        : 0);
    }

    /** The length in UTF-8, without making it; a pair of surrogates is four bytes. */
    private static long bytes(String text) {
        return text.chars().mapToLong(RequestSize::bytes).sum();
    }

    private static long bytes(int unit) {
        if (unit < 0x80) {
            return 1;
        }
        return unit < 0x800 || Character.isSurrogate((char) unit) ? 2 : 3;
    }
}
