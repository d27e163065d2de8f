package dev.llmdriver.examples.quickstart;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream;
import dev.llmdriver.client.LlmClient;

/** Read the answer as it comes. */
final class Streaming {
    private Streaming() {}

    public static void main(String[] args) {
        try (LlmClient client = LlmClient.load()) {
            // tag::streaming[]
            try (ChatStream stream = client.model().stream("Tell me a story.")) { // nothing is sent yet
                for (String text : stream.texts()) { // a slow reader slows the server
                    System.out.print(text);
                }
                ChatResponse whole = stream.result(); // a cut stream would have thrown
                System.out.println("\n" + whole.usage());
            } // leaving early closes the connection
            // end::streaming[]
        }
    }
}
