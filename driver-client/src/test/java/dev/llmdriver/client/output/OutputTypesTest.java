package dev.llmdriver.client.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import java.math.BigDecimal;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What becomes of the values that a model writes. */
class OutputTypesTest {
    private final ScriptedChatModel model =
            ScriptedChatModel.builder().callbackExecutor(Runnable::run).build();

    private <T> T read(TypedOutput<T> output, String json) {
        model.enqueue(ScriptedAnswer.of(json));
        return output.repairs(0).generate("What?").value();
    }

    record Amounts(BigDecimal price, Map<String, Object> more) {}

    @Test
    void decimalsKeepTheirDigits() {
        Amounts read =
                read(TypedOutput.of(model, Amounts.class), "{\"price\":12345678901234567.890,\"more\":{\"rate\":1.5}}");

        assertThat(read.price()).isEqualTo(new BigDecimal("12345678901234567.890"));
        assertThat(read.more().get("rate")).as("of no type of its own").isEqualTo(1.5);
    }

    record Meeting(OffsetDateTime begin) {}

    @Test
    void timesKeepTheirOffset() {
        Meeting read = read(TypedOutput.of(model, Meeting.class), "{\"begin\":\"2026-05-05T10:00:00+02:00\"}");

        assertThat(read.begin()).hasToString("2026-05-05T10:00+02:00");
    }

    record Odd(Year year, YearMonth month, MonthDay day, Locale language, Currency money, Pattern words, byte small) {}

    @Test
    void whatJsonHasOneWordForIsAskedForAsThat() {
        Odd read = read(
                TypedOutput.of(model, Odd.class),
                "{\"year\":2026,\"month\":\"2026-05\",\"day\":\"--05-17\",\"language\":\"de\",\"money\":\"EUR\","
                        + "\"words\":\"a+\",\"small\":7}");

        assertThat(read.year()).isEqualTo(Year.of(2026));
        assertThat(read.month()).isEqualTo(YearMonth.of(2026, 5));
        assertThat(read.day()).isEqualTo(MonthDay.of(5, 17));
        assertThat(read.language()).isEqualTo(Locale.GERMAN);
        assertThat(read.money()).isEqualTo(Currency.getInstance("EUR"));
        assertThat(read.words().pattern()).isEqualTo("a+");
        assertThat(read.small()).isEqualTo((byte) 7);
    }

    @Test
    void anAnswerMayBeNothingWhereTheTypeSaysSo() {
        TypedOutput<Optional<String>> city = TypedOutput.of(model, new TypeRef<Optional<String>>() {});

        assertThat(read(city, "{\"value\":\"Oslo\"}")).contains("Oslo");
        assertThat(read(city, "{\"value\":null}")).isEmpty();
        assertThat(read(city, "{}")).isEmpty();
    }

    record Menu(
            Map<String, Optional<String>> dishes,
            List<Optional<Integer>> prices,
            List<OptionalInt> stars,
            Optional<List<Optional<String>>> notes) {}

    @Test
    void whatIsInACollectionMayBeNothingWhereTheTypeSaysSo() {
        Menu read = read(
                TypedOutput.of(model, Menu.class),
                "{\"dishes\":{\"first\":\"soup\",\"second\":null},\"prices\":[3,null],\"stars\":[null,5],"
                        + "\"notes\":[\"hot\",null]}");

        assertThat(read.dishes()).containsEntry("first", Optional.of("soup")).containsEntry("second", Optional.empty());
        assertThat(read.prices()).containsExactly(Optional.of(3), Optional.empty());
        assertThat(read.stars()).containsExactly(OptionalInt.empty(), OptionalInt.of(5));
        assertThat(read.notes()).contains(List.of(Optional.of("hot"), Optional.empty()));
        assertThat(read(TypedOutput.of(model, new TypeRef<List<Optional<String>>>() {}), "{\"value\":[\"a\",null]}"))
                .containsExactly(Optional.of("a"), Optional.empty());
        assertThat(read(
                        TypedOutput.of(model, new TypeRef<Map<String, Optional<Circle>>>() {}),
                        "{\"a\":{\"radius\":1}}"))
                .containsEntry("a", Optional.of(new Circle(1)));
    }

    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    record Drawing(List<Shape> shapes) {}

    @Test
    void aTypeOfWhichNothingSaysHowToMakeItIsRefusedAtOnce() {
        for (Class<?> type : List.of(Shape.class, Drawing.class)) {
            assertThatThrownBy(() -> TypedOutput.of(model, type))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Shape.class.getName())
                    .hasMessageContaining("@JsonTypeInfo");
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Cat.class, name = "cat"),
        @JsonSubTypes.Type(value = Dog.class, name = "dog")
    })
    sealed interface Pet {}

    record Cat(int lives) implements Pet {}

    record Dog(String trick) implements Pet {}

    record Home(Pet first, List<Pet> others) {}

    @Test
    void aTypeWhoseClassesAreNamedIsReadAsThese() {
        Home read = read(
                TypedOutput.of(model, Home.class),
                "{\"first\":{\"kind\":\"cat\",\"lives\":7},\"others\":[{\"kind\":\"dog\",\"trick\":\"roll\"}]}");
        assertThat(read).isEqualTo(new Home(new Cat(7), List.of(new Dog("roll"))));

        Pet pet = read(TypedOutput.of(model, Pet.class), "{\"value\":{\"kind\":\"dog\",\"trick\":\"roll\"}}");
        assertThat(pet).isEqualTo(new Dog("roll"));
    }
}
