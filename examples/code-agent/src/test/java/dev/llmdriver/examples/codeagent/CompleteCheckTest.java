package dev.llmdriver.examples.codeagent;

import static dev.llmdriver.examples.codeagent.Pages.GOOD;
import static dev.llmdriver.examples.codeagent.Pages.broken;
import static dev.llmdriver.examples.codeagent.Pages.judge;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page is one whole document and nothing else. */
class CompleteCheckTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html>",
                "<html lang=\"en\">",
                "<head>",
                "</head>",
                "<body>",
                "</body>",
                "</html>",
                "<title>A page</title>"
            })
    void eachPartIsMissed(String part) {
        assertThat(GOOD).contains(part);
        assertThat(broken(GOOD.replace(part, ""))).contains(Rule.COMPLETE);
    }

    @Test
    void nothingStandsAroundIt() {
        assertThat(broken(GOOD)).isEmpty();
        assertThat(broken("Here it is: " + GOOD)).contains(Rule.COMPLETE);
        assertThat(broken("<!-- written for you -->" + GOOD)).contains(Rule.COMPLETE);
        assertThat(broken(GOOD + "Enjoy!")).containsExactly(Rule.COMPLETE);
        assertThat(broken(GOOD + "<script>go()</script>")).containsExactly(Rule.COMPLETE);
    }

    @Test
    void whatWasCutOffIsNotWhole() {
        for (int length = 0; length < GOOD.indexOf("</html>"); length += 7) {
            assertThat(broken(GOOD.substring(0, length)))
                    .as(GOOD.substring(0, length))
                    .contains(Rule.COMPLETE);
        }
    }

    @Test
    void aPageHasABound() {
        assertThat(judge(GOOD + " ".repeat(300_000)).findings())
                .singleElement()
                .hasToString("line 1, column 1: the page has more than 300000 characters");
    }
}
