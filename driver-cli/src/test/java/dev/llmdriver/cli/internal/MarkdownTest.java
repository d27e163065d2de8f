package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Markdown as a terminal shows it; {@code B}, {@code D}, {@code C} and {@code 0} stand for bold, dim, colour and reset. */
class MarkdownTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
                    plain text        | plain text
                    2 * 3 * 4         | 2 * 3 * 4
                    a **b** c         | a <0><B>b<0> c
                    **b**             | <0><B>b<0>
                    `x*y` z           | <C>x*y<0> z
                    # Title/n text    | <B>Title<0>/n text
                    #hash             | #hash
                    - one/n* two      | • one/n• two
                    -1 is less        | -1 is less
                    **open/nnext      | <0><B>open<0>/nnext
                    ```java/nx = "**";/n```/nend | <D>```java<0>/n<C>x = "**";/n<C><D>```<0>/nend
                    ends with *       | ends with *
                    --                | --
                    """)
    void isShownTheSameHoweverItIsSplit(String markdown, String expected) {
        String source = markdown.replace("/n", "\n");
        String shown = expected.replace("/n", "\n")
                .replace("<0>", Ansi.RESET)
                .replace("<B>", Ansi.BOLD)
                .replace("<D>", Ansi.DIM)
                .replace("<C>", Ansi.CYAN);
        for (int piece = 1; piece <= source.length(); piece++) {
            StringBuilder out = new StringBuilder();
            Markdown writer = new Markdown(out::append);
            for (int at = 0; at < source.length(); at += piece) {
                writer.print(source.substring(at, Math.min(source.length(), at + piece)));
            }
            writer.end();
            assertThat(out.toString()).as("pieces of %d", piece).isEqualTo(shown);
        }
    }
}
