package dev.llmdriver.examples.codeagent;

/** Takes what is found in one text of a page; knows where that text stands. */
@FunctionalInterface
interface Report {
    /**
     * Takes a finding.
     *
     * @param rule what is broken
     * @param offset where in the text
     * @param message what it is and what to do instead
     */
    void add(Rule rule, int offset, String message);
}
