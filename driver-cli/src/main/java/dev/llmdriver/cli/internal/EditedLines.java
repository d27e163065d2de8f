package dev.llmdriver.cli.internal;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jline.keymap.KeyMap;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Parser;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * An editor on the terminal, with a history of this conversation. Alt-Enter, or a backslash at the end, begins another line. Ctrl-C
 * empties the line, or stops the answer that runs; Ctrl-D leaves.
 */
final class EditedLines implements LineSource {
    private final Terminal terminal;
    private final LineReader reader;

    EditedLines() {
        try {
            this.terminal = TerminalBuilder.builder().system(true).build();
        } catch (IOException unusable) {
            throw Failures.usage(
                    "this terminal cannot be used: " + unusable.getMessage() + "; give the prompt as an argument");
        }
        terminal.handle(Terminal.Signal.INT, signal -> Interrupts.cancel());
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(new ProseParser())
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "… ")
                .build();
        Objects.requireNonNull(reader.getKeyMaps().get(LineReader.MAIN))
                .bind(new Reference("new-line"), KeyMap.alt('\r'));
        reader.getWidgets().put("new-line", () -> {
            reader.getBuffer().write('\n');
            return true;
        });
    }

    @Override
    public Optional<String> next() {
        try {
            return Optional.of(reader.readLine("> ").replace("\\\n", "\n"));
        } catch (UserInterruptException emptied) {
            return Optional.of("");
        } catch (EndOfFileException left) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException ignored) { // the process ends; there is nothing left to save
            Interrupts.cancel();
        }
    }

    /** Prose has no quoting: an apostrophe opens nothing, a backslash counts at the end of a line alone. */
    private static final class ProseParser extends DefaultParser {
        ProseParser() {
            setQuoteChars(new char[0]);
            setEscapeChars(new char[0]);
        }

        @Override
        public org.jline.reader.ParsedLine parse(String line, int cursor, Parser.ParseContext context) {
            if (context != ParseContext.COMPLETE && line.endsWith("\\")) {
                throw new EOFError(-1, -1, "goes on");
            }
            return super.parse(line, cursor, context);
        }
    }
}
