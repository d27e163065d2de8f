package dev.llmdriver.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.HuggingFaceErrors;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import dev.llmdriver.testkit.ReplyEnd;
import dev.llmdriver.testkit.TwinAnswer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a person does with the page. */
@Timeout(300)
class PageTest {
    @BeforeAll
    static void waitAsLongAsTheServer() {
        PlaywrightAssertions.setDefaultAssertionTimeout(Stage.PATIENCE_MILLIS);
    }

    private static Reply stalledAfterTwoWords() {
        return HuggingFaceDialect.ROUTER.stream(
                        TwinAnswer.builder().pieces("One ", "two ", "three").build())
                .firstEvents(3)
                .build()
                .with(ReplyBuilder::stall);
    }

    @Test
    void aConversation() throws Exception {
        try (Stage stage = Stage.open()) {
            stage.answers("The sky is **blue**.");
            stage.ask("What colour is the sky?");
            Locator facts = stage.answer().locator(".facts");
            assertThat(facts).containsText("huggingface:org/chat");
            assertThat(facts).containsText("12 in, 34 out tokens · $0.000080 · ");
            assertThat(stage.answer().locator("strong")).hasText("blue");
            assertThat(stage.page.locator("#chat-list .chat")).hasText("What colour is the sky?");
            stage.answers("At dusk it is red.");
            stage.ask("And at dusk?");
            assertThat(stage.body()).hasText("At dusk it is red.");
            assertThat(stage.twin.requests().get(1).body()).contains("The sky is **blue**.");
            assertThat(stage.complaints).isEmpty();
        }
    }

    @Test
    void everyProviderAnswersByALineOfConfiguration() throws Exception {
        try (Stage stage = Stage.open()) {
            stage.choose("gemini", "gemini-2.5-flash");
            stage.ask("Who are you?");
            assertThat(stage.body()).hasText("I am Gemini's twin.");
            stage.choose("ollama", "llama3.2");
            stage.ask("And you?");
            assertThat(stage.body()).hasText("I am Ollama's twin.");
            assertThat(stage.answer().locator(".facts")).containsText("ollama:llama3.2");
        }
    }

    @Test
    void withoutMemoryAQuestionStandsAlone() throws Exception {
        try (Stage stage = Stage.open()) {
            stage.answers("A first secret.");
            stage.ask("One");
            assertThat(stage.answer().locator(".facts")).isVisible();
            stage.page.locator("#choose").click();
            stage.page.getByLabel("Tell the model what was said before").uncheck();
            stage.button("Done").click();
            stage.answers("Second.");
            stage.ask("Two");
            assertThat(stage.body()).hasText("Second.");
            assertThat(stage.twin.requests().get(1).body()).contains("Two").doesNotContain("secret");
        }
    }

    @Test
    void aStoppedAnswerKeepsWhatHadCome() throws Exception {
        try (Stage stage = Stage.open()) {
            stage.answers(stalledAfterTwoWords());
            stage.ask("Count");
            assertThat(stage.body()).hasText("One two");
            stage.button("Stop").click();
            assertThat(stage.answer().locator(".facts")).containsText("stopped");
            assertThat(stage.twin
                            .requests()
                            .get(0)
                            .awaitClosedByClient(Stage.PATIENCE)
                            .cause())
                    .isEqualTo(ReplyEnd.Cause.CLIENT_LEFT);
            stage.answers("One two three");
            stage.button("Ask again").click();
            assertThat(stage.body()).hasText("One two three");
            assertThat(stage.twin.requests().get(1).body()).doesNotContain("One two");
            stage.page.reload();
            assertThat(stage.page.locator(".answer .facts").first()).containsText("broke off");
        }
    }

    @Test
    void anotherModelAnswersAndThePageTellsWhich() throws Exception {
        try (Stage stage = Stage.open()) {
            stage.choose("Configured names", "safe");
            stage.answers(HuggingFaceErrors.tooBusy());
            stage.answers("Here I am.");
            stage.ask("Anybody?");
            assertThat(stage.body()).hasText("Here I am.");
            assertThat(stage.answer().locator(".facts")).containsText("huggingface:org/chat");
            stage.answer().getByText("2 attempts").click();
            assertThat(stage.answer().locator(".attempts li").first())
                    .hasText("huggingface:org/other: overloaded (500)");
            assertThat(stage.answer().locator(".attempts li").last()).hasText("huggingface:org/chat: answered");
        }
    }

    @Test
    void aReloadKeepsTheConversation() throws Exception {
        try (Stage stage = Stage.open()) {
            stage.answers("I shall remember.");
            stage.ask("Remember this");
            assertThat(stage.answer().locator(".facts")).isVisible();
            stage.page.reload();
            assertThat(stage.page.locator(".question")).hasText("Remember this");
            assertThat(stage.body()).hasText("I shall remember.");
            stage.answers("You said: this.");
            stage.ask("What?");
            assertThat(stage.body()).hasText("You said: this.");
            assertThat(stage.twin.requests().get(1).body()).contains("I shall remember.");
            stage.button("New conversation").click();
            assertThat(stage.page.locator(".question")).hasCount(0);
            stage.page.locator("#chat-list .chat").click();
            assertThat(stage.page.locator(".question")).hasCount(2);
        }
    }

    @Test
    void aConversationCanBeDeleted() throws Exception {
        try (Stage stage = Stage.open()) {
            stage.answers("Soon gone.");
            stage.ask("Forget me");
            Locator entry = stage.page.locator("#chat-list .chat");
            assertThat(entry).hasText("Forget me");
            entry.hover();
            stage.button("Delete Forget me").click();
            stage.button("Really delete Forget me?").click();
            assertThat(entry).hasCount(0);
            assertThat(stage.page.locator(".question")).hasCount(0);
        }
    }

    @Test
    void whoDeletesInOneWindowStopsTheAnswerInTheOther() throws Exception {
        try (Stage stage = Stage.open()) {
            stage.answers("First.");
            stage.ask("Begin");
            assertThat(stage.answer().locator(".facts")).isVisible();
            stage.answers(stalledAfterTwoWords());
            stage.ask("Count");
            assertThat(stage.body()).hasText("One two");
            Page other = stage.page.context().newPage();
            other.navigate(stage.address());
            other.locator("#chat-list .remove").click();
            other.locator("#chat-list .remove").click();
            assertThat(stage.answer()).containsText("This conversation was deleted, so the answer is not kept.");
            assertThat(stage.answer().locator(".facts")).containsText("stopped");
            assertThat(other.locator("#chat-list .chat")).hasCount(0);
        }
    }

    @Test
    void anEndpointWithoutAnAddressIsAskedFor() throws Exception {
        try (Stage stage = Stage.open()) {
            stage.page.locator("#choose").click();
            stage.page.getByLabel("Provider").selectOption("huggingface");
            stage.page.getByLabel("Type").selectOption("dedicated");
            Locator hint = stage.page.locator("#model-hint");
            assertThat(hint).hasText("Give the endpoint's URL below.");
            stage.page.getByLabel("URL").fill(stage.twin.v1().toString());
            stage.page.getByLabel("URL").press("Tab");
            assertThat(hint).containsText("to choose from");
        }
    }

    @Test
    void anErrorIsToldWithItsRemedyAndCanBeTriedAgain() throws Exception {
        try (Stage stage = Stage.open()) {
            stage.answers(HuggingFaceErrors.wrongToken());
            stage.ask("Hello");
            Locator trouble = stage.page.getByRole(AriaRole.ALERT);
            assertThat(trouble).containsText("the provider refused the server's key");
            assertThat(trouble).containsText("Check the key");
            stage.answers("Now it works.");
            stage.button("Try again").click();
            assertThat(stage.body()).hasText("Now it works.");
            assertThat(trouble).hasCount(0);
            assertThat(stage.page.locator(".question")).hasCount(1);
            assertThat(stage.complaints).isEmpty();
        }
    }

    @Test
    void anEndpointOfOnesOwnIsAskedWithItsTokenAlone() throws Exception {
        try (Stage stage = Stage.open()) {
            stage.page.locator("#choose").click();
            stage.page.getByLabel("Provider").selectOption("huggingface");
            stage.page.getByLabel("Type").selectOption("dedicated");
            stage.page.getByLabel("URL").fill(stage.twin.v1().toString());
            stage.page.getByLabel("Token", Stage.exactly()).fill("hf_ofThisPerson");
            stage.page.getByLabel("Model", Stage.exactly()).fill("org/other");
            stage.button("Done").click();
            stage.ask("Who are you?"); // the twin's own answer, for it is asked for its models meanwhile
            assertThat(stage.body()).containsText("You asked “Who are you?”");
            assertThat(stage.lastChat().header("Authorization")).contains("Bearer hf_ofThisPerson");
            Object kept = stage.page.evaluate("JSON.stringify(localStorage) + document.cookie");
            assertThat(kept.toString()).doesNotContain("hf_ofThisPerson");
            assertThat(stage.page.evaluate("sessionStorage.getItem('llm-endpoint-token')"))
                    .isEqualTo("hf_ofThisPerson");
        }
    }

    @Test
    void aListThatComesWhileSomebodyBeginsToTypeLeavesTheFieldAlone() throws Exception {
        try (Stage stage = Stage.open()) {
            Locator model = stage.page.getByLabel("Model", Stage.exactly());
            stage.page.locator("#choose").click();
            stage.page.evaluate("""
                    const provider = document.getElementById("provider");
                    provider.value = "ollama";
                    provider.dispatchEvent(new Event("change"));
                    document.getElementById("model").focus();
                    """);
            assertThat(stage.page.locator("#model-hint")).containsText("to choose from");
            assertThat(model).hasValue("");
            model.press("x");
            assertThat(model).hasValue("x");
            model.press("Backspace");
            model.blur();
            assertThat(model).hasValue("twin:latest"); // the first of the list
        }
    }

    @Test
    void whereTokensCountThePageAsksForOne() throws Exception {
        try (Stage stage = Stage.guarded()) {
            Locator token = stage.page.getByLabel("Your token");
            token.fill("wrong");
            stage.button("Go on").click();
            assertThat(stage.page.locator("#who-hint")).containsText("token is wrong");
            token.fill(Tokens.of("ada"));
            stage.button("Go on").click();
            assertThat(stage.page.locator("#who")).not().isVisible();
            stage.answers("Good day, Ada.");
            stage.ask("Hello");
            assertThat(stage.body()).hasText("Good day, Ada.");
            stage.page.reload();
            assertThat(stage.body()).hasText("Good day, Ada.");
        }
    }

    @Test
    void theKeyboardIsEnough() throws Exception {
        try (Stage stage = Stage.open()) {
            assertThat(stage.page.getByLabel("Your question")).isFocused();
            stage.answers(stalledAfterTwoWords());
            stage.page.keyboard().type("First line");
            stage.page.keyboard().press("Shift+Enter");
            stage.page.keyboard().type("second line");
            stage.page.keyboard().press("Enter");
            assertThat(stage.page.locator(".question")).hasText("First line\nsecond line");
            assertThat(stage.body()).hasText("One two");
            assertThat(stage.page.getByLabel("Your question")).isFocused();
            stage.page.keyboard().press("Escape");
            assertThat(stage.answer().locator(".facts")).containsText("stopped");
            assertThat(stage.page.getByLabel("Your question")).isFocused();
            stage.page.locator("#choose").focus();
            stage.page.keyboard().press("Enter");
            assertThat(stage.page.getByLabel("Provider")).isFocused();
            stage.page.keyboard().press("Escape");
            assertThat(stage.page.locator("#settings")).not().isVisible();
            assertThat(stage.page.getByLabel("Your question")).isFocused();
        }
    }
}
