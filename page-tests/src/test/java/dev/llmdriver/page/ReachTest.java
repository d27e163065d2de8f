package dev.llmdriver.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What those get of the page who hear it, or have little room. */
@Timeout(300)
class ReachTest {
    private static final String LIVE = "[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]";

    @BeforeAll
    static void waitAsLongAsTheServer() {
        PlaywrightAssertions.setDefaultAssertionTimeout(Stage.PATIENCE_MILLIS);
    }

    @Test
    void whoHearsThePageIsToldOfAnAnswerButNotReadAllOfIt() throws Exception {
        try (Stage stage = Stage.open()) {
            stage.page.evaluate("window.heard = []; new MutationObserver("
                    + "() => heard.push(document.querySelector('#spoken').textContent))"
                    + ".observe(document.querySelector('#spoken'), { childList: true })");
            stage.answers("It is blue, and " + "very ".repeat(200) + "much so.");
            stage.ask("What colour is the sky?");
            assertThat(stage.answer().locator(".facts")).isVisible();
            assertThat(stage.page.locator("#spoken")).hasText("The answer is complete.");
            assertThat(stage.page.evaluate("heard"))
                    .isEqualTo(List.of("The answer has begun.", "The answer is complete."));
            assertThat(stage.page.locator("#spoken")).hasAttribute("role", "status");
            assertThat(stage.page.locator("#thread [aria-label=Answer][aria-busy=false]"))
                    .containsText("It is blue");
            Locator live = stage.page.locator(LIVE).filter(new Locator.FilterOptions().setHasText("It is blue"));
            assertThat(live).hasCount(0);
        }
    }

    @Test
    void whoHearsThePageIsToldThatNothingWasSaid() throws Exception {
        try (Stage stage = Stage.open()) {
            stage.answers("");
            stage.ask("Anybody?");
            assertThat(stage.page.locator("#spoken")).hasText("The model said nothing.");
        }
    }

    @Test
    void onASmallPhoneTheSettingsAreLeftWithoutScrolling() throws Exception {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            try (Stage stage = Stage.smallPhone(scheme)) {
                stage.page.locator("#choose").click();
                stage.page.getByLabel("Provider").selectOption("huggingface");
                stage.page.getByLabel("Type").selectOption("dedicated");
                stage.page.getByLabel("Provider").focus();
                assertThat(stage.page.evaluate("document.querySelector('#settings').scrollHeight"
                                + " > document.querySelector('#settings').clientHeight"))
                        .as("there is more than fits")
                        .isEqualTo(true);
                assertThat(stage.button("Done")).isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
                assertThat(stage.page.evaluate("document.elementFromPoint(innerWidth / 2,"
                                + " document.querySelector('#settings').getBoundingClientRect().bottom - 6).className"))
                        .as("what is seen below it")
                        .isEqualTo("end");
            }
        }
    }
}
