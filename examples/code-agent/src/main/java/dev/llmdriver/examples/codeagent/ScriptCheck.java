package dev.llmdriver.examples.codeagent;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** Reads a script and shows each node of its tree to the rules. */
final class ScriptCheck {
    private final Acorn acorn = new Acorn(Duration.ofSeconds(30));
    private final EvalRules evalRules = new EvalRules();
    private final LoadRules loadRules;

    ScriptCheck(MarkupCheck written) {
        this.loadRules = new LoadRules(written);
    }

    void check(String code, boolean module, Report report) {
        JsNode tree;
        try {
            tree = acorn.parse(code, module);
        } catch (Unreadable unreadable) {
            report.add(Rule.SYNTAX, unreadable.offset(), "the script " + unreadable.getMessage());
            return;
        }
        // Not by recursion: a tree may be deeper than any stack.
        Deque<Site> open = new ArrayDeque<>();
        open.push(new Site(tree, new JsNode(Map.of()), ""));
        while (!open.isEmpty()) {
            Site site = open.pop();
            evalRules.look(site, report);
            loadRules.look(site, report);
            site.node().forEachChild((role, child) -> open.push(new Site(child, site.node(), role)));
        }
    }

    /**
     * A node and where it hangs.
     *
     * @param node the node
     * @param parent what it is a part of; for the whole script a node without type
     * @param role the parent's field that it stands in
     */
    record Site(JsNode node, JsNode parent, String role) {
        boolean isUnder(String role, String... parents) {
            return this.role.equals(role) && parent.is(parents);
        }
    }
}
