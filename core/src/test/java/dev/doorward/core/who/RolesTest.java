package dev.doorward.core.who;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.core.Seeds;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolesTest {
  @Test
  void rolesAreASetOfNames() {
    Random random = Seeds.random("roles");
    for (int i = 0; i < 2000; i++) {
      Set<String> a = names(random);
      Set<String> b = names(random);

      assertThat(Roles.of(a).names()).containsExactlyInAnyOrderElementsOf(a).isSorted();
      assertThat(Roles.of(a).meets(Roles.of(b))).isEqualTo(a.stream().anyMatch(b::contains));
      assertThat(Roles.of(a).equals(Roles.of(b))).isEqualTo(a.equals(b));
      assertThat(Roles.of(a)).hasSameHashCodeAs(Roles.of(List.copyOf(a)));
    }
    assertThat(Roles.NONE.names()).isEmpty();
    assertThat(Roles.of(List.of("user", "admin"))).hasToString("admin,user");
  }

  @Test
  void scopesLimitTokensAndNobodyElse() {
    assertThat(Scopes.Unlimited.ALL.covers(List.of("x"))).isTrue();
    assertThat(Scopes.NONE.covers(List.of())).isTrue();
    assertThat(Scopes.of(List.of("a", "b")).covers(List.of("b", "a"))).isTrue();
    assertThat(Scopes.of(List.of("a")).covers(List.of("a", "b"))).isFalse();
    assertThat(Scopes.Unlimited.ALL.listed()).isEmpty();
    assertThat(Scopes.of(List.of("a")).listed()).containsExactly("a");
  }

  @Test
  void c073_anAudienceHoldsExactNames() {
    Audience.Of narrow = new Audience.Of(Set.of("https://app.test/api"));

    assertThat(narrow.covers(Set.of("https://app.test/api"))).isTrue();
    assertThat(narrow.covers(Set.of("https://app.test"))).isFalse();
    assertThat(narrow.covers(Set.of("https://app.test/api/"))).isFalse();
    assertThat(new Audience.Of(Set.of()).covers(Set.of("https://app.test"))).isFalse();
    assertThat(Audience.Everything.EVERYTHING.covers(Set.of("https://app.test"))).isTrue();
  }

  @Test
  void challengesStandInOneOrder() {
    assertThat(Schemes.of(List.of(Scheme.SESSION, Scheme.BASIC, Scheme.BEARER)).all())
        .containsExactly(Scheme.BASIC, Scheme.BEARER, Scheme.SESSION);
  }

  private static Set<String> names(Random random) {
    Set<String> names = new HashSet<>();
    for (int n = random.nextInt(6); n > 0; n--) {
      names.add("role" + random.nextInt(150));
    }
    return names;
  }
}
