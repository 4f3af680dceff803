package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.client.StepUpSource;
import dev.doorward.client.TokenSource;
import dev.doorward.contract.fixture.Fixture;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example for Java, word for word, compiled for the oldest Java it is for, and run. */
class JavaClientDocsTest {
  private static final Path ROOT = Path.of(System.getProperty("doorward.root", ".."));

  @TempDir Path folder;

  @Test
  void theExampleCompilesAndSaysWhatToDo() throws Exception {
    compile();
    Path house = Files.createDirectory(folder.resolve("house"));
    try (House door = House.of(house, Fixture.DEFAULT);
        URLClassLoader loader =
            new URLClassLoader(
                new URL[] {folder.resolve("out").toUri().toURL()}, getClass().getClassLoader())) {
      assertThat(read(loader, door, "T_ok", "/me")).isEqualTo("200 from the application");
      assertThat(read(loader, door, "T_ok", "/pay")).isEqualTo("200 from the application");
      assertThat(read(loader, door, "T_exp", "/me")).isEqualTo("sign in again");
      assertThat(read(loader, door, "T_ok", "/reports"))
          .isEqualTo("not allowed, needs [reports:read]");
      assertThat(read(loader, door, "T_ok", "/secret/1")).startsWith("404 not_found, request ");
    }
  }

  private static String read(ClassLoader loader, House door, String token, String path)
      throws Exception {
    TokenSource tokens = () -> door.token(token);
    StepUpSource person = wanted -> door.token("T_mfa");
    Class<?> reports = loader.loadClass("Reports");
    Object made =
        reports
            .getConstructor(URI.class, TokenSource.class, StepUpSource.class)
            .newInstance(door.url, tokens, person);
    return String.valueOf(reports.getMethod("read", String.class).invoke(made, path));
  }

  private void compile() throws IOException {
    Matcher block =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(ROOT.resolve("docs/clients.md")));
    assertThat(block.find()).isTrue();
    Path source = Files.writeString(folder.resolve("Reports.java"), block.group(1));
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "--release",
            "21",
            "-proc:none",
            "-d",
            folder.resolve("out").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    assertThat(
            javac
                .getTask(
                    said,
                    null,
                    null,
                    options,
                    null,
                    javac.getStandardFileManager(null, null, null).getJavaFileObjects(source))
                .call())
        .as(() -> said.toString())
        .isTrue();
  }
}
