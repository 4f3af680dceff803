package dev.doorward.portal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.core.request.Field;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DoneTest {
  private static final Map<Field, String> OWN = Map.of(Field.SEC_FETCH_SITE, "same-origin");

  @Test
  void isToldAfterAFormOfOurs() {
    for (Done done : Done.values()) {
      assertThat(Done.told(Sample.facts("GET", "/.doorward/account?done=" + done.wire(), OWN)))
          .contains(done);
    }
  }

  @Test
  void andNotByALink() {
    String target = "/.doorward/account?done=password";
    assertThat(Done.told(Sample.facts("GET", target, Map.of()))).isEmpty();
    for (String site : new String[] {"cross-site", "same-site", "none"}) {
      assertThat(Done.told(Sample.facts("GET", target, Map.of(Field.SEC_FETCH_SITE, site))))
          .isEmpty();
    }
  }

  @Test
  void norIsWhatWasNeverDone() {
    assertThat(Done.told(Sample.facts("GET", "/.doorward/account?done=<b>", OWN))).isEmpty();
    assertThat(Done.told(Sample.facts("GET", "/.doorward/account", OWN))).isEmpty();
  }
}
