package dev.llmdriver.examples.codeagent;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.NativeObject;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.ScriptableObject;

/**
 * Reads scripts with Acorn, which knows the newest JavaScript, and is itself JavaScript: Rhino runs it. Nothing of what is read is run.
 * Thread-safe.
 */
final class Acorn {
    private static final Duration TO_LOAD = Duration.ofMinutes(5);

    private final TimedContexts contexts;
    private final ScriptableObject acorn;
    private final Function parse;

    /** @param limit time for one script; there are short ones that take for ever */
    Acorn(Duration limit) {
        this.contexts = new TimedContexts(limit);
        this.acorn = new TimedContexts(TO_LOAD).call(context -> {
            ScriptableObject scope = context.initSafeStandardObjects();
            context.evaluateString(scope, source(), "acorn.js", 1, null);
            return (ScriptableObject) scope.get("acorn", scope);
        });
        this.parse = (Function) acorn.get("parse", acorn);
    }

    /**
     * Reads a script.
     *
     * @param code its text
     * @param module whether it is a module
     * @return the tree
     * @throws Unreadable if it is no JavaScript, or takes too long
     */
    synchronized JsNode parse(String code, boolean module) throws Unreadable {
        try {
            return contexts.call(context -> {
                NativeObject options = new NativeObject();
                options.put("ecmaVersion", options, "latest");
                options.put("sourceType", options, module ? "module" : "script");
                Object tree = parse.call(context, acorn.getParentScope(), acorn, new Object[] {code, options});
                return Objects.requireNonNull(JsNode.of(tree), "Acorn gave no tree");
            });
        } catch (RhinoException error) {
            throw Unreadable.of(error);
        } catch (TimedContexts.Late | StackOverflowError late) {
            throw new Unreadable("is too deep or too long to be read: write it more simply", 0);
        }
    }

    private static String source() {
        try {
            Properties webJar = new Properties();
            webJar.load(new StringReader(resource("/META-INF/maven/org.webjars.npm/acorn/pom.properties")));
            return resource("/META-INF/resources/webjars/acorn/" + webJar.getProperty("version") + "/dist/acorn.js");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Acorn.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
