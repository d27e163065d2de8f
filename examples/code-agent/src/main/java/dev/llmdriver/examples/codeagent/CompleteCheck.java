package dev.llmdriver.examples.codeagent;

import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.DocumentType;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/** A page is one whole document: what parsers would add for it is missing, and what stands around it is no part of it. */
final class CompleteCheck {
    private final Document page;
    private final List<Finding> findings;

    private CompleteCheck(Document page, List<Finding> findings) {
        this.page = page;
        this.findings = findings;
    }

    static void check(Document page, List<Finding> findings) {
        new CompleteCheck(page, findings).run();
    }

    private void run() {
        if (page.documentType() == null || !(page.childNode(0) instanceof DocumentType)) {
            missing("the page must begin with <!DOCTYPE html>, and nothing may stand before it");
        }
        for (String tag : List.of("html", "head", "body")) {
            Element element = page.selectFirst(tag);
            if (element == null || element.sourceRange().isImplicit()) {
                missing("<" + tag + "> is missing");
            } else if (element.endSourceRange().isImplicit()) {
                missing("</" + tag + "> is missing: the page is not complete");
            }
        }
        Element title = page.head().selectFirst("title");
        if (title == null || title.text().isBlank()) {
            missing("<title> is missing, or empty");
        }
        nothingAfterTheEnd();
    }

    private void nothingAfterTheEnd() {
        Element html = page.selectFirst("html");
        if (html == null || html.endSourceRange().isImplicit()) {
            return;
        }
        int end = html.endSourceRange().endPos();
        Node[] after = new Node[1];
        page.traverse((NodeVisitor) (node, depth) -> {
            boolean isContent = node instanceof Element || (node instanceof TextNode text && !text.isBlank());
            if (after[0] == null && isContent && node.sourceRange().startPos() >= end) {
                after[0] = node;
            }
        });
        tell(after[0]);
    }

    private void tell(@Nullable Node after) {
        if (after != null) {
            findings.add(new Finding(
                    Rule.COMPLETE,
                    Place.of(after.sourceRange().start()),
                    "something stands after </html>: give the page alone"));
        }
    }

    private void missing(String message) {
        findings.add(new Finding(Rule.COMPLETE, Place.START, message));
    }
}
