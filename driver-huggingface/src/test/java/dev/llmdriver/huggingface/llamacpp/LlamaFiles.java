package dev.llmdriver.huggingface.llamacpp;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the server and the model lie, if they are here: as the environment says, else where the scripts of src/test/llama put them. */
final class LlamaFiles {
    static final String MISSING = "needs a llama-server and a tiny model: run"
            + " 'driver-huggingface/src/test/llama/fetch-llama-server.sh driver-huggingface/target/llama' and"
            + " 'driver-huggingface/src/test/llama/tiny_model.py driver-huggingface/target/llama/tiny.gguf',"
            + " or let LLM_LLAMA_SERVER and LLM_LLAMA_MODEL name them";

    private static final Path FETCHED = Path.of("target", "llama").toAbsolutePath();

    private LlamaFiles() {}

    /** Named by the conditions on the test classes. */
    static boolean areThere() {
        return Files.isExecutable(server()) && Files.isReadable(model());
    }

    static Path server() {
        return named("LLM_LLAMA_SERVER", FETCHED.resolve("llama-server"));
    }

    static Path model() {
        return named("LLM_LLAMA_MODEL", FETCHED.resolve("tiny.gguf"));
    }

    /** What somebody took care to name must be there: its absence is an error, nothing to skip. */
    private static Path named(String variable, Path otherwise) {
        String name = System.getenv(variable);
        if (name == null || name.isBlank()) {
            return otherwise;
        }
        Path path = Path.of(name).toAbsolutePath();
        if (!Files.isReadable(path)) {
            throw new IllegalStateException(variable + " names " + path + ", but there is no such file");
        }
        return path;
    }
}
