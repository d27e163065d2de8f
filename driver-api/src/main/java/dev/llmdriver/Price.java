package dev.llmdriver;

/**
 * What tokens cost.
 *
 * @param inputPerMillion nano-dollars (1e-9 US dollars) for a million tokens in
 * @param outputPerMillion nano-dollars for a million tokens out
 */
public record Price(long inputPerMillion, long outputPerMillion) {
    private static final double NANO = 1e9;

    /**
     * Creates a price from dollars, as providers publish it.
     *
     * @param input US dollars for a million tokens in
     * @param output US dollars for a million tokens out
     * @return the price
     */
    public static Price ofDollarsPerMillion(double input, double output) {
        return new Price(Math.round(input * NANO), Math.round(output * NANO));
    }
}
