package dev.llmdriver.soak;

import dev.llmdriver.Attempt;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says whether a call may have ended as it did, by what the servers did and what its caller did. */
final class Judge {
    private Judge() {}

    /** {@return what is wrong, if anything} */
    static Optional<String> judge(Operation operation, Ending ending, List<Fault> served) {
        String complaint = complaint(operation, ending, served);
        return complaint.isEmpty()
                ? Optional.empty()
                : Optional.of(complaint + ": " + operation + " ended as " + shown(ending) + "; served " + served);
    }

    private static String complaint(Operation operation, Ending ending, List<Fault> served) {
        LlmException failure = ending.failure();
        if (failure != null) {
            return failed(operation, failure, served);
        }
        if (ending.isAbandoned()) {
            return operation.whim() == Whim.ABANDON ? "" : "a caller left who should not";
        }
        if (served.stream().noneMatch(Fault::isWhole)) {
            return "success without a whole answer";
        }
        String expected = operation.way().isEmbedding() ? "2 vectors" : Operation.text(operation.key());
        return expected.equals(ending.text()) ? "" : "another text than " + expected;
    }

    private static String failed(Operation operation, LlmException failure, List<Fault> served) {
        if (!allowed(operation, failure, served).contains(failure.kind())) {
            return "a failure that nobody caused";
        }
        if (failure.attempts().size() < served.size()
                && operation.sort() != Sort.CACHED
                && !operation.whim().cancels()) {
            return "fewer attempts told than requests seen";
        }
        String partial = failure.partial().map(answer -> answer.text()).orElse("");
        return Operation.text(operation.key()).startsWith(partial) ? "" : "a partial answer that nobody gave";
    }

    private static Set<ErrorKind> allowed(Operation operation, LlmException failure, List<Fault> served) {
        // A kept connection that its server closes in the moment in which it is taken is no attempt, and belongs to
        // nobody's reply.
        Set<ErrorKind> allowed = EnumSet.of(ErrorKind.CONNECT_FAILED);
        served.forEach(fault -> allowed.addAll(fault.kinds()));
        if (operation.whim().cancels()) {
            allowed.add(ErrorKind.CANCELLED);
        }
        if (operation.isShort()) {
            allowed.addAll(Set.of(ErrorKind.TIMEOUT, ErrorKind.MODEL_LOADING));
        }
        if (operation.sort() == Sort.CACHED || unseen(failure, served)) {
            allowed.add(ErrorKind.STREAM_INTERRUPTED);
        }
        allowed.addAll(byChain(operation));
        return allowed;
    }

    private static Set<ErrorKind> byChain(Operation operation) {
        return switch (operation.sort()) {
            case GUARDED -> Set.of(ErrorKind.LIMIT_EXCEEDED);
            case LIMITED -> operation.isShort() ? Set.of(ErrorKind.LIMIT_EXCEEDED) : Set.of();
            case FALLBACK -> Set.of(ErrorKind.TARGETS_EXHAUSTED);
            case POOLED -> Set.of(ErrorKind.RATE_LIMITED);
            default -> Set.of();
        };
    }

    /** A kept connection that its server closed swallows a request. Where calls share a key nobody can tell whose. */
    private static boolean unseen(LlmException failure, List<Fault> served) {
        List<Attempt> attempts = failure.attempts();
        return attempts.size() > served.size();
    }

    private static String shown(Ending ending) {
        LlmException failure = ending.failure();
        return failure == null
                ? ending.outcome() + " " + ending.text()
                : failure.kind() + "/" + failure.reason() + " " + failure + " by " + failure.getCause() + " after "
                        + failure.attempts();
    }
}
