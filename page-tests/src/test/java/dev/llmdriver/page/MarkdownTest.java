package dev.llmdriver.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a model's Markdown. */
@Timeout(300)
class MarkdownTest {
    private static final String HOSTILE = """
            <script>window.broken = 1</script>

            <img src=x onerror="window.broken = 2"> and <svg onload="window.broken = 3">

            [press](javascript:window.broken=4) [data](data:text/html,<script>window.broken=5</script>)

            ![picture](data:image/svg+xml;base64,PHN2Zz4=) ![far](https://picture.example/p.png)

            <iframe src="javascript:window.broken = 6"></iframe> <style>body { display: none }</style>

            [fine](https://fine.example/a?b=1&c="onmouseover=window.broken=7)

            <a href="javascript:window.broken=8" onclick="window.broken=9">raw</a>

            ```html" onmouseover="window.broken=10
            <b>code</b>
            ```
            """;

    @BeforeAll
    static void waitAsLongAsTheServer() {
        PlaywrightAssertions.setDefaultAssertionTimeout(Stage.PATIENCE_MILLIS);
    }

    @Test
    void hostileMarkupStaysText() throws Exception {
        try (Stage stage = Stage.open()) {
            stage.answers(HOSTILE);
            stage.ask("Break it");
            assertThat(stage.answer().locator(".facts")).isVisible();
            Locator body = stage.body();
            assertThat(body).containsText("<script>window.broken = 1</script>");
            assertThat(body).containsText("<img src=x onerror=\"window.broken = 2\">");
            assertThat(body).containsText("[press](javascript:window.broken=4)");
            assertThat(body).containsText("<iframe src=");
            assertThat(body.locator("script, img, svg, iframe, style, object, form, input"))
                    .hasCount(0);
            Object hosts = body.locator("a").evaluateAll("links => links.map(each => new URL(each.href).host).join()");
            assertThat(hosts).isEqualTo("picture.example,fine.example");
            Object attributes = body.evaluate("node => [...node.querySelectorAll('*')].flatMap(each =>"
                    + " each.getAttributeNames()).filter(name => name.startsWith('on')).length");
            assertThat(attributes).isEqualTo(0);
            for (Locator each : body.locator("a, code, p").all()) {
                each.hover();
            }
            assertThat(stage.page.evaluate("window.broken ?? 'whole'")).isEqualTo("whole");
            assertThat(stage.complaints).as("what the browser had to refuse").isEmpty();
        }
    }

    @Test
    void markdownIsShownAsSuch() throws Exception {
        try (Stage stage = Stage.open()) {
            stage.answers("# Title\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```java\nint x = 1;\n```\n");
            stage.ask("Show it");
            Locator body = stage.body();
            assertThat(body.locator("h1")).hasText("Title");
            assertThat(body.locator("li")).hasCount(2);
            assertThat(body.locator("td").last()).hasText("2");
            assertThat(body.locator("pre .hljs-number")).hasText("1");
            assertThat(stage.complaints).isEmpty();
        }
    }
}
