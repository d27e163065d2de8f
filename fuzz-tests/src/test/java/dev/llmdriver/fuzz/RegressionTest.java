package dev.llmdriver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Feeds each target all its seeds: those that reach far, and those that once broke something. */
class RegressionTest {
    static Stream<Arguments> seeds() {
        List<Arguments> all = new ArrayList<>();
        FuzzTargets.ALL.forEach((name, target) -> {
            for (int i = 0; i < target.seeds().size(); i++) {
                all.add(Arguments.of(name, i));
            }
        });
        return all.stream();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("seeds")
    void holds(String name, int number) throws Exception {
        FuzzTarget target = FuzzTargets.get(name);
        Guard.feed(target, target.seeds().get(number));
    }

    @ParameterizedTest
    @MethodSource("names")
    void hasSeeds(String name) throws Exception {
        assertThat(FuzzTargets.get(name).seeds()).isNotEmpty();
        Guard.feed(FuzzTargets.get(name), new byte[0]);
    }

    static Stream<String> names() {
        return FuzzTargets.ALL.keySet().stream();
    }
}
