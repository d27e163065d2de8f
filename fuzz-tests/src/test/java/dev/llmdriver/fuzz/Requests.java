package dev.llmdriver.fuzz;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.Part;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Requests of all roles and kinds of parts that every provider has a form for, made of random numbers. */
public final class Requests {
    private static final List<String> MIME_TYPES = List.of("image/png", "image/jpeg", "image/webp");

    private final Random random;
    private int calls;

    private Requests(long seed) {
        this.random = new Random(seed);
    }

    static ChatRequest of(long seed) {
        return new Requests(seed).request();
    }

    /** {@return messages that a conversation may hold, with what not every provider takes} */
    public static List<Message> messages(long seed) {
        Requests requests = new Requests(seed);
        List<Message> messages = new ArrayList<>();
        requests.turns(messages);
        messages.add(Message.of(
                Role.USER, Media.of("audio/wav", URI.create("https://host/" + requests.word())), Text.of("")));
        ProviderData data = new ProviderData(requests.word(), requests.text(), "[" + quoted(requests.text()) + "]");
        messages.add(Message.of(
                Role.ASSISTANT,
                Reasoning.of(requests.text()).withProviderData(data),
                Text.of(requests.text()).withProviderData(data),
                ToolCall.of("", requests.word(), requests.text()).withProviderData(data)));
        return messages;
    }

    private ChatRequest request() {
        ChatRequestBuilder request = ChatRequest.builder();
        if (random.nextBoolean()) {
            request.system(text());
        }
        List<Message> messages = new ArrayList<>();
        turns(messages);
        messages.forEach(request::message);
        request.tools(tools());
        settings(request);
        return request.build();
    }

    private void settings(ChatRequestBuilder request) {
        if (random.nextBoolean()) {
            request.temperature(random.nextInt(200) / 100.0).topP((1 + random.nextInt(98)) / 100.0);
        }
        if (random.nextBoolean()) {
            request.maxTokens(1 + random.nextInt(100_000)).seed(random.nextInt(Integer.MAX_VALUE));
        }
        if (random.nextBoolean()) {
            request.stop(text(), text());
        }
    }

    private void turns(List<Message> messages) {
        for (int turn = random.nextInt(3); turn >= 0; turn--) {
            messages.add(user());
            for (int step = random.nextInt(3); step > 0; step--) {
                tools(messages);
            }
            if (random.nextBoolean()) {
                messages.add(Message.assistant(text()));
            }
        }
    }

    private Message user() {
        Message.Builder message = Message.builder(Role.USER);
        for (int parts = random.nextInt(4); parts >= 0; parts--) {
            message.part(random.nextInt(3) == 0 ? image() : Text.of(text()));
        }
        return message.build();
    }

    private Part image() {
        byte[] bytes = new byte[1 + random.nextInt(40)];
        random.nextBytes(bytes);
        return Media.of(MIME_TYPES.get(random.nextInt(MIME_TYPES.size())), bytes);
    }

    private void tools(List<Message> messages) {
        Message.Builder asks = Message.builder(Role.ASSISTANT);
        Message.Builder answers = Message.builder(Role.TOOL);
        if (random.nextBoolean()) {
            asks.text(text());
        }
        for (int each = random.nextInt(3); each >= 0; each--) {
            ToolCall call = ToolCall.of(
                    "call_" + calls++, word(), "{" + quoted(text()) + ": [" + quoted(text()) + ", -1.50, null]}");
            asks.part(call);
            String content = random.nextBoolean() ? text() : "{" + quoted(text()) + ":true}";
            answers.part(random.nextInt(4) == 0 ? ToolResult.error(call, content) : ToolResult.of(call, content));
        }
        messages.add(asks.build());
        messages.add(answers.build());
    }

    private List<Tool> tools() {
        List<Tool> tools = new ArrayList<>();
        for (int each = random.nextInt(4); each > 0; each--) {
            String property = word();
            String schema = "{\"type\":\"object\",\"properties\":{" + quoted(property)
                    + ":{\"type\":\"string\",\"description\":" + quoted(text()) + "}},\"required\":["
                    + quoted(property) + "]}";
            tools.add(new Tool(word() + each, text(), schema));
        }
        return tools;
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int length = 1 + random.nextInt(8); length > 0; length--) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }

    /** Of all characters, lone surrogates apart, those that JSON must escape among the most frequent. */
    private String text() {
        StringBuilder text = new StringBuilder();
        for (int length = 1 + random.nextInt(8); length > 0; length--) {
            int point = random.nextInt(random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1);
            boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            text.appendCodePoint(half ? '"' : point);
        }
        return text.append('.').toString();
    }

    /** Every character escaped, which is another way of writing it than the product's. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(each -> quoted.append(String.format("\\u%04x", each)));
        return quoted.append('"').toString();
    }
}
