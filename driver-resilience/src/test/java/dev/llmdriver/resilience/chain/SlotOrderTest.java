package dev.llmdriver.resilience.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The order of the decorators, pair by pair: each pair has a play that ends otherwise if the two stand the other way round. */
class SlotOrderTest {
    static List<Order> orders() {
        return Orders.all();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void eachStandsWhereItMust(Order order) {
        assertThat(order.play()).as("as it is").isEqualTo(order.right());
        assertThat(order.playSwapped()).as("the other way round").isEqualTo(order.wrong());
        assertThat(order.right()).isNotEqualTo(order.wrong());
    }

    @Test
    void everyPairIsPlayedOrSaidToBeAlike() {
        List<SlotPair> pairs =
                new ArrayList<>(orders().stream().map(Order::slots).toList());
        pairs.addAll(Orders.ALIKE.keySet());
        assertThat(pairs).containsExactlyInAnyOrderElementsOf(SlotPair.all());
    }
}
