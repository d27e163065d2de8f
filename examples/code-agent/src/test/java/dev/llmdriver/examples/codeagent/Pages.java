package dev.llmdriver.examples.codeagent;

import java.util.List;

/** Pages to be judged: each begins on a line of its own, so that places can be told. */
final class Pages {
    static final String GOOD =
            with("<h1 id=\"x\">Hi</h1>", "document.getElementById('x').addEventListener('click', e => e);");

    private static final PageCheck CHECK = new PageCheck();

    private Pages() {}

    static String with(String body, String script) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head><title>A page</title></head>
                <body>
                %s
                <script>
                %s
                </script>
                </body>
                </html>
                """.formatted(body, script);
    }

    static Verdict judge(String page) {
        return CHECK.check(page);
    }

    /** {@return the rules that a page breaks, each once} */
    static List<Rule> broken(String page) {
        return judge(page).findings().stream().map(Finding::rule).distinct().toList();
    }
}
