package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.cli.log.LogFormat;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The server log. */
class LogTest {
  @AfterEach
  void asEver() {
    LogFormat.use(LogFormat.TEXT);
  }

  @Test
  void aLineHasTimeLevelAndMessage() {
    assertThat(logged(LogFormat.TEXT, "loaded {} routes", 3))
        .matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z info loaded 3 routes\n");
  }

  @Test
  void whatComesFromOutsideBeginsNoLineOfItsOwn() {
    String said =
        logged(
            LogFormat.TEXT, "asked for {}", "x\r\n2026-01-01T00:00:00Z info all is well\u001b[2J");
    assertThat(said.lines().skip(1)).allMatch(line -> line.startsWith("    "));
    assertThat(said).doesNotContain("\u001b").doesNotContain("\r");
  }

  @Test
  void asJsonEachLineIsOneDocument() {
    assertThat(logged(LogFormat.JSON, "asked for {}", "a\"b\nc"))
        .matches(
            "\\{\"time\":\"[^\"]+\",\"level\":\"info\",\"message\":\"asked for a\\\\\"b\\\\nc\"}\n");
  }

  private static String logged(LogFormat format, String message, Object argument) {
    LogFormat.use(format);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream old = System.err;
    System.setErr(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      LoggerFactory.getLogger(LogTest.class).info(message, argument);
    } finally {
      System.setErr(old);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
