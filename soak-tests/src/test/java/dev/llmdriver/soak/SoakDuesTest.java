package dev.llmdriver.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Attempt;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.resilience.Limit.Unit;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is booked wrongly for a limited call is found, and what is booked rightly is not. */
class SoakDuesTest {
    private static final Attempt ANSWERED =
            Attempt.builder(1, ModelRef.parse("twin:one"), Instant.EPOCH).build();
    private static final Attempt TURNED_DOWN = failed(ErrorKind.OVERLOADED);
    private static final Attempt LATE = Attempt.builder(1, ModelRef.parse("twin:one"), Instant.EPOCH)
            .status(200)
            .error(ErrorKind.OVERLOADED)
            .build();
    private static final Attempt CUT = failed(ErrorKind.STREAM_INTERRUPTED);

    private static Attempt failed(ErrorKind kind) {
        return Attempt.builder(1, ModelRef.parse("twin:one"), Instant.EPOCH)
                .error(kind)
                .build();
    }

    private static List<Operation> limited() {
        return LongStream.range(0, Operation.SIZES)
                .mapToObj(number -> Operation.of(1, number))
                .filter(operation -> operation.sort() == Sort.LIMITED)
                .toList();
    }

    private static Operation first(boolean cancels) {
        return limited().stream()
                .filter(operation -> !operation.isShort() && operation.whim().cancels() == cancels)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isRight(Dues dues, Unit unit, List<Attempt> attempts, Long... booked) {
        return dues.complaint(unit, attempts, List.of(booked)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REQUESTS")
    void anAnswerIsBookedAsCounted(Unit unit) {
        Dues dues = new Dues(first(false), true, false);
        long counted = dues.counted(unit);
        long reserved = dues.reserved(unit);

        assertThat(isRight(dues, unit, List.of(ANSWERED), counted)).isTrue();
        assertThat(isRight(dues, unit, List.of(ANSWERED), 0L, counted))
                .as("beside one that never left")
                .isTrue();
        assertThat(isRight(dues, unit, List.of(ANSWERED), reserved))
                .as("never given back")
                .isFalse();
        assertThat(isRight(dues, unit, List.of(ANSWERED), counted + 1)).isFalse();
        assertThat(isRight(dues, unit, List.of(ANSWERED), 0L)).isFalse();
        assertThat(isRight(dues, unit, List.of(ANSWERED), counted, counted)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REQUESTS")
    void whatWasTurnedDownIsFreeAndWhatWasCutIsNot(Unit unit) {
        Dues dues = new Dues(first(false), true, false);
        long counted = dues.counted(unit);
        long reserved = dues.reserved(unit);
        List<Attempt> attempts = List.of(TURNED_DOWN, CUT, ANSWERED);

        assertThat(isRight(dues, unit, attempts, 0L, reserved, counted)).isTrue();
        assertThat(isRight(dues, unit, attempts, reserved, reserved, counted)).isFalse();
        assertThat(isRight(dues, unit, attempts, 0L, 0L, counted)).isFalse();

        Dues begun = new Dues(first(false), false, true);
        assertThat(isRight(begun, unit, List.of(LATE), reserved)).isTrue();
        assertThat(isRight(begun, unit, List.of(LATE), 0L)).as("after content").isFalse();
        assertThat(isRight(begun, unit, List.of(CUT, TURNED_DOWN), reserved))
                .as("after content of the one before")
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REQUESTS")
    void onlyTheLastAttemptOfWhoGivesUpIsInDoubt(Unit unit) {
        Dues dues = new Dues(first(true), false, false);
        long counted = dues.counted(unit);
        long reserved = dues.reserved(unit);

        assertThat(isRight(dues, unit, List.of(ANSWERED), counted)).isTrue();
        assertThat(isRight(dues, unit, List.of(ANSWERED), reserved)).isTrue();
        assertThat(isRight(dues, unit, List.of(ANSWERED), 0L)).isFalse();
        assertThat(isRight(dues, unit, List.of(CUT), reserved)).isTrue();
        assertThat(isRight(dues, unit, List.of(CUT), 0L)).isFalse();
        assertThat(isRight(dues, unit, List.of(TURNED_DOWN, ANSWERED), reserved, counted))
                .isFalse();
        assertThat(isRight(dues, unit, List.of(), 0L)).isTrue();
        assertThat(isRight(dues, unit, List.of(), reserved)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REQUESTS")
    void reservationsTellTheCallsOfALapApart(Unit unit) {
        Set<String> seen = new HashSet<>();
        for (Operation operation : limited()) {
            long reserved = new Dues(operation, true, false).reserved(unit);
            assertThat(seen.add(operation.model() + " " + reserved))
                    .as(operation.toString())
                    .isTrue();
        }
    }
}
