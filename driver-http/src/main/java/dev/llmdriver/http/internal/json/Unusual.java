package dev.llmdriver.http.internal.json;

/** Says that a value holds something which {@link QuickParser} leaves to Jackson: to be understood, or to be refused in its words. */
public final class Unusual extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** It has no stack, for it is no error. */
    Unusual() {
        super("left to Jackson", null, false, false);
    }
}
