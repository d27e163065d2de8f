package dev.llmdriver.examples.codeagent;

import org.mozilla.javascript.JavaScriptException;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/** A script could not be read. */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offset;

    Unreadable(String message, int offset) {
        super(message);
        this.offset = offset;
    }

    /** Reads what Acorn throws: a {@code SyntaxError} with an offset, and its line and column at the end of the message. */
    static Unreadable of(RhinoException error) {
        if (!(error instanceof JavaScriptException script && script.getValue() instanceof Scriptable thrown)
                || !(ScriptableObject.getProperty(thrown, "pos") instanceof Number offset)) {
            return new Unreadable("cannot be read: " + error.details(), 0);
        }
        String message = String.valueOf(ScriptableObject.getProperty(thrown, "message"));
        return new Unreadable("is no JavaScript: " + message.replaceFirst(" \\(\\d+:\\d+\\)$", ""), offset.intValue());
    }

    /** {@return where, as an offset into the script} */
    int offset() {
        return offset;
    }
}
