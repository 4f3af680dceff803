package dev.doorward.http;

import static dev.doorward.http.FrameCase.answered;
import static dev.doorward.http.FrameCase.connection;
import static dev.doorward.http.FrameCase.of;
import static dev.doorward.http.Frames.*;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Field blocks, each by its section of RFC 7541. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HpackTest {
  /** GET, http, and a host, of which only the last is a literal; the path is to follow. */
  private static final byte[] START = all(hex("82 86 41 04"), "door".getBytes());

  private static final byte[] PATH = all(hex("04 04"), "/now".getBytes());

  private Started started;

  @BeforeAll
  void start() throws Exception {
    started = new Started();
  }

  @AfterAll
  void stop() {
    started.close();
  }

  private static FrameCase block(String sentence, FrameCase.Verdict verdict, byte[]... parts) {
    return of(
        sentence, client -> client.send(HEADERS, END_HEADERS | END_STREAM, 1, all(parts)), verdict);
  }

  private static FrameCase sound(String sentence, byte[]... parts) {
    return block(sentence, answered(1, 200), parts);
  }

  private static FrameCase broken(String sentence, byte[]... parts) {
    return block(sentence, connection(COMPRESSION_ERROR), parts);
  }

  private static final byte[] USER = "user-agent".getBytes();

  static Stream<FrameCase> blocks() {
    return Stream.of(
        sound("6.1 indexed fields", START, PATH, hex("90")),
        sound("6.2.1 a literal to be indexed, its name indexed", START, PATH, hex("7a 01 61")),
        sound(
            "6.2.1 a literal to be indexed, its name new",
            START,
            PATH,
            hex("40 0a"),
            USER,
            hex("01 61 be")),
        sound("6.2.2 a literal not indexed, its name indexed", START, PATH, hex("0f 2b 01 61")),
        sound(
            "6.2.2 a literal not indexed, its name new",
            START,
            PATH,
            hex("00 0a"),
            USER,
            hex("01 61")),
        sound("6.2.3 a literal never indexed, its name indexed", START, PATH, hex("1f 2b 01 61")),
        sound(
            "6.2.3 a literal never indexed, its name new",
            START,
            PATH,
            hex("10 0a"),
            USER,
            hex("01 61")),
        sound("6.3 a change of the table's size", hex("20 3f e1 1f"), START, PATH),
        sound("5.2 Huffman", START, hex("04 83 62 a3 f8")),
        broken("2.3.3 an index beyond both tables", START, PATH, hex("c6")),
        broken("2.3.3 a name's index beyond both tables", START, PATH, hex("7f 07 01 61")),
        broken("4.2 a change of size at the end of a block", START, PATH, hex("21")),
        broken(
            "5.1 an integer without end", START, PATH, hex("ff ff ff ff ff ff ff ff ff ff ff 01")),
        broken("5.1 an integer that is cut off", START, PATH, hex("ff ff")),
        broken("5.2 padding of more than 7 bits", START, hex("04 84 62 a3 f8 ff")),
        broken("5.2 padding which is not of ones", START, PATH, hex("0f 2b 81 18")),
        broken("5.2 the symbol EOS", START, PATH, hex("0f 2b 84 ff ff ff ff")),
        broken("5.2 a string longer than its block", START, PATH, hex("0f 2b 7f 00 61")),
        broken("6.1 the index 0", START, PATH, hex("80")),
        broken("6.3 a size above SETTINGS_HEADER_TABLE_SIZE", hex("3f e2 1f"), START, PATH));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("blocks")
  void aBlock(FrameCase given) throws Exception {
    given.run(started);
  }
}
