package dev.llmdriver.examples.codeagent;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Range;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeVisitor;

/** Judges a page by parsing it: its markup with jsoup, its scripts with Acorn, its styles with HtmlUnit's. Thread-safe. */
final class PageCheck {
    private static final int MOST_CHARACTERS = 300_000;
    private static final Pattern SCRIPT_TYPE = Pattern.compile(
            "(?i)|module|(application|text)/(x-)?(java|ecma)script|text/(javascript1\\.[0-5]|jscript|livescript)");

    private final MarkupCheck markup = new MarkupCheck();
    private final ScriptCheck scripts = new ScriptCheck(markup);

    Verdict check(String html) {
        List<Finding> findings = new ArrayList<>();
        if (html.length() > MOST_CHARACTERS) {
            findings.add(new Finding(
                    Rule.COMPLETE, Place.START, "the page has more than " + MOST_CHARACTERS + " characters"));
            return new Verdict(findings);
        }
        Document page = parse(html);
        CompleteCheck.check(page, findings);
        page.traverse((NodeVisitor) (node, depth) -> {
            if (node instanceof Element element) {
                element(element, findings);
            }
        });
        return new Verdict(findings);
    }

    static Document parse(String html) {
        return Parser.htmlParser().setTrackPosition(true).parseInput(html, "");
    }

    private void element(Element element, List<Finding> findings) {
        markup.element(element, (part, attribute) -> {
            Place place = place(part, attribute);
            return (rule, message) -> findings.add(new Finding(rule, place, message));
        });
        switch (element.normalName()) {
            case "script" -> script(element, findings);
            case "style" -> StyleCheck.check(element.data(), inside(element, findings));
            default -> {}
        }
    }

    private void script(Element script, List<Finding> findings) {
        String type = script.attr("type").strip();
        if (script.hasAttr("src") || script.hasAttr("href") || script.hasAttr("xlink:href")) {
            findings.add(new Finding(
                    Rule.REMOTE, place(script, ""), "a script from elsewhere: write its code into the page"));
        } else if (script.closest("svg, math") != null) {
            findings.add(new Finding(
                    Rule.EMBEDDED, place(script, ""), "a script inside a picture: put it at the end of the body"));
        } else if (type.equalsIgnoreCase("importmap") || type.equalsIgnoreCase("speculationrules")) {
            findings.add(new Finding(Rule.REMOTE, place(script, ""), type + ": the page is one file, it needs none"));
        } else if (SCRIPT_TYPE.matcher(type).matches()) {
            scripts.check(script.data(), type.equalsIgnoreCase("module"), inside(script, findings));
        }
    }

    private static Report inside(Element element, List<Finding> findings) {
        Place start = Place.of(element.sourceRange().end());
        return (rule, offset, message) -> findings.add(new Finding(rule, start.at(element.data(), offset), message));
    }

    private static Place place(Element element, String attribute) {
        Range range = attribute.isEmpty()
                ? element.sourceRange()
                : element.attributes().sourceRange(attribute).nameRange();
        return Place.of(range.start());
    }
}
