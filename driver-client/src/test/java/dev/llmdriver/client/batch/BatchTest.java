package dev.llmdriver.client.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches inside the process. */
@Timeout(90)
class BatchTest {
    private final OpenCalls model = new OpenCalls();
    private final AtomicInteger taken = new AtomicInteger();

    private Iterable<ChatRequest> requests(int count) {
        return () -> {
            Iterator<Integer> numbers = IntStream.range(0, count).iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return numbers.hasNext();
                }

                @Override
                public ChatRequest next() {
                    taken.incrementAndGet();
                    return ChatRequest.of("q" + numbers.next());
                }
            };
        };
    }

    private static List<Long> indexes(List<BatchResult> results) {
        return results.stream().map(BatchResult::index).toList();
    }

    @Test
    void resultsComeInOrderWhateverEndsFirst() {
        CompletableFuture<List<BatchResult>> all =
                Batch.over(model).concurrency(3).all(requests(4));
        assertThat(model.open()).containsExactly("q0", "q1", "q2");
        model.answer("q2", "q1", "q3", "q0");
        assertThat(all).isCompleted();
        assertThat(indexes(all.join())).containsExactly(0L, 1L, 2L, 3L);
        assertThat(all.join())
                .extracting(result -> result.orThrow().text())
                .containsExactly("re q0", "re q1", "re q2", "re q3");
    }

    @Test
    void orAsTheyCome() {
        CompletableFuture<List<BatchResult>> all =
                Batch.over(model).concurrency(3).asTheyCome().all(requests(3));
        model.answer("q2", "q0", "q1");
        assertThat(indexes(all.join())).containsExactly(2L, 0L, 1L);
    }

    @Test
    void aFailureIsAResultAndTheOthersGoOn() {
        List<BatchProgress> told = new ArrayList<>();
        CompletableFuture<List<BatchResult>> all =
                Batch.over(model).concurrency(1).onProgress(told::add).all(requests(3));
        model.answer("q0");
        model.fail("q1", ErrorKind.OVERLOADED);
        model.answer("q2");
        List<BatchResult> results = all.join();
        assertThat(results.get(1).failure().orElseThrow().kind()).isEqualTo(ErrorKind.OVERLOADED);
        assertThat(results.get(1).answer()).isEmpty();
        assertThatThrownBy(results.get(1)::orThrow).hasMessageContaining("scripted");
        assertThat(told)
                .containsExactly(
                        new BatchProgress(1, 0, 0, 2, 3),
                        new BatchProgress(2, 1, 0, 2, 3),
                        new BatchProgress(3, 1, 0, 4, 6));
    }

    @Test
    void requestsAreTakenOnlyWhenThereIsRoom() {
        Batch.over(model).concurrency(2).forEach(requests(1_000_000), result -> {});
        assertThat(taken).hasValue(2);
        model.answer("q0");
        assertThat(taken).hasValue(3);
        assertThat(model.open()).containsExactly("q1", "q2");
    }

    @Test
    void oneSlowCallHoldsBackABoundedNumber() {
        CompletableFuture<BatchProgress> all = Batch.over(model).concurrency(2).forEach(requests(1_000), result -> {});
        for (int next = 1; next < 64; next++) {
            model.answer("q" + next);
        }
        assertThat(taken)
                .as("32 for each call at a time, the slow one among them")
                .hasValue(64);
        assertThat(model.open()).containsExactly("q0");
        model.answer("q0");
        assertThat(model.open()).containsExactly("q64", "q65");
        all.cancel(true);
        assertThat(model.open()).isEmpty();
    }

    @Test
    void resultsThatNobodyTakesLeaveNoRoom() {
        Held held = new Held();
        Batch.over(model).concurrency(2).asTheyCome().publisher(requests(100)).subscribe(held);
        assertThat(taken).as("nothing is sent before somebody asks").hasValue(0);
        held.subscription.request(1);
        model.answer("q0", "q1");
        assertThat(held.results).hasSize(1);
        assertThat(taken).hasValue(3);
        model.answer("q2");
        assertThat(taken).hasValue(3);
        held.subscription.request(2);
        assertThat(held.results).hasSize(3);
        assertThat(model.open()).containsExactly("q3", "q4");
    }

    @Test
    void cancellingClosesWhatIsUnderWay() {
        List<BatchResult> seen = new ArrayList<>();
        CompletableFuture<BatchProgress> run = Batch.over(model).concurrency(2).forEach(requests(10), seen::add);
        model.answer("q0");
        run.cancel(true);
        assertThat(model.open()).isEmpty();
        assertThat(taken).hasValue(3);
        assertThat(seen).hasSize(1);
        assertThat(run).isCancelled();
    }

    @Test
    void cancellingWaitsForNoConsumer() throws Exception {
        HeldUp slow = new HeldUp();
        CompletableFuture<BatchProgress> run =
                Batch.over(model).concurrency(2).forEach(requests(10), result -> slow.holdUp());
        Thread answering = slow.whileHeldUp(() -> model.answer("q0"));
        run.cancel(true);
        assertThat(model.open()).as("the provider would go on, and be paid").isEmpty();
        slow.end(answering);
        assertThat(model.open()).isEmpty();
    }

    @Test
    void cancellingWaitsForNoInput() throws Exception {
        HeldUp slow = new HeldUp();
        Iterator<ChatRequest> first = requests(2).iterator();
        Iterable<ChatRequest> input = () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public ChatRequest next() {
                if (!first.hasNext()) {
                    slow.holdUp();
                    return ChatRequest.of("late");
                }
                return first.next();
            }
        };
        CompletableFuture<BatchProgress> run = Batch.over(model).concurrency(2).forEach(input, result -> {});
        Thread answering = slow.whileHeldUp(() -> model.answer("q0"));
        run.cancel(true);
        assertThat(model.open()).as("the provider would go on, and be paid").isEmpty();
        slow.end(answering);
        assertThat(model.open()).as("what was begun meanwhile").isEmpty();
    }

    /** Something of the application's that takes its time. */
    private static final class HeldUp {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        void holdUp() {
            begun.countDown();
            try {
                assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException unexpected) {
                throw new AssertionError(unexpected);
            }
        }

        Thread whileHeldUp(Runnable action) throws InterruptedException {
            Thread thread = new Thread(action);
            thread.start();
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            return thread;
        }

        void end(Thread thread) throws InterruptedException {
            released.countDown();
            thread.join(60_000);
        }
    }

    /** A model whose first call does not let itself be cancelled. */
    private static final class Stubborn extends NoModel {
        private final List<CompletableFuture<ChatResponse>> calls = new ArrayList<>();

        @Override
        public CompletableFuture<ChatResponse> generateAsync(ChatRequest request) {
            boolean first = calls.isEmpty();
            CompletableFuture<ChatResponse> call = new CompletableFuture<>() {
                @Override
                public boolean cancel(boolean interrupt) {
                    if (first) {
                        throw new IllegalStateException("I will not");
                    }
                    return super.cancel(interrupt);
                }
            };
            calls.add(call);
            return call;
        }
    }

    @Test
    void oneCallThatCannotBeCancelledKeepsNoOtherAlive() {
        Stubborn stubborn = new Stubborn();
        IllegalStateException mine = new IllegalStateException("full");
        CompletableFuture<BatchProgress> run = Batch.over(stubborn)
                .concurrency(3)
                .asTheyCome()
                .forEach(requests(10), result -> {
                    throw mine;
                });
        stubborn.calls.get(1).complete(HoldingModel.answer("q1"));
        assertThat(run).as("or whoever waits would wait for ever").isCompletedExceptionally();
        assertThatThrownBy(run::join).hasCause(mine);
        assertThat(stubborn.calls.get(2)).isCancelled();
    }

    @Test
    void aModelThatGivesNoFutureFailsItsRequestOnly() {
        NoModel none = new NoModel() {
            private int asked;

            @Override
            public CompletableFuture<ChatResponse> generateAsync(ChatRequest request) {
                asked++;
                if (asked == 2) {
                    throw new NoClassDefFoundError("scripted");
                }
                return asked == 1 ? null : CompletableFuture.completedFuture(HoldingModel.answer("q"));
            }
        };
        CompletableFuture<List<BatchResult>> all =
                Batch.over(none).concurrency(1).all(requests(3));
        assertThat(all).isCompleted();
        assertThat(all.join().get(0).failure().orElseThrow()).hasCauseInstanceOf(NullPointerException.class);
        assertThat(all.join().get(1).failure().orElseThrow()).hasCauseInstanceOf(NoClassDefFoundError.class);
        assertThat(all.join().get(2).answer()).isPresent();
    }

    @Test
    void asManyAtATimeAsThereAre() {
        CompletableFuture<List<BatchResult>> all =
                Batch.over(model).concurrency(Integer.MAX_VALUE).all(requests(3));
        assertThat(model.open()).hasSize(3);
        model.answer("q0", "q1", "q2");
        assertThat(all.join()).hasSize(3);
    }

    @Test
    void aConsumerThatThrowsEndsTheBatch() {
        IllegalStateException mine = new IllegalStateException("full");
        CompletableFuture<BatchProgress> run = Batch.over(model).concurrency(2).forEach(requests(10), result -> {
            throw mine;
        });
        model.answer("q0");
        assertThat(model.open()).isEmpty();
        assertThatThrownBy(run::join).hasCause(mine);
    }

    @Test
    void anInputThatThrowsEndsTheBatch() {
        IllegalStateException mine = new IllegalStateException("no more");
        CompletableFuture<List<BatchResult>> run = Batch.over(model).all(() -> {
            throw mine;
        });
        assertThatThrownBy(run::join).hasCause(mine);
    }

    @Test
    void nothingToDoIsDoneAtOnce() {
        assertThat(Batch.over(model).all(List.of()).join()).isEmpty();
    }

    @Test
    void aRealFaceAnswersManyWithoutAThreadForEach() {
        ScriptedChatModel scripted = ScriptedChatModel.create();
        scripted.answers(
                request -> ScriptedAnswer.of("re " + request.messages().get(0).text()));
        List<BatchResult> results =
                Batch.over(scripted).concurrency(50).all(requests(2_000)).join();
        assertThat(results).hasSize(2_000);
        assertThat(results)
                .allSatisfy(result -> assertThat(result.orThrow().text()).isEqualTo("re q" + result.index()));
    }

    @Test
    void atLeastOneCallAtATime() {
        assertThatThrownBy(() -> Batch.over(model).concurrency(0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Asks for nothing by itself. */
    private static final class Held implements Flow.Subscriber<BatchResult> {
        private final List<BatchResult> results = new ArrayList<>();
        private Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(BatchResult result) {
            results.add(result);
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onComplete() {}
    }
}
