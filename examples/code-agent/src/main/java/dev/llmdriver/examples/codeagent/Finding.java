package dev.llmdriver.examples.codeagent;

/**
 * One thing that is wrong with a page.
 *
 * @param rule what it breaks
 * @param place where it stands
 * @param message what it is and what to do instead, for the model as for a person
 */
record Finding(Rule rule, Place place, String message) {
    @Override
    public String toString() {
        return place + ": " + message;
    }
}
