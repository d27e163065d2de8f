package dev.llmdriver.testkit;

import dev.llmdriver.testkit.internal.CerebrasWire;
import dev.llmdriver.testkit.internal.ChatWire;
import dev.llmdriver.testkit.internal.GroqWire;
import dev.llmdriver.testkit.internal.LlamaCppWire;
import dev.llmdriver.testkit.internal.OldTgiWire;
import dev.llmdriver.testkit.internal.SglangWire;
import dev.llmdriver.testkit.internal.TgiWire;
import dev.llmdriver.testkit.internal.VllmWire;

/**
 * How the servers behind Hugging Face's addresses spell chat completions and their failures. All claim to speak OpenAI's
 * dialect; no two do.
 */
public enum HuggingFaceDialect {
    /** The router in front of a provider without quirks. */
    ROUTER(new ChatWire()),
    /** Text Generation Inference 2.0: {@code data:} without a space, no {@code [DONE]}, {@code eos_token}. */
    TGI_2_0(new OldTgiWire.Version2()),
    /** Text Generation Inference 3.1: a streamed tool call is one object with its name under {@code _name}. */
    TGI_3_1(new OldTgiWire("3.1.1")),
    /** Text Generation Inference 3.3: a streamed tool call begins with its name and a brace. */
    TGI_3_3(new TgiWire("3.3.7")),
    /** llama.cpp: errors in a stream under the field {@code error}; timings. */
    LLAMA_CPP(new LlamaCppWire()),
    /** vLLM: usage null on every chunk, numeric error codes. */
    VLLM(new VllmWire()),
    /** SGLang: flat errors. */
    SGLANG(new SglangWire()),
    /** The router in front of a provider like Cerebras: no {@code [DONE]}, no key without a value. */
    CEREBRAS(new CerebrasWire()),
    /** The router in front of a provider like Groq: a whole tool call in one delta, usage twice. */
    GROQ(new GroqWire());

    @SuppressWarnings("ImmutableEnumChecker") // it is, but has no annotation that says so
    private final ChatWire wire;

    HuggingFaceDialect(ChatWire wire) {
        this.wire = wire;
    }

    /** {@return the answer in one piece} */
    public Reply unary(TwinAnswer answer) {
        return wire.unary(answer);
    }

    /** {@return the answer as a stream of server-sent events} */
    public Reply stream(TwinAnswer answer) {
        return wire.stream(answer);
    }

    /** {@return the failure as an HTTP error} */
    public Reply error(TwinError error) {
        return wire.error(error);
    }

    /**
     * {@return a stream that begins with the answer so far and then tells of the failure, the status being 200} An answer
     * without any content gives the failure alone. How the router itself fails here is not known; it is given the form that
     * providers share.
     */
    public Reply failing(TwinAnswer soFar, TwinError error) {
        return wire.failing(soFar, error);
    }

    /** {@return whether this is the router, which knows its models and providers} */
    public boolean isRouter() {
        return this == ROUTER || this == CEREBRAS || this == GROQ;
    }
}
