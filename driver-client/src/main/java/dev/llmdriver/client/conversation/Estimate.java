package dev.llmdriver.client.conversation;

import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.Part;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A rough count of tokens, for what no provider has counted yet. */
final class Estimate {
    private static final int BYTES_OF_A_TOKEN = 4;
    /** The frame around a message. */
    private static final int OF_A_MESSAGE = 4;
    /** What a picture of usual size costs at most providers. */
    private static final int OF_MEDIA = 1000;

    private Estimate() {}

    static long tokens(List<Message> messages) {
        return messages.stream().mapToLong(Estimate::tokens).sum();
    }

    private static long tokens(Message message) {
        return OF_A_MESSAGE
                + message.parts().stream().mapToLong(Estimate::tokens).sum();
    }

    private static long tokens(Part part) {
        if (part instanceof Text text) {
            return tokens(text.text());
        } else if (part instanceof Reasoning reasoning) {
            return tokens(reasoning.text());
        } else if (part instanceof ToolCall call) {
            return tokens(call.name() + call.arguments());
        } else if (part instanceof ToolResult result) {
            return tokens(result.toolName() + result.content());
        }
        return part instanceof Media ? OF_MEDIA : 0;
    }

    private static long tokens(String text) {
        long bytes = text.getBytes(StandardCharsets.UTF_8).length;
        return (bytes + BYTES_OF_A_TOKEN - 1) / BYTES_OF_A_TOKEN;
    }
}
