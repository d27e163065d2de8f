package dev.llmdriver.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.HuggingFaceErrors;
import dev.llmdriver.testkit.TwinAnswer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the page looks; {@code -Dscreenshots.update=true} writes the pictures of {@code docs/images}. */
@Timeout(300)
class LookTest {
    private static final String ANSWER = """
            A **hash map** finds a value by its key in about the same time, however many there are.

            1. The key's hash says in which bucket to look.
            2. Keys that share a bucket are compared.

            ```java
            Map<String, Integer> ages = new HashMap<>();
            ages.put("Ada", 36); // replaces what was there
            System.out.println(ages.get("Ada"));
            ```

            | Operation | Usual | Worst |
            |---|---|---|
            | `get` | O(1) | O(log n) |
            | `put` | O(1) | O(log n) |
            """;

    @BeforeAll
    static void waitAsLongAsTheServer() {
        PlaywrightAssertions.setDefaultAssertionTimeout(Stage.PATIENCE_MILLIS);
    }

    private static void picture(Stage stage, String name) {
        if (Boolean.getBoolean("screenshots.update")) {
            stage.page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("../docs/images", name + ".png")));
        }
    }

    private static void explain(Stage stage) {
        stage.twin.enqueue(TwinAnswer.builder()
                .reasoning("They want to know how a hash map works. An example in Java helps.")
                .text(ANSWER)
                .usage(18, 164)
                .build());
        stage.ask("How does a hash map work?");
        assertThat(stage.answer().locator(".facts")).isVisible();
    }

    @Test
    void onADesktop() throws Exception {
        try (Stage stage = Stage.open()) {
            explain(stage);
            assertThat(stage.answer().locator(".reasoning")).not().hasAttribute("open", "");
            assertThat(stage.page.locator("#chats")).isVisible();
            assertThat(stage.page.locator("#chat-list .chat")).hasCount(1);
            picture(stage, "page-desktop");
        }
    }

    @Test
    void onAPhoneNothingIsWiderThanTheScreen() throws Exception {
        try (Stage stage = Stage.phone()) {
            explain(stage);
            stage.answers("`" + "long".repeat(100) + "`\n\n" + "https://example.org/" + "word".repeat(50));
            picture(stage, "page-phone");
            stage.ask("And " + "w".repeat(300) + "?");
            assertThat(stage.answer().locator(".facts")).isVisible();
            assertThat(stage.page.evaluate("document.documentElement.scrollWidth"))
                    .isEqualTo(Stage.PHONE);
            assertThat(stage.page.evaluate("document.querySelector('#thread').scrollWidth"
                            + " <= document.querySelector('#thread').clientWidth"))
                    .isEqualTo(true);
            assertThat(stage.page.locator("#chats")).not().isVisible();
            stage.button("Show conversations").click();
            assertThat(stage.page.locator("#chat-list .chat")).hasText("How does a hash map work?");
            stage.page.keyboard().press("Escape");
            assertThat(stage.page.locator("#chats")).not().isVisible();
        }
    }

    @Test
    void anError() throws Exception {
        try (Stage stage = Stage.open()) {
            stage.choose("Configured names", "safe");
            stage.answers(
                    HuggingFaceErrors.tooBusy(),
                    HuggingFaceDialect.ROUTER.stream(TwinAnswer.of("Rome was not built"))
                            .with(reply -> reply.cutAfter(700)));
            stage.ask("How long did it take to build Rome?");
            assertThat(stage.page.locator(".trouble")).containsText("The answer broke off");
            picture(stage, "page-error");
        }
    }
}
