package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.llmdriver.Media;
import dev.llmdriver.Part;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Text;
import dev.llmdriver.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files on the command line. */
class AttachmentsTest {
    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void newCli() {
        cli = new Cli(folder);
    }

    private void file(String name, String latin1) throws IOException {
        Files.write(folder.resolve(name), latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void textAndImagesComeBeforeThePromptInOrder() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "\uFEFFGrüße");
        file("a.dat", "\u0089PNG\r\n\u001a\nrest");
        file("b.dat", "\u00ff\u00d8\u00ff\u00e0rest");
        file("c.dat", "GIF89arest");
        file("d.dat", "RIFF\u0000\u0000\u0000\u0000WEBPrest");
        assertThat(cli.chat("-f", "notes.txt", "-f", "a.dat", "-fb.dat", "-fc.dat", "-fd.dat", "look"))
                .isZero();
        List<Part> parts = cli.driver.requests.get(0).messages().get(0).parts();
        assertThat(parts).first().isEqualTo(Text.of("File notes.txt:\nGrüße\n"));
        assertThat(parts).last().isEqualTo(Text.of("look"));
        assertThat(parts.subList(1, 5))
                .extracting(part -> ((Media) part).mimeType())
                .containsExactly("image/png", "image/jpeg", "image/gif", "image/webp");
    }

    @Test
    void endlessDevicesAreReadToTheBoundOnly() {
        Path endless = Path.of("/dev/zero");
        assumeTrue(Files.isReadable(endless), "this system has no /dev/zero");
        assertThat(cli.chat("-f", endless.toString(), "look")).isEqualTo(2);
        assertThat(cli.err()).contains("larger than 50 MB");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    -f       | missing.txt | there is no file 'missing.txt'; check the name and the folder
                    -f       | folder      | 'folder' is a folder; name a file
                    -f       | empty.txt   | file 'empty.txt' is empty
                    -f       | junk.bin    | file 'junk.bin' is neither an image (PNG, JPEG, GIF, WebP) nor text in UTF-8; convert it first
                    -f       | zero.bin    | file 'zero.bin' is neither an image (PNG, JPEG, GIF, WebP) nor text in UTF-8; convert it first
                    --tools  | junk.bin    | file 'junk.bin' is not text in UTF-8; convert it first
                    --tools  | text.txt    | file 'text.txt' is not JSON: Unrecognized token 'text': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false') at line 1
                    --tools  | object.json | file 'object.json' must hold a JSON list of tools with name, description, parameters
                    --tools  | noname.json | file 'noname.json': each tool needs a name, and its parameters must be a JSON schema
                    --schema | list.json   | file 'list.json' must hold a JSON schema, which is a JSON object
                    """)
    void whatCannotBeUsedIsSaidInOneLine(String flag, String name, String message) throws IOException {
        Files.createDirectory(folder.resolve("folder"));
        file("empty.txt", "");
        file("junk.bin", "\u00ff\u00fe\u0000junk");
        file("zero.bin", "a\u0000b");
        file("text.txt", "text");
        file("object.json", "{}");
        file("noname.json", "[{\"parameters\":{}}]");
        file("list.json", "[1]");
        assertThat(cli.chat(flag, name, "hi")).isEqualTo(2);
        assertThat(cli.err()).isEqualTo("error: invalid_request: " + message + "\n");
        assertThat(cli.driver.opened).isEmpty();
    }

    @Test
    void whatFollowsASchemaIsNotPassedOver() throws IOException {
        file("two.json", "{\"type\":\"object\"}\n{\"type\":\"array\"}");
        assertThat(cli.chat("--schema", "two.json", "hi")).isEqualTo(2);
        assertThat(cli.err())
                .isEqualTo("error: invalid_request: file 'two.json' is not JSON: it goes on after its end at line 2\n");
    }

    @Test
    void toolsAndSchemaReachTheRequest() throws IOException {
        file(
                "tools.json",
                "[{\"name\":\"weather\",\"description\":\"d\",\"parameters\":{\"type\":\"object\"}},"
                        + "{\"name\":\"now\"}]");
        file("schema.json", "{\"type\":\"object\"}");
        assertThat(cli.chat("--tools", "tools.json", "--schema", "schema.json", "hi"))
                .isZero();
        assertThat(cli.driver.requests.get(0).tools())
                .containsExactly(
                        new Tool("weather", "d", "{\"type\":\"object\"}"),
                        new Tool("now", "", "{\"type\":\"object\",\"properties\":{}}"));
        assertThat(cli.driver.requests.get(0).responseFormat())
                .contains(ResponseFormat.schema("answer", "{\"type\":\"object\"}"));
    }

    @Test
    void numbersOfASchemaStayAsTheyAreWritten() throws IOException {
        file("schema.json", "{\"maximum\":12345678901234567890.50,\"minimum\":-1e400}");
        assertThat(cli.chat("--schema", "schema.json", "hi")).as(cli.err()).isZero();
        assertThat(cli.driver.requests.get(0).responseFormat())
                .contains(ResponseFormat.schema("answer", "{\"maximum\":12345678901234567890.50,\"minimum\":-1E+400}"));
        file("huge.json", "{\"maximum\":1e99999999999}");
        assertThat(cli.chat("--schema", "huge.json", "hi")).isEqualTo(2);
        assertThat(cli.err())
                .contains("error: invalid_request: file 'huge.json'")
                .contains("out of range");
    }
}
