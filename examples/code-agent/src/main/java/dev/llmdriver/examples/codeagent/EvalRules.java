package dev.llmdriver.examples.codeagent;

import dev.llmdriver.examples.codeagent.ScriptCheck.Site;
import java.util.Set;

/**
 * No text becomes code. The names {@code eval} and {@code Function} are refused wherever they stand for a value, which finds
 * aliases without following them; so is {@code constructor} where it may be kept or called, for a function's is {@code Function}.
 */
final class EvalRules {
    private static final Set<String> MAKERS = Set.of("eval", "Function", "execScript");
    private static final Set<String> TIMERS = Set.of("setTimeout", "setInterval", "setImmediate");
    private static final Set<String> COMPARISONS = Set.of("==", "===", "!=", "!==", "instanceof");
    private static final Set<String> WAYS_TO_CALL = Set.of("", "call", "apply", "bind", "constructor");

    void look(Site site, Report report) {
        switch (site.node().type()) {
            case "Identifier" -> identifier(site, report);
            case "MemberExpression" -> member(site, report);
            case "ObjectPattern" -> site.node().nodes("properties").forEach(each -> taken(each, report));
            case "CallExpression", "NewExpression" -> call(site.node(), report);
            case "TaggedTemplateExpression" ->
                timer(site.node(), JsNode.nameOf(site.node().node("tag")), report);
            default -> {}
        }
    }

    private static void identifier(Site site, Report report) {
        boolean isName = site.isUnder("property", "MemberExpression")
                || site.isUnder("key", "Property", "MethodDefinition", "PropertyDefinition");
        boolean isOnlyName =
                isName && !site.parent().flag("computed") && !site.parent().flag("shorthand");
        boolean isCompared = site.isUnder("right", "BinaryExpression")
                && site.parent().text("operator").equals("instanceof");
        if (!isOnlyName && !isCompared && MAKERS.contains(site.node().text("name"))) {
            maker(site.node(), site.node().text("name"), report);
        }
    }

    private static void member(Site site, Report report) {
        String name = site.node().name();
        if (MAKERS.contains(name)) {
            maker(site.node(), name, report);
        } else if (name.equals("constructor") && !isHarmless(site)) {
            constructor(site.node(), report);
        }
    }

    /** What is taken out of an object under one of the names. */
    private static void taken(JsNode property, Report report) {
        if (MAKERS.contains(property.name())) {
            maker(property, property.name(), report);
        } else if (property.name().equals("constructor")) {
            constructor(property, report);
        }
    }

    /** Its name may be read, it may be compared, and a class may ask for its own. */
    private static boolean isHarmless(Site site) {
        JsNode object = site.node().node("object");
        boolean own = object != null && object.is("ThisExpression");
        if (site.isUnder("object", "MemberExpression")) {
            String next = site.parent().name();
            return next.equals("name") || (own && !WAYS_TO_CALL.contains(next));
        }
        boolean isCompared = site.parent().is("BinaryExpression")
                && COMPARISONS.contains(site.parent().text("operator"));
        return isCompared || (own && site.isUnder("callee", "NewExpression"));
    }

    private static void call(JsNode call, Report report) {
        String name = JsNode.nameOf(call.node("callee"));
        if (!call.nodes("arguments").isEmpty()
                && KnownText.of(call.nodes("arguments").get(0)).isText()) {
            timer(call, name, report);
        }
        if (name.equals("createElement") && call.nodes("arguments").stream().anyMatch(EvalRules::isScript)) {
            report.add(Rule.EVAL, call.start(), "a script that makes a script: call a function instead");
        }
    }

    private static boolean isScript(JsNode argument) {
        return KnownText.of(argument).all().equalsIgnoreCase("script");
    }

    private static void timer(JsNode call, String name, Report report) {
        if (TIMERS.contains(name)) {
            report.add(Rule.EVAL, call.start(), name + " with a text, which it runs as code: give it a function");
        }
    }

    private static void maker(JsNode at, String name, Report report) {
        report.add(
                Rule.EVAL,
                at.start(),
                "'" + name + "' makes code of text: write the code itself, or read data with"
                        + " JSON.parse; a function of your own needs another name");
    }

    private static void constructor(JsNode at, Report report) {
        report.add(Rule.EVAL, at.start(), "'constructor' leads to the Function constructor: name the class instead");
    }
}
