package dev.llmdriver.examples.quickstart;

import dev.llmdriver.client.LlmClient;
import dev.llmdriver.client.tool.RunnableTool;
import dev.llmdriver.client.tool.ToolLoop;
import dev.llmdriver.client.tool.Toolbox;

/** Let the model call the application's own code. */
final class Tools {
    private Tools() {}

    public static void main(String[] args) {
        try (LlmClient client = LlmClient.load()) {
            ask(client);
        }
    }

    static void ask(LlmClient client) {
        // tag::tools[]
        record City(String name) {} // its JSON Schema is made for you

        RunnableTool temperature = RunnableTool.of(
                "temperature", "Temperature of a city in °C", City.class, city -> "21 in " + city.name());
        ToolLoop loop =
                ToolLoop.over(client.model()).tools(Toolbox.of(temperature)).build();
        System.out.println(loop.run("How warm is it in Paris?").text());
        // end::tools[]
    }
}
