package dev.llmdriver.examples.dataanalyst;

/** What the model asked for cannot be done; the message tells it why, and what can. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
        super(message);
    }

    /** {@return the same in the database's words, which help a model most} */
    static Refused of(Exception failure) {
        return new Refused(String.valueOf(failure.getMessage()));
    }
}
