package dev.llmdriver.resilience.internal;

import dev.llmdriver.Capability;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Support;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.FallbackPolicy;
import dev.llmdriver.resilience.internal.course.Course;
import dev.llmdriver.resilience.internal.course.CourseEngine;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ModelFacts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The targets of a model and its fallbacks. Thread-safe.
 *
 * @param targets who is asked, in order
 * @param policy when to go on to the next
 */
public record Fallbacks(List<ChatEngine> targets, FallbackPolicy policy) {
    /** {@return an engine that asks the first and, if that fails, the others} */
    public static ChatEngine over(ChatEngine first, List<ChatEngine> others, FallbackPolicy policy) {
        if (others.isEmpty()) {
            return first;
        }
        Stream<ChatEngine> rest =
                others.stream().map(other -> isOfSame(first, other) ? other : new ForeignTarget(other));
        Fallbacks all = new Fallbacks(Stream.concat(Stream.of(first), rest).toList(), policy);
        return new CourseEngine(first, all::course);
    }

    private static boolean isOfSame(ChatEngine first, ChatEngine other) {
        return first.ref().provider().equals(other.ref().provider());
    }

    /** A target that cannot do what is asked is skipped, unless no target can: they then say themselves what becomes of it. */
    private Course<ChatEngine> course(ChatRequest request, CallContext call) {
        Set<Capability> needs = Needs.of(request);
        List<FallbackCourse.Target> all =
                targets.stream().map(target -> target(target, needs)).toList();
        boolean anyAble = all.stream().anyMatch(FallbackCourse.Target::isAble);
        List<FallbackCourse.Target> asked = anyAble
                ? all
                : targets.stream().map(target -> target(target, Set.of())).toList();
        return new FallbackCourse(asked, policy, call);
    }

    private static FallbackCourse.Target target(ChatEngine engine, Set<Capability> needs) {
        return new FallbackCourse.Target(engine, missing(engine, needs).map(lack -> cannot(engine, lack)));
    }

    private static Optional<Capability> missing(ChatEngine target, Set<Capability> needs) {
        return needs.isEmpty()
                ? Optional.empty()
                : target.unwrap(ModelFacts.class)
                        .flatMap(facts -> needs.stream()
                                .filter(need -> facts.capabilities().of(need) == Support.NO)
                                .findFirst());
    }

    private static LlmException cannot(ChatEngine target, Capability lack) {
        return LlmException.builder(
                        ErrorKind.UNSUPPORTED,
                        target.ref() + " was skipped: the request needs " + lack + ", which it does not have")
                .ref(target.ref())
                .build();
    }
}
