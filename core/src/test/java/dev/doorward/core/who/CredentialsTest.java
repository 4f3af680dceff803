package dev.doorward.core.who;

import static dev.doorward.core.who.Scheme.BASIC;
import static dev.doorward.core.who.Scheme.BEARER;
import static dev.doorward.core.who.Scheme.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.core.Requests;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
  private static final Schemes ALL = Schemes.of(Set.of(BASIC, BEARER, SESSION));
  private static final Schemes BEARER_ONLY = Schemes.of(Set.of(BEARER));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Bearer abc",
        "bEaReR abc",
        "'Bearer    abc'",
        "'  Bearer abc  '",
      })
  void c028_c029_aBearerTokenIsReadWhateverTheCaseAndSpaces(String value) {
    assertThat(read(Requests.get("/").with("authorization", value), ALL))
        .isEqualTo(new Credential.Bearer(new Secret("abc")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "C039 a list on one line   | Bearer a, Bearer b | NOT_TOKEN68",
        "C040 no token             | Bearer             | NO_TOKEN",
        "C040 nor behind a space   | 'Bearer '          | NO_TOKEN",
        "C041 two words            | Bearer abc def     | NOT_TOKEN68",
        "C041 not token68          | Bearer abc\"       | NOT_TOKEN68",
        "C041 equals alone         | Bearer ==          | NOT_TOKEN68",
        "C041 equals inside        | Bearer a=b         | NOT_TOKEN68",
        "C041 parameters           | Bearer token=\"a\" | NOT_TOKEN68",
        "C041 obs-text             | Bearer aéb         | NOT_TOKEN68",
        "C041 beyond octets        | Bearer ašb         | NOT_TOKEN68",
        "C041 beyond two octets    | Bearer a😀         | NOT_TOKEN68",
        "C041 nothing else         | Bearer 😀          | NOT_TOKEN68",
        "C041 and equals           | Bearer 😀==        | NOT_TOKEN68",
        "C043 no scheme            | %%%                | NO_SCHEME",
        "C043 not a letter first   | 1Bearer a          | NO_SCHEME",
        "C043 colon                | Bearer:a           | NO_SCHEME",
        "C043 a tab is no space    | 'Bearer\ta'        | NO_SCHEME",
        "C043 a comma              | ', Bearer a'       | NO_SCHEME",
      })
  void whatIsAgainstTheGrammarIsBroken(String row, String value, Credential.Broken how) {
    assertThat(read(Requests.get("/").with("authorization", value), ALL)).isEqualTo(how);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "abc=", "abc==", "a-b._~+/c", "eyJ.eyJ.sig"})
  void everyToken68IsAToken(String token) {
    assertThat(read(Requests.get("/").bearer(token), ALL))
        .isEqualTo(new Credential.Bearer(new Secret(token)));
  }

  @Test
  void c038_c039_twoHeadersAreBrokenEvenIfTheyAreTheSame() {
    Requests same = Requests.get("/").bearer("a").bearer("a");

    assertThat(read(same, ALL)).isEqualTo(Credential.Broken.TWO_HEADERS);
    assertThat(read(same.cookie("dw=k"), Schemes.SESSION)).isEqualTo(Credential.Broken.TWO_HEADERS);
  }

  @Test
  void c042_anEmptyHeaderIsNone() {
    Requests empty = Requests.get("/").with("authorization", " ");

    assertThat(read(empty, ALL)).isEqualTo(Credential.None.NOTHING);
    assertThat(read(empty.cookie("dw=k"), ALL)).isEqualTo(session("k"));
  }

  @Test
  void c044_aSchemeWhichTheRouteDoesNotTakeIsNothing() {
    Requests digest = Requests.get("/").with("authorization", "Digest username=\"x\"");

    assertThat(read(digest, BEARER_ONLY)).isEqualTo(Credential.None.FOREIGN_SCHEME);
    assertThat(read(Requests.get("/").with("authorization", "Basic eA=="), BEARER_ONLY))
        .isEqualTo(Credential.None.FOREIGN_SCHEME);
    assertThat(read(Requests.get("/").bearer("a b"), Schemes.SESSION))
        .isEqualTo(Credential.None.FOREIGN_SCHEME);
  }

  @Test
  void c331_besideAForeignSchemeTheCookieCounts() {
    Requests digest = Requests.get("/").with("authorization", "Digest x").cookie("dw=k");

    assertThat(read(digest, ALL)).isEqualTo(session("k"));
  }

  @Test
  void c045_aBasicPairIsNotDecodedHere() {
    assertThat(read(Requests.get("/").with("authorization", "Basic @@@"), ALL))
        .isEqualTo(new Credential.Basic(new Secret("@@@")));
    assertThat(read(Requests.get("/").with("authorization", "Basic"), ALL))
        .isEqualTo(new Credential.Basic(new Secret("")));
  }

  @Test
  void c082_anExplicitHeaderDecidesAlone() {
    assertThat(read(Requests.get("/").bearer("x").cookie("dw=k"), ALL))
        .isEqualTo(new Credential.Bearer(new Secret("x")));
  }

  @Test
  void c057_severalCookieLinesAreOneList() {
    assertThat(read(Requests.get("/").cookie("a=1").cookie("b=2; dw=k"), ALL))
        .isEqualTo(session("k"));
  }

  @Test
  void c058_twoCookiesOfOurNameAreNoSession() {
    assertThat(read(Requests.get("/").cookie("dw=k; dw=k"), ALL))
        .isEqualTo(Credential.None.TWO_COOKIES);
    assertThat(read(Requests.get("/").cookie("dw=k").cookie("dw=l"), ALL))
        .isEqualTo(Credential.None.TWO_COOKIES);
    assertThat(Credential.None.TWO_COOKIES.upkeep()).isEqualTo(Upkeep.MAY_CLEAR);
    assertThat(Credential.None.NOTHING.upkeep()).isEqualTo(Upkeep.NONE);
  }

  @Test
  void aCookieOfAnotherNameIsNotOurs() {
    Requests others = Requests.get("/").cookie("dw-device=d; DW=k; xdw=k; dw; dwx=k");

    assertThat(read(others, ALL)).isEqualTo(Credential.None.NOTHING);
    assertThat(read(Requests.get("/").cookie("dw=k"), BEARER_ONLY))
        .isEqualTo(Credential.None.NOTHING);
  }

  @Test
  void c219_anyCredentialIsSeenBeforeItIsRead() {
    assertThat(Credentials.any(Requests.get("/").facts().fields(), "dw")).isFalse();
    assertThat(Credentials.any(Requests.get("/").bearer("").facts().fields(), "dw")).isTrue();
    assertThat(Credentials.any(Requests.get("/").with("dpop", "x").facts().fields(), "dw"))
        .isTrue();
    assertThat(Credentials.any(Requests.get("/").cookie("dw=k").facts().fields(), "dw")).isTrue();
    assertThat(Credentials.any(Requests.get("/").cookie("a=k").facts().fields(), "dw")).isFalse();
  }

  @Test
  void cookiesAreReadAsTheyStand() {
    assertThat(Cookies.named(List.of("a=1;dw=x=y ; dw=", "dw=z"), "dw"))
        .containsExactly("x=y", "", "z");
    assertThat(Cookies.named(List.of("", ";", ";;dw"), "dw")).isEmpty();
  }

  @Test
  void c329_ourCookiesAreCutOutAndTheOthersStayInOrder() {
    Set<String> ours = Set.of("dw", "dw-device");

    assertThat(Cookies.without("a=1; dw=k; b=2;dw-device=d ;c", ours::contains))
        .contains("a=1; b=2; c");
    assertThat(Cookies.without("dw=k;dw =x; dw", ours::contains)).isEmpty();
    assertThat(Cookies.without("dwx=1", ours::contains)).contains("dwx=1");
    assertThat(Cookies.without("", ours::contains)).isEmpty();
  }

  @Test
  void aSecretIsNeverPrintedAndComparedByValue() {
    assertThat(new Credential.Bearer(new Secret("abc")).toString()).doesNotContain("abc");
    assertThat(new Secret("a")).isEqualTo(new Secret("a")).hasSameHashCodeAs(new Secret("a"));
    assertThat(new Secret("a")).isNotEqualTo(new Secret("b"));
  }

  private static Credential read(Requests request, Schemes accepts) {
    return Credentials.read(request.facts().fields(), "dw", accepts);
  }

  private static Credential session(String key) {
    return new Credential.Session(new Secret(key));
  }
}
