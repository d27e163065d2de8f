package dev.llmdriver.examples.quickstart;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.client.LlmClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A message of a text and a picture. */
final class Pictures {
    private Pictures() {}

    public static void main(String[] args) throws IOException {
        try (LlmClient client = LlmClient.load()) {
            ask(client.model(), Path.of(args[0]));
        }
    }

    static void ask(ChatModel model, Path file) throws IOException {
        // tag::pictures[]
        byte[] photo = Files.readAllBytes(file);
        Message question = Message.of(Role.USER, Text.of("What is this?"), Media.of("image/jpeg", photo));
        System.out.println(
                model.generate(ChatRequest.builder().message(question).build()).text());
        // end::pictures[]
    }
}
