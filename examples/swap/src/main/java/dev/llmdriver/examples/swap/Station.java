package dev.llmdriver.examples.swap;

import dev.llmdriver.client.Description;
import dev.llmdriver.client.tool.ToolMethod;

/** The application's own code, which the model may call. */
final class Station {
    @ToolMethod("The current weather of a city")
    Weather weather(@Description("in English") String city) {
        return city.equals("Oslo") ? new Weather("rain", 7) : new Weather("sun", 24);
    }

    /**
     * What is measured.
     *
     * @param sky in a word
     * @param celsius the temperature
     */
    record Weather(String sky, int celsius) {}
}
