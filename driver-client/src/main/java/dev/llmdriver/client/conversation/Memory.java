package dev.llmdriver.client.conversation;

import java.util.List;

/**
 * How much of a conversation the model is told again with each turn. Whole turns are forgotten, oldest first, so that a tool's result is
 * never parted from its call; the system message and the turn under way are always sent. Immutable.
 *
 * <p>Tokens of a turn are taken from what the provider reported for it; where it reported nothing they are estimated, a token for four
 * bytes of text, and {@link Conversation#remembered} says so.
 */
public final class Memory {
    private final int mostTurns;
    private final long mostTokens;

    private Memory(int mostTurns, long mostTokens) {
        this.mostTurns = mostTurns;
        this.mostTokens = mostTokens;
    }

    /** {@return everything is told again} */
    public static Memory all() {
        return new Memory(Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    /** {@return the last turns are told again, at most so many besides the one under way; 0 or more} */
    public static Memory turns(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("a memory has 0 or more turns: " + most);
        }
        return new Memory(most, Long.MAX_VALUE);
    }

    /** {@return as many of the last turns are told again as fit into so many tokens, system message and new turn included} */
    public static Memory tokens(long most) {
        if (most < 1) {
            throw new IllegalArgumentException("a memory has at least one token: " + most);
        }
        return new Memory(Integer.MAX_VALUE, most);
    }

    /**
     * Chooses what is told again.
     *
     * @param turns all of them, oldest first
     * @param needed tokens of what is sent in any case
     * @return the last of them that fit
     */
    List<Turn> select(List<Turn> turns, long needed) {
        long left = mostTokens - needed;
        int first = turns.size();
        while (first > 0
                && turns.size() - first < mostTurns
                && turns.get(first - 1).tokens() <= left) {
            first--;
            left -= turns.get(first).tokens();
        }
        return turns.subList(first, turns.size());
    }

    @Override
    public String toString() {
        if (mostTokens < Long.MAX_VALUE) {
            return "Memory[" + mostTokens + " tokens]";
        }
        return mostTurns < Integer.MAX_VALUE ? "Memory[" + mostTurns + " turns]" : "Memory[all]";
    }
}
