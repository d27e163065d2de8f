package dev.llmdriver.examples.codeagent;

import org.jsoup.nodes.Range;

/**
 * Where in a page.
 *
 * @param line counted from 1
 * @param column counted from 1
 */
record Place(int line, int column) implements Comparable<Place> {
    static final Place START = new Place(1, 1);

    static Place of(Range.Position position) {
        return new Place(position.lineNumber(), position.columnNumber());
    }

    /** {@return the place of a character of a text that begins here} */
    Place at(String text, int offset) {
        String before = text.substring(0, Math.min(offset, text.length()));
        int lineStart = before.lastIndexOf('\n') + 1;
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        return lines == 0
                ? new Place(line, column + before.length())
                : new Place(line + lines, before.length() - lineStart + 1);
    }

    @Override
    public int compareTo(Place other) {
        return line == other.line ? Integer.compare(column, other.column) : Integer.compare(line, other.line);
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
