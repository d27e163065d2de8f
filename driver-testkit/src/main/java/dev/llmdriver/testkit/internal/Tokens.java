package dev.llmdriver.testkit.internal;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts text into what the twins call tokens: a word with the white space before it. */
public final class Tokens {
    private static final Pattern TOKEN = Pattern.compile("\\s*\\S+|\\s+$");

    private Tokens() {}

    /** {@return the tokens; joined they are the text again} */
    public static List<String> of(String text) {
        return TOKEN.matcher(text).results().map(MatchResult::group).toList();
    }

    /** {@return how many tokens the text has} */
    public static int count(String text) {
        Matcher tokens = TOKEN.matcher(text); // a text of each would be many times as much as the whole
        int count = 0;
        while (tokens.find()) {
            count++;
        }
        return count;
    }
}
