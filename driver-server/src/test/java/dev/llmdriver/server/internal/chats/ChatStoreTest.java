package dev.llmdriver.server.internal.chats;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a store must do, whatever database is behind it. Each test has owners of its own. */
@Timeout(180)
abstract class ChatStoreTest {
    static final long PATIENCE = 60;
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456789Z");

    private final String ann = UUID.randomUUID().toString();
    private final String bob = UUID.randomUUID().toString();

    /** {@return the store, which all tests share} */
    abstract ChatStore store();

    static Turn asked(String text) {
        return new Turn(Turn.Role.USER, text, false, Optional.empty(), NOON);
    }

    static Turn answered(String text, boolean partial) {
        return new Turn(Turn.Role.ASSISTANT, text, partial, Optional.of("demo:assistant"), NOON.plusSeconds(1));
    }

    static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE, SECONDS);
    }

    /** {@return what a store gives once it gives something; on a slow machine the first connection may take its time} */
    static <T> T awaited(Supplier<CompletableFuture<T>> asking) throws Exception {
        long end = System.nanoTime() + PATIENCE * 1_000_000_000;
        while (true) {
            try {
                return get(asking.get());
            } catch (ExecutionException away) {
                if (System.nanoTime() > end) {
                    throw away;
                }
            }
        }
    }

    private List<String> texts(String owner, String chat) throws Exception {
        return get(store().turns(owner, chat, 1000)).stream().map(Turn::text).toList();
    }

    private static Turn at(Instant time) {
        return new Turn(Turn.Role.USER, "a question", false, Optional.empty(), time);
    }

    @Test
    void turnsComeBackAsTheyWere() throws Exception {
        get(store().add(ann, "c", List.of(asked("Hello"), answered("Hel", true))));

        List<Turn> turns = get(store().turns(ann, "c", 10));

        assertThat(turns)
                .containsExactly(
                        new Turn(
                                Turn.Role.USER,
                                "Hello",
                                false,
                                Optional.empty(),
                                Instant.parse("2026-11-21T12:00:00.123456Z")),
                        new Turn(
                                Turn.Role.ASSISTANT,
                                "Hel",
                                true,
                                Optional.of("demo:assistant"),
                                Instant.parse("2026-11-21T12:00:01.123456Z")));
    }

    @Test
    void theLatestAreReadOldestFirst() throws Exception {
        get(store().add(ann, "c", List.of(asked("1"), answered("2", false))));
        get(store().add(ann, "c", List.of(asked("3"), answered("4", false))));

        assertThat(get(store().turns(ann, "c", 3))).extracting(Turn::text).containsExactly("2", "3", "4");
        assertThat(texts(ann, "none")).isEmpty();
    }

    @Test
    void ofLongTextsNoMoreAreReadThanFitIntoMemory() throws Exception {
        String half = "\u00e4".repeat(ChatStore.MOST_CHARACTERS / 2);
        get(store().add(ann, "c", List.of(asked("left out"), answered("the last that is read", false))));
        get(store().add(ann, "c", List.of(asked(half), answered(half + "x", false), asked("?"), answered("!", false))));

        assertThat(texts(ann, "c")).containsExactly("the last that is read", half, half + "x", "?", "!");
    }

    @Test
    void aQuestionAndItsAnswerAreReadHoweverLongTheyAre() throws Exception {
        String endless = "x".repeat(ChatStore.MOST_CHARACTERS + 1);
        get(store().add(ann, "c", List.of(asked("left out"), asked("why?"), answered(endless, false))));

        assertThat(texts(ann, "c")).containsExactly("why?", endless);
    }

    @Test
    void nobodyReadsOrDeletesWhatAnotherSaidUnderTheSameId() throws Exception {
        get(store().add(ann, "same", List.of(asked("of Ann"))));
        assertThat(texts(bob, "same")).isEmpty();
        get(store().add(bob, "same", List.of(asked("of Bob"))));
        get(store().delete(bob, "same"));

        assertThat(texts(ann, "same")).containsExactly("of Ann");
        assertThat(texts(bob, "same")).isEmpty();
        assertThat(get(store().chats(bob, 10))).isEmpty();
        assertThat(get(store().chats(ann, 10))).extracting(ChatHead::title).containsExactly("of Ann");
    }

    @Test
    void chatsAreListedByWhenTheyWereLastUsed() throws Exception {
        get(store().add(ann, "old", List.of(at(NOON))));
        get(store().add(ann, "new", List.of(at(NOON.plusSeconds(5)))));
        assertThat(get(store().chats(ann, 10))).extracting(ChatHead::id).containsExactly("new", "old");

        get(store().add(ann, "old", List.of(at(NOON.plusSeconds(9)))));

        assertThat(get(store().chats(ann, 10))).extracting(ChatHead::id).containsExactly("old", "new");
        assertThat(get(store().chats(ann, 1)))
                .extracting(ChatHead::last)
                .containsExactly(Instant.parse("2026-11-21T12:00:09.123456Z"));
    }

    @Test
    void aTitleIsTheBeginningOfTheFirstQuestion() throws Exception {
        get(store().add(
                        ann,
                        "c",
                        List.of(answered("Good day", false), asked(" Why\n is \uD83D\uDE00 " + "x".repeat(100)))));
        get(store().add(ann, "c", List.of(asked("Another one"))));

        String title = get(store().chats(ann, 1)).get(0).title();

        assertThat(title).startsWith("Why is \uD83D\uDE00 xxx").endsWith("x…");
        assertThat(title.codePointCount(0, title.length())).isEqualTo(81);
    }

    @Test
    void whatIsDeletedBeginsAnew() throws Exception {
        get(store().add(ann, "c", List.of(asked("first"))));
        get(store().delete(ann, "c"));
        get(store().delete(ann, "c"));
        get(store().add(ann, "c", List.of(asked("second"))));

        assertThat(texts(ann, "c")).containsExactly("second");
    }

    @Test
    void anyTextIsKept() throws Exception {
        String large = "ä\uD83D\uDE00'\"\\;--\n".repeat(300_000);
        get(store().add(ann, "'; drop table llm_turns; --", List.of(asked(large), answered("", false))));
        get(store().add(ann, "odd", List.of(asked("a\0b\uD800c"))));

        assertThat(texts(ann, "'; drop table llm_turns; --")).containsExactly(large, "");
        assertThat(texts(ann, "odd")).containsExactly("a\uFFFDb?c");
    }

    /** The second turn has no place, as its instant is out of the database's range; the first must not stay alone. */
    @Test
    void ofOneAdditionAllOrNothingIsKept() throws Exception {
        get(store().add(ann, "c", List.of(asked("kept"))));

        assertThat(store().add(ann, "c", List.of(asked("lost"), at(Instant.MAX))))
                .failsWithin(java.time.Duration.ofSeconds(PATIENCE))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(StoreException.class);
        assertThat(texts(ann, "c")).containsExactly("kept");
        assertThat(get(store().chats(ann, 1)))
                .extracting(ChatHead::last)
                .containsExactly(Instant.parse("2026-11-21T12:00:00.123456Z"));
    }

    @Test
    void whoeverAddsAtTheSameTimeLosesNothingAndDoesNotMix() throws Exception {
        List<CompletableFuture<Void>> additions = IntStream.range(0, 60)
                .mapToObj(i -> store().add(ann, "c" + i % 3, List.of(asked("q" + i), answered("a" + i, false))))
                .toList();
        for (CompletableFuture<Void> addition : additions) {
            get(addition);
        }

        assertThat(get(store().chats(ann, 10))).hasSize(3);
        List<String> all = new ArrayList<>();
        for (String chat : List.of("c0", "c1", "c2")) {
            List<String> texts = texts(ann, chat);
            for (int i = 0; i < texts.size(); i += 2) {
                assertThat(texts.get(i + 1)).isEqualTo(texts.get(i).replace('q', 'a'));
            }
            all.addAll(texts);
        }
        assertThat(all).hasSize(120).doesNotHaveDuplicates();
    }

    @Test
    void whoeverReadsAtTheSameTimeReadsTheSame() throws Exception {
        get(store().add(ann, "c", List.of(asked("Hello"))));
        List<CompletableFuture<List<Turn>>> readings = IntStream.range(0, 60)
                .mapToObj(i -> store().turns(ann, "c", 10))
                .toList();
        for (CompletableFuture<List<Turn>> reading : readings) {
            assertThat(get(reading)).extracting(Turn::text).containsExactly("Hello");
        }
    }
}
