package dev.llmdriver;

import java.util.List;

/**
 * How probable a token was.
 *
 * @param token its text
 * @param logprob natural logarithm of its probability
 * @param top the most probable tokens in its place, without alternatives of their own; empty unless asked for
 */
public record TokenLogprob(String token, double logprob, List<TokenLogprob> top) {
    /** Copies the list. */
    public TokenLogprob {
        top = List.copyOf(top);
    }

    @Override
    public String toString() {
        return "TokenLogprob[" + token.length() + " characters, " + logprob + ", " + top.size() + " alternatives]";
    }
}
