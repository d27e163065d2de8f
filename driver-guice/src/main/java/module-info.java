/** Models and the client by injection, for applications on Guice. */
module dev.llmdriver.guice {
    requires transitive dev.llmdriver.client;
    requires transitive com.google.guice;
    // Guice is an automatic module and cannot say that it needs this one.
    requires com.google.common;
    requires jakarta.inject;
    requires static org.jspecify;

    exports dev.llmdriver.guice;
}
