package dev.llmdriver.cli.internal;

import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Shows Markdown on a terminal while it streams: headings and {@code **bold**} are bold, code is coloured, bullets are dots. Only
 * the first characters of a line, or a star, are held back until it is clear what they begin. Everything else is shown as it is.
 */
final class Markdown {
    private static final Pattern UNDECIDED = Pattern.compile(" {0,3}(#{0,6}|`{0,2}|[-*]?)");
    private static final Pattern BULLET = Pattern.compile("(\\s*)[-*] ");
    private static final Pattern HEADING = Pattern.compile(" {0,3}#{1,6} ");
    private static final Pattern FENCE = Pattern.compile(" {0,3}```.*");

    private final Consumer<String> out;
    private final StringBuilder held = new StringBuilder();
    private boolean lineStart = true;
    private boolean fenced;
    private boolean fenceLine;
    private boolean heading;
    private boolean bold;
    private boolean code;

    Markdown(Consumer<String> out) {
        this.out = out;
    }

    void print(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars().forEach(c -> next((char) c, shown));
        out.accept(shown.toString());
    }

    /** Shows what is still held back, and ends all styles. */
    void end() {
        StringBuilder shown = new StringBuilder();
        release(shown);
        shown.append(held);
        held.setLength(0);
        if (fenced || fenceLine || heading || bold || code) {
            shown.append(Ansi.RESET);
        }
        out.accept(shown.toString());
    }

    private void next(char c, StringBuilder shown) {
        if (c == '\n') {
            endLine(shown);
        } else if (lineStart) {
            held.append(c);
            beginLine(shown);
        } else if (fenced || fenceLine) {
            shown.append(c);
        } else {
            inline(c, shown);
        }
    }

    private void beginLine(StringBuilder shown) {
        String start = held.toString();
        if (FENCE.matcher(start).matches()) {
            fenceLine = true;
            begin(Ansi.DIM + start, shown);
        } else if (fenced) {
            if (!UNDECIDED.matcher(start).matches()) {
                begin(start, shown);
            }
        } else if (HEADING.matcher(start).matches()) {
            heading = true;
            begin(Ansi.BOLD, shown);
        } else if (BULLET.matcher(start).matches()) {
            begin(BULLET.matcher(start).replaceFirst("$1• "), shown);
        } else if (!UNDECIDED.matcher(start).matches()) {
            release(shown);
        }
    }

    private void begin(String text, StringBuilder shown) {
        held.setLength(0);
        lineStart = false;
        shown.append(text);
    }

    private void release(StringBuilder shown) {
        String text = held.toString();
        begin("", shown);
        if (fenced) {
            shown.append(text);
        } else {
            text.chars().forEach(c -> inline((char) c, shown));
        }
    }

    private void inline(char c, StringBuilder shown) {
        if (c == '*' && !code) {
            star(shown);
            return;
        }
        shown.append(held);
        held.setLength(0);
        if (c == '`') {
            code = !code;
            shown.append(code ? Ansi.CYAN : styles());
        } else {
            shown.append(c);
        }
    }

    private void star(StringBuilder shown) {
        if (held.length() == 0) {
            held.append('*');
            return;
        }
        held.setLength(0);
        bold = !bold;
        shown.append(styles());
    }

    private String styles() {
        return Ansi.RESET + (bold || heading ? Ansi.BOLD : "");
    }

    private void endLine(StringBuilder shown) {
        release(shown);
        shown.append(held);
        held.setLength(0);
        if (fenceLine) {
            fenced = !fenced;
        }
        boolean styled = fenceLine || heading || bold || code;
        fenceLine = false;
        heading = false;
        bold = false;
        code = false;
        if (styled) {
            shown.append(Ansi.RESET);
        }
        shown.append('\n').append(fenced ? Ansi.CYAN : "");
        lineStart = true;
    }
}
