package dev.llmdriver.examples.quickstart;

import dev.llmdriver.ChatModel;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.ModelNotFoundException;
import dev.llmdriver.error.RateLimitException;
import dev.llmdriver.error.StreamInterruptedException;

/** What goes wrong has a type and data. */
final class Errors {
    private Errors() {}

    public static void main(String[] args) {
        try (LlmClient client = LlmClient.load()) {
            ask(client.model());
        }
    }

    static void ask(ChatModel model) {
        // tag::errors[]
        try {
            model.stream("Tell me a story.").forEachText(System.out::print);
        } catch (RateLimitException limited) { // already retried, as the server's hint allowed
            System.err.println("again in " + limited.retryAfter());
        } catch (ModelNotFoundException unknown) {
            System.err.println(unknown.getMessage()); // says what to do
        } catch (StreamInterruptedException cut) { // never mistaken for success
            cut.partial().ifPresent(partial -> System.err.println("got as far as: " + partial.text()));
        } catch (LlmException other) {
            System.err.println(other.kind() + " " + other.advice() + " " + other.attempts());
        }
        // end::errors[]
    }
}
