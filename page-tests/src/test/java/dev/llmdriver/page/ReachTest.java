package dev.llmdriver.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What those get of the page who have little room. */
@Timeout(300)
class ReachTest {
    @BeforeAll
    static void waitAsLongAsTheServer() {
        PlaywrightAssertions.setDefaultAssertionTimeout(Stage.PATIENCE_MILLIS);
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
            }
        }
    }
}
