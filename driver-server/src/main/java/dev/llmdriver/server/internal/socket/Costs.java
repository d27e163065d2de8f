package dev.llmdriver.server.internal.socket;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelOffer;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Price;
import dev.llmdriver.Usage;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Works out what an answer cost: by the configured price, else by what the provider says of its model. */
final class Costs {
    /** Nobody waits longer for the end of an answer because of its price. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final double NANOS = 1e9;
    private static final double MILLION = 1e6;

    private final LlmClient client;
    private final Scheduler scheduler;

    Costs(LlmClient client, Scheduler scheduler) {
        this.client = client;
        this.scheduler = scheduler;
    }

    /** {@return the dollars, if they are known; never fails} */
    CompletableFuture<Optional<Double>> of(ChatResponse response, ModelRef ref, ChatModel asked) {
        Optional<Usage> usage = response.usage()
                .filter(each -> each.input().isPresent() && each.output().isPresent());
        if (usage.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Optional<Price> configured = client.price(ref);
        CompletableFuture<Optional<Price>> price = configured.isPresent()
                ? CompletableFuture.completedFuture(configured)
                : described(ref, asked).thenApply(info -> price(info, response.servedBy()));
        return inTime(price).thenApply(known -> known.map(each -> dollars(each, usage.get())));
    }

    private CompletableFuture<ModelInfo> described(ModelRef ref, ChatModel asked) {
        try {
            return ref.equals(asked.ref())
                    ? asked.describe()
                    : client.model(ref.toString()).describe();
        } catch (RuntimeException unknown) {
            return CompletableFuture.failedFuture(unknown);
        }
    }

    private CompletableFuture<Optional<Price>> inTime(CompletableFuture<Optional<Price>> price) {
        CompletableFuture<Optional<Price>> known = price.exceptionally(failure -> Optional.empty());
        Scheduler.Alarm alarm = scheduler.schedule(PATIENCE, () -> known.complete(Optional.empty()));
        known.whenComplete((done, failure) -> alarm.cancel());
        return known;
    }

    /** Behind a router each provider has its own price. */
    private static Optional<Price> price(ModelInfo model, Optional<String> servedBy) {
        return model.price()
                .or(() -> model.offers().stream()
                        .filter(offer ->
                                servedBy.filter(offer.provider()::equals).isPresent())
                        .findFirst()
                        .flatMap(ModelOffer::price))
                .filter(price -> price.inputPerMillion() >= 0 && price.outputPerMillion() >= 0);
    }

    private static double dollars(Price price, Usage usage) {
        double input = (double) price.inputPerMillion() * usage.input().orElse(0);
        double output = (double) price.outputPerMillion() * usage.output().orElse(0);
        return (input + output) / MILLION / NANOS;
    }
}
