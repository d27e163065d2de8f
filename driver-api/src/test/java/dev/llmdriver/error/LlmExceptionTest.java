package dev.llmdriver.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.llmdriver.Attempt;
import dev.llmdriver.Message;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Usage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LlmExceptionTest {
    private static final ModelRef REF = new ModelRef("fake", "model");

    @ParameterizedTest
    @EnumSource
    void eachKindHasItsLeafClass(ErrorKind kind) {
        LlmException error = LlmException.builder(kind, "cause and remedy").build();

        assertThat(error.kind()).isEqualTo(kind);
        assertThat(error).hasMessage("cause and remedy").hasNoCause();
        assertThat(error.advice()).isEqualTo(kind.advice());
        assertThat(error.reason()).isEmpty();
        assertThat(error.phase()).isEqualTo(Phase.LOCAL);
        assertThat(error.attempts()).isEmpty();
        assertThat(Modifier.isPublic(error.getClass().getModifiers())).isTrue();
        assertThat(error.getClass().getPackage()).isEqualTo(LlmException.class.getPackage());
    }

    @Test
    void noTwoKindsShareAClass() {
        Set<Class<?>> classes = Arrays.stream(ErrorKind.values())
                .map(kind -> LlmException.builder(kind, "x").build().getClass())
                .collect(Collectors.toCollection(HashSet::new));

        assertThat(classes).hasSameSizeAs(ErrorKind.values());
    }

    @Test
    void branchesAreAsTheContractNamesThem() {
        Set<ErrorKind> transport = Set.of(
                ErrorKind.CONNECT_FAILED,
                ErrorKind.TIMEOUT,
                ErrorKind.STREAM_INTERRUPTED,
                ErrorKind.MALFORMED_RESPONSE);
        Set<ErrorKind> local = Set.of(
                ErrorKind.CONFIGURATION,
                ErrorKind.UNSUPPORTED,
                ErrorKind.LIMIT_EXCEEDED,
                ErrorKind.TARGETS_EXHAUSTED,
                ErrorKind.OUTPUT_INVALID,
                ErrorKind.CANCELLED);
        for (ErrorKind kind : ErrorKind.values()) {
            LlmException error = LlmException.builder(kind, "x").build();
            assertThat(error instanceof TransportException).as("%s", kind).isEqualTo(transport.contains(kind));
            assertThat(error instanceof ApiException)
                    .as("%s", kind)
                    .isEqualTo(!transport.contains(kind) && !local.contains(kind));
        }
        assertThat(LlmException.builder(ErrorKind.MODEL_RETIRED, "x").build())
                .isInstanceOf(ModelNotFoundException.class);
    }

    @Test
    void ofUnwrapsHoweverDeep() {
        LlmException error = LlmException.builder(ErrorKind.OVERLOADED, "busy").build();

        assertThat(LlmException.of(error)).isSameAs(error);
        assertThat(LlmException.of(new CompletionException(new ExecutionException(error))))
                .isSameAs(error);
    }

    @Test
    void ofTranslatesTheJdksOwn() {
        assertThat(LlmException.of(new CancellationException())).isInstanceOf(CancelledException.class);
        assertThat(LlmException.of(new InterruptedException()))
                .isInstanceOf(CancelledException.class)
                .extracting(LlmException::reason)
                .isEqualTo("interrupted");
        assertThat(LlmException.of(new TimeoutException())).isInstanceOf(LlmTimeoutException.class);
    }

    @Test
    void aForeignFailureKeepsItsTextToItself() {
        IllegalStateException foreign = new IllegalStateException("token hf_planted");
        LlmException error = LlmException.of(foreign);

        assertThat(error)
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining("IllegalStateException")
                .hasMessageNotContaining("hf_planted")
                .hasCause(foreign);
        assertThat(error.reason()).isEqualTo("internal");
        assertThat(error.advice()).isEqualTo(Advice.STOP);
    }

    @Test
    void aCopyHasEverything() {
        LlmException error = full();

        assertThat(error.toBuilder().build())
                .isExactlyInstanceOf(QuotaExhaustedException.class)
                .hasMessage(error.getMessage())
                .hasCause(error.getCause())
                .satisfies(copy -> assertThat(copy.details()).isEqualTo(error.details()))
                .satisfies(copy -> assertThat(copy.getSuppressed()).isEqualTo(error.getSuppressed()));
    }

    @Test
    void theExcerptIsBounded() {
        LlmException error = LlmException.builder(ErrorKind.SERVER_ERROR, "x")
                .excerpt("y".repeat(5000))
                .build();

        assertThat(error.excerpt().orElseThrow()).hasSize(2000);
    }

    @Test
    void serialisationKeepsTheData() throws Exception {
        LlmException before = full();
        LlmException after = (LlmException) copied(before);

        assertThat(after).isExactlyInstanceOf(QuotaExhaustedException.class).hasMessage(before.getMessage());
        assertThat(after.kind()).isEqualTo(ErrorKind.QUOTA_EXHAUSTED);
        assertThat(after.reason()).isEqualTo("daily");
        assertThat(after.advice()).isEqualTo(Advice.STOP);
        assertThat(after.phase()).isEqualTo(Phase.STREAMING);
        assertThat(after.provider()).hasValue("fake");
        assertThat(after.status()).hasValue(429);
        assertThat(after.code()).hasValue("quota");
        assertThat(after.requestId()).hasValue("r-1");
        assertThat(after.retryAfter()).hasValue(Duration.ofHours(1));
        assertThat(after.excerpt()).hasValue("{}");
        assertThat(after.attempts()).hasSize(1).first().extracting(Attempt::ref).isEqualTo(REF);
        assertThat(after.partial().orElseThrow().text()).isEqualTo("Hal");
        assertThat(after.getCause()).hasMessage("below");
        assertThat(after.getSuppressed()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void eachLeafClassCanBeSerialised(ErrorKind kind) throws Exception {
        LlmException after =
                (LlmException) copied(LlmException.builder(kind, "x").build());

        assertThat(after.kind()).isEqualTo(kind);
        assertThat(after.toString()).endsWith(": x");
    }

    @Test
    void configurationErrorsListTheirFaults() throws Exception {
        ConfigurationException error = ConfigurationException.of(List.of("one", "two"));

        assertThat(error).hasMessage("one; two");
        assertThat(((ConfigurationException) copied(error)).faults()).containsExactly("one", "two");
        assertThatIllegalArgumentException().isThrownBy(() -> ConfigurationException.of(List.of()));
    }

    @Test
    void aPartialAnswersUsageIsPartial() {
        PartialAnswer partial = PartialAnswer.of(Message.assistant("Hal")).withUsage(Usage.of(3, 1));

        assertThat(partial.usage().orElseThrow().isPartial()).isTrue();
        assertThat(partial.usage().orElseThrow().input()).hasValue(3);
    }

    private static LlmException full() {
        LlmException error = LlmException.builder(ErrorKind.QUOTA_EXHAUSTED, "used up; wait or pay")
                .reason("daily")
                .advice(Advice.STOP)
                .phase(Phase.STREAMING)
                .ref(REF)
                .status(429)
                .code("quota")
                .requestId("r-1")
                .retryAfter(Duration.ofHours(1))
                .attempts(List.of(Attempt.builder(1, REF, Instant.EPOCH).build()))
                .partial(PartialAnswer.of(Message.assistant("Hal")))
                .excerpt("{}")
                .cause(new IllegalStateException("below"))
                .build();
        error.addSuppressed(new IllegalStateException("beside"));
        return error;
    }

    private static Object copied(Object object) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
