package dev.llmdriver.examples.dataanalyst;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample is the same each time. */
class EarthquakesTest {
    @Test
    void theFileIsTheSameEachTime(@TempDir Path folder) throws IOException {
        Path one = folder.resolve("one.csv");
        Path two = folder.resolve("two.csv");
        Earthquakes.main(new String[] {one.toString()});
        Earthquakes.main(new String[] {two.toString()});
        assertThat(one).hasSameBinaryContentAs(two);
        assertThat(Files.readAllLines(one))
                .hasSize(5_001)
                .startsWith("time,place,latitude,longitude,depth_km,magnitude");
    }

    @Test
    void whatCannotBeWrittenIsSaidInALine(@TempDir Path folder) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Path nowhere = folder.resolve("nowhere/one.csv");
        int code = Earthquakes.run(new PrintStream(said, true, StandardCharsets.UTF_8), nowhere.toString());
        assertThat(code).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .isEqualTo("error: cannot write to " + nowhere + ": name a file in a folder that is there\n");
    }

    @Test
    void strongOnesAreRare() {
        assertThat(Earthquakes.all()).filteredOn(each -> each.magnitude() >= 4).hasSizeBetween(100, 250);
        assertThat(Earthquakes.all())
                .allSatisfy(each -> assertThat(each.magnitude()).isBetween(2.5, 9.0));
    }
}
