package dev.llmdriver.testkit.internal;

import java.util.regex.Pattern;

/** Words for somebody who talks to a model that is none. */
final class DemoText {
    private static final Pattern GREETING = Pattern.compile(
            "^\\s*(hi|hello|hey|hallo|good (morning|afternoon|evening))\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final int LONGEST_ECHO = 200;
    private static final String WHO =
            "I am the demo of LLM Driver: no real model, only a small server inside this process "
                    + "that speaks a provider's protocol over real HTTP.";

    private DemoText() {}

    static String reply(Ask ask) {
        if (ask.toolResult() != null) {
            return "The tool answered " + quote(ask.toolResult())
                    + ". A real model would now put that into words; this is the demo.";
        }
        String said = ask.lastUserText();
        int turn = ask.userTexts().size();
        String opening = turn > 1 ? "This is your message number " + turn + ". " : "";
        return opening + reaction(said);
    }

    private static String reaction(String said) {
        if (said.isBlank()) {
            return WHO + " You said nothing that I can read.";
        }
        if (GREETING.matcher(said).matches()) {
            return "Hello! " + WHO + " You said " + quote(said) + ". Choose a real model and say it again.";
        }
        if (said.strip().endsWith("?")) {
            return "Good question, but I cannot know. " + WHO + " You asked " + quote(said) + ".";
        }
        return "You said " + quote(said) + ", that is " + count(Tokens.count(said)) + ". " + WHO;
    }

    private static String count(int words) {
        return words == 1 ? "1 word" : words + " words";
    }

    private static String quote(String text) {
        String echo = text.length() > LONGEST_ECHO ? text.substring(0, LONGEST_ECHO) + "…" : text;
        return "“" + echo.strip() + "”";
    }
}
