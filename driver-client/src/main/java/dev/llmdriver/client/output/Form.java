package dev.llmdriver.client.output;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.client.internal.json.BadJson;
import dev.llmdriver.client.output.Output.Means;

/** The form of an answer: how it is asked for, and how it is read. */
interface Form<T> {
    /**
     * How a request is asked.
     *
     * @param request with all that brings the form about
     * @param means how it does
     * @param uncertain whether the provider may yet refuse it, so that {@link #emulate} is worth a try
     * @param instructed whether the form stands in the prompt, so that the model may think it writes to a person
     */
    record Plan(ChatRequest request, Means means, boolean uncertain, boolean instructed) {}

    /** {@return the best way that the model has} */
    Plan plan(ChatModel model, ChatRequest request);

    /** {@return the way that every model has} */
    Plan emulate(ChatModel model, ChatRequest request);

    /** {@return what the model wrote, as a value} */
    T read(String text, Plan plan) throws BadJson;
}
