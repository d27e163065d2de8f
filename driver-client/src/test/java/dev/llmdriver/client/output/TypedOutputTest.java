package dev.llmdriver.client.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.llmdriver.Capabilities;
import dev.llmdriver.Capability;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Message;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Role;
import dev.llmdriver.Support;
import dev.llmdriver.Usage;
import dev.llmdriver.client.output.Output.Invalid;
import dev.llmdriver.client.output.Output.Means;
import dev.llmdriver.client.output.Output.Valid;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.OutputInvalidException;
import dev.llmdriver.error.OverloadedException;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TypedOutputTest {
    enum Course {
        STARTER,
        MAIN
    }

    record Ingredient(String name, double amount) {}

    record Recipe(
            String title, Course course, List<Ingredient> ingredients, Optional<String> hint, Optional<Instant> eaten) {
        Recipe {
            if (title.isBlank()) {
                throw new IllegalArgumentException("a title has letters");
            }
        }
    }

    private static final String SOUP = "{\"title\":\"Soup\",\"course\":\"STARTER\",\"ingredients\":[{\"name\":\"Leek\","
            + "\"amount\":2.5}],\"eaten\":\"2026-01-01T12:00:00Z\"}";

    private static ScriptedChatModel model(Support schema) {
        return ScriptedChatModel.builder()
                .capabilities(Capabilities.unknown().with(schema, Capability.JSON_SCHEMA))
                .callbackExecutor(Runnable::run)
                .build();
    }

    private static String prompt(ChatRequest request) {
        return request.messages().stream().map(Message::text).reduce("", String::concat);
    }

    @Test
    void theSchemaIsSentWhereTheProviderTakesOne() {
        ScriptedChatModel model = model(Support.YES);
        model.enqueue(ScriptedAnswer.of(SOUP));

        Output<Recipe> output = TypedOutput.of(model, Recipe.class).generate("A soup");

        assertThat(output.value())
                .isEqualTo(new Recipe(
                        "Soup",
                        Course.STARTER,
                        List.of(new Ingredient("Leek", 2.5)),
                        Optional.empty(),
                        Optional.of(Instant.parse("2026-01-01T12:00:00Z"))));
        assertThat(output).isInstanceOf(Valid.class);
        assertThat(output.means()).isEqualTo(Means.SCHEMA);
        assertThat(output.repairs()).isZero();
        ChatRequest sent = model.requests().get(0);
        assertThat(sent.responseFormat())
                .get()
                .asInstanceOf(type(ResponseFormat.JsonSchema.class))
                .satisfies(format -> assertThat(format.name()).isEqualTo("Recipe"))
                .satisfies(format -> assertThat(format.schema())
                        .contains("\"required\":[\"title\",\"course\",\"ingredients\",\"hint\",\"eaten\"]"));
        assertThat(prompt(sent)).isEqualTo("A soup");
    }

    @Test
    void whereItTakesNoneThePromptDoesAndThatIsSaid() {
        ScriptedChatModel model = model(Support.NO);
        model.enqueue(ScriptedAnswer.of("Here you are:\n```json\n" + SOUP + "\n```\nEnjoy!"));

        Output<Recipe> output = TypedOutput.of(model, Recipe.class)
                .generate(
                        ChatRequest.builder().system("You cook.").user("A soup").build());

        assertThat(output.value().title()).isEqualTo("Soup");
        assertThat(output.means()).isEqualTo(Means.EMULATED);
        ChatRequest sent = model.requests().get(0);
        assertThat(sent.responseFormat()).isEmpty();
        assertThat(sent.messages()).extracting(Message::role).containsExactly(Role.SYSTEM, Role.USER);
        assertThat(sent.messages().get(0).text()).startsWith("You cook.").contains("\"title\"");
    }

    @Test
    void whereNobodyKnowsBothAreTriedAndARefusalIsEmulated() {
        ScriptedChatModel model = model(Support.UNKNOWN);
        model.enqueue(ScriptedAnswer.failing(ErrorKind.INVALID_REQUEST), ScriptedAnswer.of(SOUP));

        Output<Recipe> output = TypedOutput.of(model, Recipe.class).generate("A soup");

        assertThat(output.means()).isEqualTo(Means.EMULATED);
        assertThat(output.totals().attempts()).hasSize(2);
        assertThat(model.requests().get(0).responseFormat()).get().isInstanceOf(ResponseFormat.JsonSchema.class);
        assertThat(prompt(model.requests().get(0))).contains("\"title\"");
        assertThat(model.requests().get(1).responseFormat()).isEmpty();
    }

    @Test
    void fencesAreNoJsonWhereTheProviderPromisedTheForm() {
        ScriptedChatModel model = model(Support.YES);
        model.enqueue(ScriptedAnswer.of("```json\n" + SOUP + "\n```"));

        assertThat(TypedOutput.of(model, Recipe.class).repairs(0).generate("A soup"))
                .isInstanceOf(Invalid.class);
    }

    @Test
    void theModelIsToldWhatIsWrongAndPutsItRight() {
        ScriptedChatModel model = model(Support.YES);
        model.enqueue(
                ScriptedAnswer.builder()
                        .text(SOUP.replace("STARTER", "SOUP"))
                        .usage(10, 5)
                        .build(),
                ScriptedAnswer.builder().text(SOUP).usage(20, 5).build());

        Output<Recipe> output = TypedOutput.of(model, Recipe.class).generate("A soup");

        assertThat(output.value().course()).isEqualTo(Course.STARTER);
        assertThat(output.repairs()).isEqualTo(1);
        assertThat(output.totals().usage()).contains(Usage.of(30, 10));
        assertThat(output.totals().attempts()).hasSize(2);
        List<Message> repair = model.requests().get(1).messages();
        assertThat(repair).extracting(Message::role).containsExactly(Role.USER, Role.ASSISTANT, Role.USER);
        assertThat(repair.get(1)).isEqualTo(output.responses().get(0).message());
        assertThat(repair.get(2).text()).contains("/course").contains("STARTER");
    }

    @Test
    void whatAConstructorRefusesIsToldInItsWords() {
        ScriptedChatModel model = model(Support.YES);
        model.enqueue(ScriptedAnswer.of(SOUP.replace("Soup", " ")), ScriptedAnswer.of(SOUP));

        TypedOutput.of(model, Recipe.class).generate("A soup");

        assertThat(prompt(model.requests().get(1))).contains("a title has letters");
    }

    @Test
    void repairsAreBoundedAndTheVerdictSaysWhy() {
        ScriptedChatModel model = model(Support.YES);
        model.answers(request -> ScriptedAnswer.of("{\"title\":\"secret soup\"}"));

        Output<Recipe> output = TypedOutput.of(model, Recipe.class).generate("A soup");

        assertThat(model.requests()).hasSize(3);
        Invalid<Recipe> invalid = (Invalid<Recipe>) output;
        assertThat(invalid.reason()).isEqualTo("form");
        assertThat(invalid.faults()).anyMatch(fault -> fault.contains("required property 'course' not found"));
        assertThat(invalid.text()).isEqualTo("{\"title\":\"secret soup\"}");
        assertThat(invalid.repairs()).isEqualTo(2);
        assertThatThrownBy(output::value)
                .asInstanceOf(type(OutputInvalidException.class))
                .satisfies(error ->
                        assertThat(error.partial().map(PartialAnswer::text)).contains(invalid.text()))
                .satisfies(error -> assertThat(error.attempts()).hasSize(3))
                .satisfies(error ->
                        assertThat(error.getMessage()).doesNotContain("secret").contains("2 repairs"));
    }

    @Test
    void aCutAnswerIsNeverValid() {
        ScriptedChatModel model = model(Support.YES);
        model.enqueue(ScriptedAnswer.builder()
                .text(SOUP)
                .finish(FinishReason.Kind.LENGTH)
                .build());

        Output<Recipe> output = TypedOutput.of(model, Recipe.class).generate("A soup");

        assertThat(model.requests()).as("the next one would be cut as well").hasSize(1);
        assertThat(((Invalid<Recipe>) output).reason()).isEqualTo("length");
        assertThatThrownBy(output::value).hasMessageContaining("raise maxTokens");
    }

    @Test
    void callsOfToolsAreNoAnswer() {
        ScriptedChatModel model = model(Support.YES);
        model.enqueue(ScriptedAnswer.calling("cook", "{}"));

        Output<Recipe> output = TypedOutput.of(model, Recipe.class).generate("A soup");

        assertThat(((Invalid<Recipe>) output).reason()).isEqualTo("tool_calls");
    }

    @Test
    void listsEnumsAndNumbersAreWrapped() {
        ScriptedChatModel model = model(Support.YES);
        model.enqueue(
                ScriptedAnswer.of("{\"value\":[{\"name\":\"Leek\",\"amount\":1}]}"),
                ScriptedAnswer.of("{\"value\":\"MAIN\"}"),
                ScriptedAnswer.of("{\"value\":42}"));

        assertThat(TypedOutput.of(model, new TypeRef<List<Ingredient>>() {})
                        .generate("?")
                        .value())
                .containsExactly(new Ingredient("Leek", 1));
        assertThat(TypedOutput.of(model, Course.class).generate("?").value()).isEqualTo(Course.MAIN);
        assertThat(TypedOutput.of(model, Integer.class).generate("?").value()).isEqualTo(42);
    }

    @Test
    void checksSayAllThatIsWrongAtOnce() {
        ScriptedChatModel model = model(Support.YES);
        model.enqueue(ScriptedAnswer.of(SOUP), ScriptedAnswer.of(SOUP.replace("Soup", "Leek soup")));

        Output<Recipe> output = TypedOutput.of(model, Recipe.class)
                .check(OutputCheck.that(recipe -> recipe.title().startsWith("Leek"), "name the leek first"))
                .check(recipe -> recipe.title().length() > 6 ? Optional.empty() : Optional.of("longer, please"))
                .generate("A soup");

        assertThat(output.value().title()).isEqualTo("Leek soup");
        assertThat(prompt(model.requests().get(1))).contains("- name the leek first\n- longer, please\n");
    }

    @Test
    void textsAreCheckedToo() {
        ScriptedChatModel model = model(Support.UNKNOWN);
        model.answers(request -> ScriptedAnswer.of("Dear customer"));

        Output<String> output = TypedOutput.text(model)
                .check(OutputCheck.that(text -> text.contains("regards"), "end with regards"))
                .repairs(1)
                .generate("A letter");

        assertThat(output)
                .isEqualTo(new Invalid<>(
                        "check", List.of("end with regards"), Means.NONE, output.responses(), output.totals()));
        assertThat(model.requests()).hasSize(2);
        assertThat(TypedOutput.text(model).generate("A letter").value()).isEqualTo("Dear customer");
    }

    @Test
    void anEmptyAnswerIsNotSentBack() {
        ScriptedChatModel model = model(Support.YES);
        model.enqueue(ScriptedAnswer.builder().build(), ScriptedAnswer.of(SOUP));

        assertThat(TypedOutput.of(model, Recipe.class).generate("A soup").repairs())
                .isEqualTo(1);
        assertThat(model.requests().get(1).messages()).extracting(Message::role).containsExactly(Role.USER, Role.USER);
    }

    @Test
    void aFailingRepairFailsWithTheAttemptsOfAll() {
        ScriptedChatModel model = model(Support.YES);
        model.enqueue(ScriptedAnswer.of("{}"), ScriptedAnswer.failing(ErrorKind.OVERLOADED));

        assertThatThrownBy(() -> TypedOutput.of(model, Recipe.class).generate("A soup"))
                .asInstanceOf(type(OverloadedException.class))
                .satisfies(error -> assertThat(error.attempts()).hasSize(2));
    }

    @Test
    void aCheckThatThrowsIsSaidToBeOne() {
        ScriptedChatModel model = model(Support.YES);
        model.enqueue(ScriptedAnswer.of(SOUP));

        assertThatThrownBy(() -> TypedOutput.of(model, Recipe.class)
                        .check(recipe -> {
                            throw new IllegalStateException("mine");
                        })
                        .generate("A soup"))
                .isInstanceOf(OutputInvalidException.class)
                .hasRootCauseMessage("mine");
    }

    @Test
    void cancellingReachesTheCall() {
        ScriptedChatModel model = model(Support.YES);
        model.enqueue(
                ScriptedAnswer.of("{}"), ScriptedAnswer.builder().silence().build());

        CompletableFuture<Output<Recipe>> output =
                TypedOutput.of(model, Recipe.class).generateAsync(ChatRequest.of("A soup"));
        assertThat(model.requests()).as("the repair is under way").hasSize(2);
        output.cancel(true);

        assertThat(output).isCancelled();
        assertThatThrownBy(output::join)
                .extracting(LlmException::of)
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.CANCELLED));
    }

    @Test
    void fencesAreFoundWhereverTheyStand() {
        assertThat(JsonOutput.unfenced("{\"a\":\"```\"}")).isEqualTo("{\"a\":\"```\"}");
        assertThat(JsonOutput.unfenced("```\n[1]\n```")).isEqualTo("[1]");
        assertThat(JsonOutput.unfenced("So:\r\n```json\r\n{}\r\n```\r\nDone")).isEqualTo("{}");
        assertThat(JsonOutput.unfenced(" 7 ")).isEqualTo("7");
    }

    @Test
    void aTypeReferenceNamesItsType() {
        assertThat(new TypeRef<List<String>>() {}).isEqualTo(new TypeRef<List<String>>() {});
        assertThat(new TypeRef<List<String>>() {}).hasToString("TypeRef[java.util.List<java.lang.String>]");
    }

    @Test
    void aCheckThatThrowsAnErrorLeavesNobodyWaiting() {
        ScriptedChatModel model = model(Support.YES);
        model.enqueue(ScriptedAnswer.of("Dear Sir"));
        AssertionError thrown = new AssertionError("no greeting");

        CompletableFuture<Output<String>> output = TypedOutput.text(model)
                .check(text -> {
                    throw thrown;
                })
                .generateAsync(ChatRequest.of("A letter"));

        assertThat(output).isCompletedExceptionally();
        LlmException error =
                LlmException.of(output.handle((value, failure) -> failure).join());
        assertThat(error.kind()).isEqualTo(ErrorKind.OUTPUT_INVALID);
        assertThat(error.reason()).isEqualTo("check");
        assertThat(error).hasCause(thrown);
    }
}
