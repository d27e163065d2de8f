/** The contract: requests, events, errors, the service interface of drivers, discovery. */
module dev.llmdriver {
    requires static org.jspecify;

// exports dev.llmdriver; : uncomment with the package's first type
// exports dev.llmdriver.spi; : uncomment with the package's first type
// exports dev.llmdriver.error; : uncomment with the package's first type
}
