package dev.llmdriver.examples.quickstart;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Message;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolChoice;
import dev.llmdriver.ToolResult;
import dev.llmdriver.client.LlmClient;

/** Let the model ask for a tool, run it, and hand the result back. */
final class Tools {
    private Tools() {}

    public static void main(String[] args) {
        try (LlmClient client = LlmClient.load()) {
            // tag::tools[]
            String schema = """
                    {"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""";
            ChatRequest question = ChatRequest.builder()
                    .user("How warm is it in Paris?")
                    .tools(new Tool("temperature", "Current temperature of a city in °C", schema))
                    .toolChoice(ToolChoice.required())
                    .build();
            ChatResponse wish = client.model().generate(question);
            ToolResult[] results = wish.toolCalls().stream()
                    .map(call -> ToolResult.of(call, "21")) // run your code with call.arguments() here
                    .toArray(ToolResult[]::new);
            ChatRequest followUp = question.toBuilder()
                    .toolChoice(ToolChoice.none())
                    .message(wish.message()) // goes back unchanged, signatures included
                    .message(Message.tool(results))
                    .build();
            System.out.println(client.model().generate(followUp).text());
            // end::tools[]
        }
    }
}
