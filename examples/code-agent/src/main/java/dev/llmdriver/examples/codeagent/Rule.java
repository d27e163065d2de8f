package dev.llmdriver.examples.codeagent;

/** What a page is held to. */
enum Rule {
    /** It is one whole document, and nothing else. */
    COMPLETE,
    /** Its scripts and styles can be read. */
    SYNTAX,
    /** No text becomes code: no {@code eval}, no {@code Function} constructor, nor what amounts to them. */
    EVAL,
    /** No {@code onclick="…"}: handlers are added by scripts. */
    HANDLER,
    /** No {@code javascript:} addresses. */
    JAVASCRIPT_URL,
    /** Nothing is loaded from elsewhere, or sent there. */
    REMOTE,
    /** No document within the document, whose content would stay unread. */
    EMBEDDED
}
