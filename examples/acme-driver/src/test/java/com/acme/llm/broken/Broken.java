package com.acme.llm.broken;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.llm.AcmeTckTest;
import dev.llmdriver.Capability;
import dev.llmdriver.huggingface.HuggingFaceDriver;
import dev.llmdriver.huggingface.HuggingFaceOptions;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.testkit.tck.DriverTck;
import dev.llmdriver.testkit.tck.HuggingFaceTckWire;
import dev.llmdriver.testkit.tck.TckResult;
import dev.llmdriver.testkit.tck.TckRunner;
import dev.llmdriver.testkit.tck.TckWire;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The broken drivers, and how the kit is run over them. */
final class Broken {
    private Broken() {}

    /** {@return Acme's driver, broken} */
    static List<Defect> acmes() {
        return Stream.of(
                        DriverDefects.all(),
                        ProviderDefects.all(),
                        RequestDefects.all(),
                        AnswerDefects.all(),
                        StreamDefects.all(),
                        CallDefects.all(),
                        ErrorDefects.all(),
                        SecretDefects.all(),
                        FinerDefects.all(),
                        FinerCallDefects.all())
                .flatMap(List::stream)
                .toList();
    }

    /** Fails unless the rule's test fails, by an assertion of its own or by what the broken driver throws. */
    static void mustFail(Defect defect, DriverTck broken) {
        TckResult result = TckRunner.run(broken, defect.rule());
        assertThat(result.status()).as("%s: %s", defect, result.reason()).isEqualTo(TckResult.Status.FAILED);
        Throwable failure = result.failure();
        assertThat(failure).isNotNull();
        boolean meant = failure instanceof AssertionError
                || failure.getStackTrace()[0].getClassName().startsWith(Broken.class.getPackageName());
        assertThat(meant).as("%s fails by accident: %s", defect, failure).isTrue();
    }

    /** Acme's driver with a defect. */
    static final class Acme extends AcmeTckTest {
        private final UnaryOperator<LlmDriver> twist;

        Acme(UnaryOperator<LlmDriver> twist) {
            this.twist = twist;
        }

        @Override
        protected LlmDriver driver() {
            return twist.apply(super.driver());
        }
    }

    /** Hugging Face's driver with a defect. */
    static final class HuggingFace extends DriverTck {
        private final UnaryOperator<LlmDriver> twist;

        HuggingFace(UnaryOperator<LlmDriver> twist) {
            this.twist = twist;
        }

        @Override
        protected LlmDriver driver() {
            return twist.apply(new HuggingFaceDriver());
        }

        @Override
        protected TckWire wire() {
            return new HuggingFaceTckWire();
        }

        @Override
        protected Set<Capability> capabilities() {
            return EnumSet.of(
                    Capability.TOOLS,
                    Capability.TOOL_CHOICE,
                    Capability.JSON_SCHEMA,
                    Capability.IMAGE_INPUT,
                    Capability.REASONING,
                    Capability.EMBEDDINGS);
        }

        @Override
        protected String key() {
            return "hf_tck7Kq3vXw9RbT2mZp8LcYsJdNf";
        }

        @Override
        protected DriverOptions.Builder options(URI baseUri, String key) {
            return super.options(baseUri, key)
                    .set(CommonOptions.BASE_URL, URI.create(baseUri + "/v1"))
                    .set(HuggingFaceOptions.ENDPOINT, "router");
        }
    }
}
