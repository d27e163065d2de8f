package dev.llmdriver.cli.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The lines of standard input; one that ends with a backslash goes on in the next. */
final class PlainLines implements LineSource {
    private final BufferedReader reader;

    PlainLines(Io io) {
        this.reader = new BufferedReader(new InputStreamReader(io.in(), StandardCharsets.UTF_8));
    }

    @Override
    public Optional<String> next() {
        try {
            String line = reader.readLine();
            if (line == null) {
                return Optional.empty();
            }
            StringBuilder turn = new StringBuilder(line);
            while (turn.length() > 0 && turn.charAt(turn.length() - 1) == '\\' && (line = reader.readLine()) != null) {
                turn.setCharAt(turn.length() - 1, '\n');
                turn.append(line);
            }
            return Optional.of(turn.toString());
        } catch (IOException unreadable) {
            throw Failures.input("standard input cannot be read: " + unreadable.getMessage());
        }
    }

    @Override
    public void close() {}
}
