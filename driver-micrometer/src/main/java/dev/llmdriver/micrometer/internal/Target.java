package dev.llmdriver.micrometer.internal;

import io.micrometer.core.instrument.Tags;

/**
 * What is asked of whom: what most tags are made of.
 *
 * @param operation the operation's name in the conventions
 * @param provider the provider's name in the conventions
 * @param model the model, as it is sent
 * @param server who is talked to
 */
record Target(String operation, String provider, String model, Server server) {
    /** {@return the tags of our own meters} */
    Tags tags() {
        return Tags.of(GenAi.OPERATION, operation, GenAi.PROVIDER, provider, GenAi.REQUEST_MODEL, model);
    }

    /** {@return the tags of the conventions' meters, with the model that answered, which may be empty} */
    Tags tags(String responseModel) {
        return tags().and(GenAi.SERVER_ADDRESS, server.address())
                .and(GenAi.SERVER_PORT, server.port())
                .and(GenAi.RESPONSE_MODEL, responseModel);
    }
}
