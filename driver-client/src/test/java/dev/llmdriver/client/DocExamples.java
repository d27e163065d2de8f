package dev.llmdriver.client;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.client.conversation.Conversation;
import dev.llmdriver.client.conversation.Memory;
import dev.llmdriver.client.output.Output;
import dev.llmdriver.client.output.OutputCheck;
import dev.llmdriver.client.output.TypeRef;
import dev.llmdriver.client.output.TypedOutput;
import dev.llmdriver.client.tool.Approval;
import dev.llmdriver.client.tool.RunnableTool;
import dev.llmdriver.client.tool.ToolLoop;
import dev.llmdriver.client.tool.ToolMethod;
import dev.llmdriver.client.tool.ToolRun;
import dev.llmdriver.client.tool.ToolStep;
import dev.llmdriver.client.tool.Toolbox;
import dev.llmdriver.error.StreamInterruptedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the pages in docs show, so that the compiler reads it too. {@link DocsTest} compares. */
@SuppressWarnings({"unused", "SystemOut"})
final class DocExamples {
    interface Station {
        String at(String city);
    }

    private final LlmClient client;
    private final ChatModel model;

    DocExamples(LlmClient client) {
        this.client = client;
        this.model = client.model();
    }

    void aTool(Station station) {
        record City(
                @Description("in English, without the country")
                String name) {}

        RunnableTool weather = RunnableTool.of(
                "get_weather", "The current weather of a city", City.class, city -> station.at(city.name()));
        ToolLoop loop = ToolLoop.over(model).tools(Toolbox.of(weather)).build();
        System.out.println(loop.run("Do I need an umbrella in Oslo?").text());
    }

    @ToolMethod("Books a table")
    String book(@Description("how many come") int guests, Instant when, Optional<String> wish) {
        return "booked for " + guests + " at " + when
                + wish.map(more -> ", " + more).orElse("");
    }

    void approval(Toolbox tools) {
        ToolLoop careful = ToolLoop.over(model)
                .tools(tools)
                .approval(call ->
                        call.name().startsWith("get_") ? Approval.allow() : Approval.deny("only reading is allowed"))
                .build();
    }

    void asItGoes(ToolLoop loop, ChatRequest request) {
        ToolRun run = loop.stream(request).forEachText(System.out::print);
        for (ToolStep step : run.steps()) {
            System.out.println(step.number() + ": " + step.outcomes());
        }
        System.out.println(run.totals().usage());
    }

    void values() {
        record Recipe(String title, List<String> steps, Optional<Duration> time) {}

        Output<Recipe> soup = client.generate(ChatRequest.of("A soup for two"), Recipe.class);
        System.out.println(soup.value().title());

        Output<List<Recipe>> menu = TypedOutput.of(model, new TypeRef<List<Recipe>>() {})
                .check(OutputCheck.that(recipes -> recipes.size() == 3, "there must be three courses"))
                .repairs(1)
                .generate("A menu for tonight");

        if (soup instanceof Output.Invalid<Recipe> invalid) {
            System.err.println(invalid.reason() + ": " + invalid.faults() + " in " + invalid.text());
        }

        Output<String> letter = TypedOutput.text(model)
                .check(OutputCheck.that(text -> text.contains("Kind regards"), "end with Kind regards"))
                .generate("A letter to the landlord");
    }

    void conversation(Path file) throws IOException {
        Conversation talk = client.conversation()
                .system("Answer in one sentence.")
                .memory(Memory.turns(20))
                .build();
        System.out.println(talk.say("Why is the sky blue?").text());
        talk.stream("And at dusk?").forEachText(System.out::print);
        talk.save(file);

        try {
            talk.stream("Tell me more").forEachText(System.out::print);
        } catch (StreamInterruptedException cut) {
            talk.keepPartial(); // the turn's partial() is true from now on
        }

        Conversation again = client.conversation().restore(file).build();
    }
}
