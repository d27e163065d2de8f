package dev.llmdriver.http.internal;

/** A call that ends when its provider is closed. */
interface OpenCall {
    /** Ends it as cancelled because the provider was closed, on any thread. */
    void closed();
}
