package dev.llmdriver.examples.codeagent;

import dev.llmdriver.examples.codeagent.ScriptCheck.Site;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Scripts load nothing from elsewhere, and write no markup that would. What they compute cannot be known; constants can. */
final class LoadRules {
    /** Functions that load, and which arguments are addresses. */
    private static final Map<String, List<Integer>> LOADERS = Map.ofEntries(
            Map.entry("fetch", List.of(0)),
            Map.entry("Request", List.of(0)),
            Map.entry("open", List.of(0, 1)),
            Map.entry("WebSocket", List.of(0)),
            Map.entry("WebTransport", List.of(0)),
            Map.entry("EventSource", List.of(0)),
            Map.entry("sendBeacon", List.of(0)),
            Map.entry("Audio", List.of(0)),
            Map.entry("FontFace", List.of(1)),
            Map.entry("addModule", List.of(0)),
            Map.entry("importScripts", List.of(0, 1, 2, 3)),
            Map.entry("Worker", List.of(0)),
            Map.entry("SharedWorker", List.of(0)));

    private static final Set<String> RUNNERS = Set.of("Worker", "SharedWorker", "importScripts", "addModule");
    private static final Set<String> ADDRESSES =
            Set.of("src", "srcset", "href", "action", "formAction", "poster", "location");
    private static final Set<String> MARKUP = Set.of("innerHTML", "outerHTML", "srcdoc");
    private static final Map<String, Integer> WRITERS = Map.of(
            "write", 0, "writeln", 0, "insertAdjacentHTML", 1, "createContextualFragment", 0, "setHTMLUnsafe", 0);

    private final MarkupCheck written;

    LoadRules(MarkupCheck written) {
        this.written = written;
    }

    void look(Site site, Report report) {
        JsNode node = site.node();
        switch (node.type()) {
            case "CallExpression", "NewExpression" -> call(node, report);
            case "AssignmentExpression" -> assignment(node, report);
            case "ImportExpression", "ImportDeclaration", "ExportAllDeclaration" -> imported(node, report);
            case "ExportNamedDeclaration" -> {
                if (node.node("source") != null) {
                    imported(node, report);
                }
            }
            default -> {}
        }
    }

    private void call(JsNode call, Report report) {
        JsNode callee = call.node("callee");
        String name = JsNode.nameOf(callee);
        List<KnownText> arguments =
                call.nodes("arguments").stream().map(KnownText::of).toList();
        for (int index : LOADERS.getOrDefault(name, List.of())) {
            if (index < arguments.size()) {
                address(call, name, arguments.get(index), report);
            }
        }
        if (Set.of("assign", "replace").contains(name)
                && callee != null
                && JsNode.nameOf(callee.node("object")).equals("location")) {
            arguments.stream().limit(1).forEach(to -> address(call, "location", to, report));
        }
        if (name.startsWith("setAttribute") && arguments.size() >= 2) {
            attribute(call, arguments, report);
        }
        int markup = WRITERS.getOrDefault(name, -1);
        if (markup >= 0 && markup < arguments.size()) {
            markup(call, arguments.get(markup), report);
        }
    }

    /** {@code setAttribute(name, value)}, and the one with a namespace before: the same as markup. */
    private void attribute(JsNode call, List<KnownText> arguments, Report report) {
        KnownText value = arguments.get(arguments.size() - 1);
        String name = arguments.get(arguments.size() - 2).all();
        if (!name.isEmpty()) {
            written.attribute("", name, value.prefix(), (rule, message) -> report.add(rule, call.start(), message));
        }
    }

    private void assignment(JsNode assignment, Report report) {
        String name = JsNode.nameOf(assignment.node("left"));
        KnownText value = KnownText.of(assignment.node("right"));
        if (MARKUP.contains(name)) {
            markup(assignment, value, report);
        } else if (ADDRESSES.contains(name)) {
            address(assignment, name, value, report);
        } else if (value.all().contains("url(")) {
            StyleCheck.check(value.all(), (rule, offset, message) -> report.add(rule, assignment.start(), message));
        }
    }

    private void markup(JsNode at, KnownText text, Report report) {
        written.fragment(text.all(), (rule, message) -> report.add(rule, at.start(), message));
    }

    private static void address(JsNode at, String by, KnownText address, Report report) {
        if (Addresses.isCode(address.prefix())) {
            report.add(Rule.JAVASCRIPT_URL, at.start(), by + " with a javascript: address: call a function");
        } else if (Addresses.isRemote(address.prefix())) {
            report.add(Rule.REMOTE, at.start(), by + " with the address of another place: the page must do alone");
        } else if (RUNNERS.contains(by) && Addresses.isInline(address.prefix())) {
            report.add(Rule.EVAL, at.start(), by + " with code as text: write it as a function of the page");
        }
    }

    private static void imported(JsNode node, Report report) {
        report.add(Rule.REMOTE, node.start(), "an import: the page is one file, so write the code into it");
    }
}
