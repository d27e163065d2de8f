package dev.llmdriver.examples.codeagent;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the checks say of a page.
 *
 * @param findings what is wrong, in the order of the page; empty if the page is accepted
 */
record Verdict(List<Finding> findings) {
    /** More are no help to a model, and cost tokens. */
    private static final int MOST = 30;

    Verdict {
        findings = findings.stream()
                .sorted(Comparator.comparing(Finding::place))
                .distinct()
                .limit(MOST)
                .toList();
    }

    boolean accepted() {
        return findings.isEmpty();
    }

    @Override
    public String toString() {
        return accepted()
                ? "accepted"
                : findings.stream().map(Finding::toString).collect(Collectors.joining("\n- ", "refused:\n- ", ""));
    }
}
