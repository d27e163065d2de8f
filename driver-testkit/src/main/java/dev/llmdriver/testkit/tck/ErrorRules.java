package dev.llmdriver.testkit.tck;

import dev.llmdriver.Mode;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** E, which error is which. */
final class ErrorRules {
    private static final List<ErrorKind> CORE = List.of(
            ErrorKind.AUTHENTICATION,
            ErrorKind.MODEL_NOT_FOUND,
            ErrorKind.RATE_LIMITED,
            ErrorKind.SERVER_ERROR,
            ErrorKind.INVALID_REQUEST);

    /** A port that is ours for good, and at which nobody listens. */
    private static final Socket TAKEN = taken();

    private final Scenario s;

    ErrorRules(Scenario scenario) {
        s = scenario;
    }

    private LlmException failure(Mode mode, Reply reply) {
        s.fresh();
        s.twin().enqueue(reply);
        return s.failure(mode, Samples.request());
    }

    @Rule("E1")
    void everyFailureIsTheLeafOfItsKind() {
        for (Mode mode : Scenario.modes()) {
            for (Reply reply : List.of(
                    Reply.text(400, "no"),
                    Reply.text(500, "no"),
                    Reply.hangUp(),
                    Reply.garbage(7),
                    Reply.text(200, ""))) {
                LlmException failure = failure(mode, reply);
                Class<?> leaf =
                        LlmException.builder(failure.kind(), "leaf").build().getClass();
                Check.equal("the class of a failure of kind " + failure.kind(), leaf, failure.getClass());
            }
        }
    }

    @Rule("E2")
    void errorsAreClassified() {
        for (ErrorKind kind : ErrorDetailRules.API_KINDS) {
            Optional<Reply> reply = s.wire().error(kind, "tck-detail");
            Check.that(
                    reply.isPresent() || !CORE.contains(kind),
                    "every provider has this error: the wire must word " + kind);
            if (reply.isPresent()) {
                for (Mode mode : Scenario.modes()) {
                    LlmException failure = failure(mode, reply.get());
                    Check.equal("the kind of the provider's " + kind + " (" + failure + ")", kind, failure.kind());
                }
            }
        }
    }

    @Rule(value = "E3", eachMode = true)
    void unknownErrorsFallToTheLastRow() {
        String body = "{\"tck\":\"nobody knows this\"}";
        Map.of(418, ErrorKind.INVALID_REQUEST, 599, ErrorKind.SERVER_ERROR).forEach((status, kind) -> {
            LlmException failure = failure(s.mode(), Reply.json(status, body));
            Check.equal("the kind of an unknown " + status, kind, failure.kind());
            Check.equal("status()", status, failure.status().orElse(0));
            Check.contains("excerpt()", failure.excerpt().orElse(""), "nobody knows this");
        });
    }

    @Rule(value = "E6", eachMode = true)
    void gatewayTimeoutsAreServerErrors() {
        for (int status : new int[] {408, 504}) {
            for (Reply reply : List.of(Reply.html(status, "Time-out"), Reply.empty(status))) {
                LlmException failure = failure(s.mode(), reply);
                Check.equal("the kind of a " + status, ErrorKind.SERVER_ERROR, failure.kind());
                Check.equal("the reason of a " + status, "gateway_timeout", failure.reason());
            }
        }
    }

    @Rule("E7")
    void cutsMissingConnectionsAndNonsenseAreToldApart() {
        LlmException cut = failure(Mode.STREAM, s.unfinished(Samples.ANSWER).with(reply -> reply.cut()));
        Check.equal("the kind of a stream that was cut", ErrorKind.STREAM_INTERRUPTED, cut.kind());
        Check.that(!partialText(cut).isEmpty(), "a stream that was cut must keep what had come");
        Reply whole = s.wire().whole(Samples.ANSWER);
        LlmException half = failure(Mode.GENERATE, whole.with(reply -> reply.cutAfter(20)));
        Check.equal("the kind of a whole answer that was cut", ErrorKind.STREAM_INTERRUPTED, half.kind());
        LlmException reset = failure(Mode.STREAM, s.unfinished(Samples.ANSWER).with(reply -> reply.reset()));
        Check.equal("the kind of a stream that was reset", ErrorKind.STREAM_INTERRUPTED, reset.kind());
        LlmException nonsense = failure(Mode.GENERATE, Reply.json(200, "{\"tck\":"));
        Check.equal("the kind of an answer that is no JSON", ErrorKind.MALFORMED_RESPONSE, nonsense.kind());
        for (Mode mode : Scenario.modes()) {
            LlmException nobody =
                    s.failure(mode, s.engine(s.open(nobodyListens(), options -> options)), Samples.request());
            Check.equal("the kind without a connection", ErrorKind.CONNECT_FAILED, nobody.kind());
        }
    }

    static URI nobodyListens() {
        return URI.create("http://127.0.0.1:" + TAKEN.getLocalPort());
    }

    private static Socket taken() {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return socket;
    }

    @Rule("E11")
    void errorAfterCommitKeepsItsKindAndThePartialAnswer() {
        TwinAnswer running = Samples.ANSWER.toBuilder().runningUsage().build();
        for (ErrorKind kind : ErrorDetailRules.API_KINDS) {
            s.wire().failing(running, kind, "tck-detail").ifPresent(reply -> checkPartial(reply, kind));
        }
        checkPartial(s.unfinished(running), ErrorKind.STREAM_INTERRUPTED);
    }

    private void checkPartial(Reply reply, ErrorKind kind) {
        s.fresh();
        s.twin().enqueue(reply);
        EventLog log = s.stream(Samples.request());
        LlmException failure = log.failed();
        Check.that(log.context().isCommitted(), "content had come: the call must be committed");
        Check.equal("the kind after commit", kind, failure.kind());
        Check.equal("the partial text", log.text(), partialText(failure));
        failure.partial()
                .flatMap(partial -> partial.usage())
                .ifPresent(usage -> Check.that(usage.isPartial(), "usage of a partial answer must be marked partial"));
    }

    private static String partialText(LlmException failure) {
        return failure.partial().map(partial -> partial.text()).orElse("");
    }

    @Rule(value = "E12", eachMode = true)
    void neighboursAreToldApart() {
        List<ErrorKind> neighbours = List.of(
                ErrorKind.MODEL_RETIRED,
                ErrorKind.MODEL_NOT_FOUND,
                ErrorKind.QUOTA_EXHAUSTED,
                ErrorKind.RATE_LIMITED,
                ErrorKind.MODEL_LOADING,
                ErrorKind.OVERLOADED,
                ErrorKind.ENDPOINT_UNAVAILABLE);
        int told = 0;
        for (ErrorKind kind : neighbours) {
            Optional<Reply> reply = s.wire().error(kind, "tck-detail");
            if (reply.isPresent()) {
                told++;
                Check.equal("the kind", kind, failure(s.mode(), reply.get()).kind());
            }
        }
        Skip.unless(told > 2, "the provider tells none of these apart");
    }
}
