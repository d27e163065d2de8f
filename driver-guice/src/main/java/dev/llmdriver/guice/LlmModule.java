package dev.llmdriver.guice;

import com.google.inject.AbstractModule;

/** Binds the client and its models. */
public final class LlmModule extends AbstractModule {
    /** Creates a module that reads what {@link dev.llmdriver.client.LlmClient#load} reads. */
    public LlmModule() {}
}
