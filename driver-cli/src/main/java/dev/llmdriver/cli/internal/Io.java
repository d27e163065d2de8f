package dev.llmdriver.cli.internal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * What surrounds the command.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param terminals which of the three are terminals
 * @param environment the environment variables
 * @param properties the system properties
 * @param folder the working folder
 */
public record Io(
        InputStream in,
        Output out,
        PrintStream err,
        Terminals terminals,
        Map<String, String> environment,
        Map<String, String> properties,
        Path folder) {
    /** Which streams are terminals. The launcher says so: Java cannot tell one by one, so without it none is. */
    record Terminals(boolean in, boolean out, boolean err) {
        static final Terminals NONE = new Terminals(false, false, false);

        static Terminals ofProcess() {
            String told = System.getProperty("llmdriver.terminals", "");
            return new Terminals(told.contains("in"), told.contains("out"), told.contains("err"));
        }
    }

    /** {@return the streams and the environment of this process} */
    public static Io ofProcess() {
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return of(System.in, new FileOutputStream(FileDescriptor.out), err, Terminals.ofProcess());
    }

    private static Io of(InputStream in, OutputStream out, PrintStream err, Terminals terminals) {
        return new Io(in, new Output(out), err, terminals, System.getenv(), systemProperties(), Path.of(""));
    }

    private static Map<String, String> systemProperties() {
        Properties all = System.getProperties();
        return all.stringPropertyNames().stream().collect(Collectors.toMap(name -> name, all::getProperty));
    }

    /** {@return whether standard output takes colours} */
    boolean colours() {
        return terminals.out()
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
    }

    /** Says one line on standard error. */
    void say(String line) {
        err.println(Lines.one(line));
    }
}
