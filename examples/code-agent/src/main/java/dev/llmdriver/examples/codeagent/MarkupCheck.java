package dev.llmdriver.examples.codeagent;

import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.jsoup.select.NodeVisitor;

/** Elements and their attributes, of the page or of markup that a script writes: no inline handlers, no remote loads, no documents within. */
final class MarkupCheck {
    private static final Set<String> EMBEDDING = Set.of(
            "iframe",
            "frame",
            "frameset",
            "fencedframe",
            "object",
            "embed",
            "applet",
            "portal",
            "base",
            "noscript",
            "noembed",
            "noframes",
            "xmp",
            "plaintext");
    private static final Set<String> ADDRESSES = Set.of(
            "src",
            "srcset",
            "imagesrcset",
            "href",
            "xlink:href",
            "action",
            "formaction",
            "poster",
            "background",
            "data",
            "ping",
            "manifest",
            "to",
            "from",
            "values",
            "by");
    /** Links to what is not loaded. */
    private static final Set<String> TOLD = Set.of("canonical", "author", "license", "alternate", "help");

    /** Takes a finding in an element or attribute whose place is known. */
    @FunctionalInterface
    interface Found {
        void add(Rule rule, String message);
    }

    /** Knows where an element and its attributes stand. */
    @FunctionalInterface
    interface Places {
        Found in(Element element, String attribute);
    }

    /** Looks through markup that a script writes. */
    void fragment(String html, Found found) {
        Jsoup.parseBodyFragment(html).body().traverse((NodeVisitor) (node, depth) -> {
            if (node instanceof Element element) {
                element(element, (part, attribute) -> found);
                if (element.normalName().equals("script")) {
                    found.add(Rule.EVAL, "a script that writes a script: call a function instead");
                } else if (element.normalName().equals("style")) {
                    StyleCheck.check(element.data(), (rule, offset, message) -> found.add(rule, message));
                }
            }
        });
    }

    /** Looks at one element, but not at its content. */
    void element(Element element, Places places) {
        String tag = element.normalName();
        if (EMBEDDING.contains(tag)) {
            places.in(element, "").add(Rule.EMBEDDED, "<" + tag + ">: the page is one document, written without it");
        }
        if (tag.equals("meta") && element.attr("http-equiv").equalsIgnoreCase("refresh")) {
            places.in(element, "http-equiv").add(Rule.REMOTE, "a page that goes elsewhere by itself: leave it out");
        }
        boolean isTold = tag.equals("link") && TOLD.contains(element.attr("rel").toLowerCase(Locale.ROOT));
        for (Attribute attribute : element.attributes()) {
            String name = attribute.getKey().toLowerCase(Locale.ROOT);
            if (!isTold || !name.equals("href")) {
                attribute(tag, name, attribute.getValue(), places.in(element, attribute.getKey()));
            }
        }
    }

    /** Looks at one attribute of an element whose name is {@code tag}, or unknown and empty. */
    void attribute(String tag, String name, String value, Found found) {
        if (name.matches("on[a-z]{3,}")) {
            found.add(Rule.HANDLER, name + "=\"…\": give the element an id, and add the handler with addEventListener");
        }
        if (ADDRESSES.contains(name)) {
            address(tag, name, value, found);
        }
        if (name.equals("style") || value.contains("url(")) {
            StyleCheck.check(value, (rule, offset, message) -> found.add(rule, message));
        }
    }

    private static void address(String tag, String name, String value, Found found) {
        boolean isFollowed = name.equals("href") && (tag.equals("a") || tag.equals("area") || tag.isEmpty());
        boolean isList = name.endsWith("srcset") || name.equals("values") || name.equals("ping");
        for (String each : isList ? value.split("[\\s,;]+", -1) : new String[] {value}) {
            if (Addresses.isCode(each)) {
                found.add(Rule.JAVASCRIPT_URL, name + "=\"javascript:…\": use a button, and add a handler by script");
            } else if (Addresses.isRemote(each) && !isFollowed) {
                found.add(Rule.REMOTE, name + " with the address of another place: write what is needed into the page");
            }
        }
    }
}
