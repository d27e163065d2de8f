package dev.llmdriver.cli.internal;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.Message;
import dev.llmdriver.Part;
import dev.llmdriver.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to ask, and how. */
final class Question {
    @Option(
            names = {"-s", "--system"},
            paramLabel = "TEXT",
            description = "Instructions for the model.")
    @Nullable
    String system;

    @Option(names = "--no-stream", description = "Wait for the whole answer.")
    boolean noStream;

    @Option(
            names = {"-o", "--option"},
            paramLabel = "KEY=VALUE",
            description = "A setting of the request: temperature, max-tokens, top-p, top-k, seed, stop, max-attempts,"
                    + " deadline, connect-timeout, first-token-timeout, idle-timeout, strict.")
    List<String> settings = new ArrayList<>();

    @Option(
            names = "--fallback",
            paramLabel = "REF,REF",
            split = ",",
            description =
                    "Who is asked in its stead if the model fails, in order; instead of those that are configured.")
    List<String> fallback = new ArrayList<>();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Attach a text file or an image.")
    List<String> files = new ArrayList<>();

    @Option(names = "--tools", paramLabel = "FILE", description = "Offer the function tools of a JSON list.")
    @Nullable
    String tools;

    @Option(names = "--schema", paramLabel = "FILE", description = "Ask for JSON by this JSON schema.")
    @Nullable
    String schema;

    @Parameters(paramLabel = "PROMPT", arity = "0..*", description = "What to say; '-' or a pipe: standard input.")
    List<String> prompt = new ArrayList<>();

    Settings settings() {
        return Settings.of(settings);
    }

    /** {@return who stands in for the model, by reference or name} */
    String[] fallback() {
        return fallback.stream().map(String::strip).toArray(String[]::new);
    }

    boolean hasPrompt() {
        return !prompt.isEmpty();
    }

    /** {@return the instructions, which stand before everything else} */
    List<Message> instructions() {
        return system == null || system.isBlank() ? List.of() : List.of(Message.system(system));
    }

    /** {@return everything but the messages} */
    ChatRequestBuilder request(Io io, Settings read) {
        InputFiles inputFiles = new InputFiles(io.folder());
        ChatRequestBuilder request = ChatRequest.builder();
        if (tools != null) {
            request.tools(new JsonFiles(inputFiles).tools(tools));
        }
        if (schema != null) {
            request.responseFormat(new JsonFiles(inputFiles).schema(schema));
        }
        read.applyTo(request);
        return request;
    }

    /** {@return the files behind {@code -f}} */
    List<Part> attachments(Io io) {
        return new Attachments(new InputFiles(io.folder())).read(files);
    }

    /** {@return what the user says, from the arguments or from standard input} */
    String text(Io io) {
        boolean piped = !hasPrompt() || prompt.equals(List.of("-"));
        String text = piped ? standardInput(io) : String.join(" ", prompt);
        if (text.isBlank()) {
            throw Failures.input("the prompt is empty; write it behind the command, or pipe it in");
        }
        return text;
    }

    private static String standardInput(Io io) {
        try {
            return InputFiles.text(io.in().readAllBytes())
                    .map(Lines::chomp)
                    .orElseThrow(() -> Failures.input(
                            "standard input is not text in UTF-8; attach an image with -f, convert anything else"));
        } catch (IOException unreadable) {
            throw Failures.input("standard input cannot be read: " + unreadable.getMessage());
        }
    }

    /** {@return the request with its messages} */
    ChatRequest complete(ChatRequestBuilder request, Io io, List<Part> attachments) {
        return request.messages(instructions())
                .message(message(attachments, text(io)))
                .build();
    }

    /** {@return a user's message of attachments and text} */
    static Message message(List<Part> attachments, String text) {
        return Message.builder(Role.USER).parts(attachments).text(text).build();
    }
}
