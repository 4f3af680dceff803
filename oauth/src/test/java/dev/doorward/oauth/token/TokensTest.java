package dev.doorward.oauth.token;

import static dev.doorward.oauth.House.HOME;
import static dev.doorward.oauth.House.ISSUER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.doorward.core.may.Identity;
import dev.doorward.core.may.Reason;
import dev.doorward.core.who.Acr;
import dev.doorward.core.who.Audience;
import dev.doorward.core.who.Principal;
import dev.doorward.core.who.Scopes;
import dev.doorward.core.who.SignIn;
import dev.doorward.core.who.Upkeep;
import dev.doorward.identity.people.User;
import dev.doorward.oauth.House;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private static final Identity INVALID =
      new Identity.Invalid(Reason.Unproven.INVALID, Upkeep.NONE);
  private static final Identity EXPIRED =
      new Identity.Invalid(Reason.Unproven.EXPIRED, Upkeep.NONE);

  @TempDir private Path folder;
  private House house;

  @BeforeEach
  void open() throws Exception {
    house = new House(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void c060_aTokenProvesItsUserWithWhatItWasMadeFor(boolean opaque) {
    String token = house.tokens.issue(house.order(opaque)).token();

    Identity.Proven proven = (Identity.Proven) identify(token);

    Principal p = proven.principal();
    assertThat(p.subject().id()).isEqualTo(house.alice.id());
    assertThat(p.audience()).isEqualTo(new Audience.Of(Set.of(ISSUER)));
    assertThat(p.scopes()).isEqualTo(Scopes.of(List.of("reports:read", "x")));
    assertThat(p.roles()).hasToString("user");
    assertThat(p.signIn()).isEqualTo(new SignIn.At(Acr.PWD, house.clock.instant()));
    assertThat(house.identify.recall(token, house.clock.instant())).contains(proven);
    assertThat(token.startsWith("dw_pat_")).isEqualTo(opaque);
  }

  @Test
  void aTokenIsWrittenAfterRfc9068() throws Exception {
    Tokens.Issued issued = house.tokens.issue(house.order(false));
    JWSObject jwt = JWSObject.parse(issued.token());

    assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
    assertThat(jwt.getHeader().getType()).isEqualTo(new JOSEObjectType("at+jwt"));
    assertThat(jwt.getHeader().getKeyID()).isEqualTo(house.keys.current().id());
    assertThat(jwt.getPayload().toJSONObject())
        .containsEntry("iss", ISSUER)
        .containsEntry("sub", house.alice.id())
        .containsEntry("aud", ISSUER)
        .containsEntry("jti", issued.id())
        .containsEntry("client_id", "doorward-cli")
        .containsEntry("acr", "urn:dw:pwd")
        .containsEntry("scope", "reports:read x")
        .containsEntry("auth_time", house.clock.instant().getEpochSecond())
        .containsKeys("exp", "iat", "gid");
    assertThat(issued.id()).startsWith("tok_");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void c061_anExpiredTokenIsCalledSoAndAForgedOneIsNot(boolean opaque) throws Exception {
    Instant now = house.clock.instant();
    String old =
        house
            .tokens
            .issue(
                house.order(
                    opaque,
                    Optional.empty(),
                    now.minus(Duration.ofHours(1)),
                    now.minus(Duration.ofMinutes(10))))
            .token();

    assertThat(identify(old)).isEqualTo(EXPIRED);
    assertThat(identify(old + "x")).isEqualTo(INVALID);
  }

  @Test
  void c062_clocksMayDifferByTheLeewayAndNoMore() {
    Instant now = house.clock.instant();
    Duration hour = Duration.ofHours(1);
    String expiring =
        house.tokens.issue(house.order(false, Optional.empty(), now.minus(hour), now)).token();
    String early =
        house
            .tokens
            .issue(house.order(false, Optional.of(now.plusSeconds(50)), now, now.plus(hour)))
            .token();
    String ahead =
        house
            .tokens
            .issue(house.order(false, Optional.empty(), now.plusSeconds(50), now.plus(hour)))
            .token();

    house.clock.move(Duration.ofSeconds(20)); // expired 20 s ago, the others 30 s ahead
    assertThat(identify(expiring)).isInstanceOf(Identity.Proven.class);
    assertThat(identify(early)).isInstanceOf(Identity.Proven.class);
    assertThat(identify(ahead)).isInstanceOf(Identity.Proven.class);
    house.clock.move(Duration.ofSeconds(10).minusMillis(1));
    assertThat(identify(expiring)).isInstanceOf(Identity.Proven.class);
    house.clock.move(Duration.ofMillis(1));
    assertThat(identify(expiring)).isEqualTo(EXPIRED);
    assertThat(house.identify.recall(expiring, house.clock.instant())).contains(EXPIRED);
    house.identify.setLeeway(Duration.ofSeconds(5));
    assertThat(identify(early)).isEqualTo(INVALID);
    assertThat(identify(ahead)).isEqualTo(INVALID);
    house.clock.move(Duration.ofSeconds(15));
    assertThat(identify(early)).isInstanceOf(Identity.Proven.class);
    house.identify.setLeeway(Duration.ofSeconds(120));
    assertThat(identify(expiring)).isInstanceOf(Identity.Proven.class);
    house.clock.move(Duration.ofSeconds(75));
    assertThat(identify(expiring)).isEqualTo(EXPIRED);
  }

  @Test
  void c063_c064_aTokenFromTheFutureIsNotGoodYet() {
    Instant now = house.clock.instant();
    Instant later = now.plus(Duration.ofHours(1));
    Instant end = now.plus(Duration.ofHours(2));

    assertThat(
            identify(house.tokens.issue(house.order(false, Optional.of(later), now, end)).token()))
        .isEqualTo(INVALID);
    assertThat(
            identify(house.tokens.issue(house.order(false, Optional.empty(), later, end)).token()))
        .isEqualTo(INVALID);
  }

  @Test
  void c065_anyChangedByteIsAForgery() {
    String token = house.tokens.issue(house.order(false)).token();
    for (int i = 0; i < token.length(); i += 3) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(house.reader.read(changed)).as("byte %d", i).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "nOnE"})
  void c066_noSignatureIsNoToken(String alg) {
    String token = house.tokens.issue(house.order(false)).token();
    String payload = token.split("\\.", -1)[1];
    String header =
        base64(
            "{\"alg\":\"%s\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}"
                .formatted(alg, house.keys.current().id()));

    assertThat(identify(header + "." + payload + ".")).isEqualTo(INVALID);
    assertThat(identify(header + "." + payload + "." + token.split("\\.", -1)[2]))
        .isEqualTo(INVALID);
  }

  @Test
  void c067_ourPublicKeyIsNoSharedSecret() throws Exception {
    ECKey ours = house.keys.current().jwk();
    for (byte[] secret :
        List.of(
            ours.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8),
            ours.toECPublicKey().getEncoded())) {
      JWSObject forged =
          new JWSObject(
              new JWSHeader.Builder(JWSAlgorithm.HS256)
                  .type(new JOSEObjectType("at+jwt"))
                  .keyID(ours.getKeyID())
                  .build(),
              new Payload(claims(c -> c)));
      forged.sign(new MACSigner(secret));
      assertThat(identify(forged.serialize())).isEqualTo(INVALID);
    }
  }

  @Test
  void c070_aKeyThatATokenBringsIsNotUsed() throws Exception {
    ECKey theirs = new ECKeyGenerator(Curve.P_256).keyID(house.keys.current().id()).generate();
    JWSHeader.Builder header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("at+jwt"))
            .keyID(theirs.getKeyID());
    for (JWSHeader forged :
        List.of(
            header.jwk(theirs.toPublicJWK()).build(),
            header.jwkURL(URI.create("http://127.0.0.1:9/jwks")).build(),
            header.x509CertURL(URI.create("http://127.0.0.1:9/x5u")).build())) {
      JWSObject jwt = new JWSObject(forged, new Payload(claims(c -> c)));
      jwt.sign(new ECDSASigner(theirs));
      assertThat(identify(jwt.serialize())).isEqualTo(INVALID);
    }
  }

  @Test
  void c071_anUnknownCriticalExtensionIsRefusedEvenIfWeSignedIt() throws Exception {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("at+jwt"))
            .keyID(house.keys.current().id())
            .customParam("x", 1)
            .criticalParams(Set.of("x"))
            .build();

    assertThat(house.reader.read(signed(header, claims(c -> c)))).isEmpty();
  }

  @Test
  void c072_theIssuerIsOursLiterally() throws Exception {
    for (String issuer : List.of(ISSUER + "/", "https://APP.example", "https://evil.example", "")) {
      assertThat(
              house.reader.read(ours(c -> c.replace("\"iss\":\"" + ISSUER, "\"iss\":\"" + issuer))))
          .as(issuer)
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "JWT", "jwt", "id+jwt", "at-jwt", "dpop+jwt", "dw-assertion+jwt"})
  void c074_anotherTypeIsNoAccessToken(String type) throws Exception {
    JWSHeader.Builder header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(house.keys.current().id());
    if (!type.isEmpty()) {
      header.type(new JOSEObjectType(type));
    }

    assertThat(house.reader.read(signed(header.build(), claims(c -> c)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"at+jwt", "AT+JWT", "application/at+jwt"})
  void c074_itsTypeIsReadInAnyCase(String type) throws Exception {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType(type))
            .keyID(house.keys.current().id())
            .build();

    assertThat(house.reader.read(signed(header, claims(c -> c)))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "[]",
        "\"text\"",
        "null",
        "",
        "{}",
        "{\"exp\":1}",
        "{\"exp\":\"1\",REST}",
        "{\"exp\":null,REST}",
        "{\"exp\":99999999999999999999,REST}",
        "{\"exp\":9223372036854775807,REST}",
        "{\"exp\":2000000000,\"exp\":2100000000,REST}",
        "{\"exp\":2000000000,\"auth_time\":9223372036854775807,REST}",
        "{\"exp\":2000000000,\"auth_time\":1e300,REST}",
        "{\"exp\":2000000000,\"scope\":[1],REST}",
        "{\"exp\":2000000000,\"acr\":{},REST}",
        "{\"exp\":2000000000,\"nbf\":\"soon\",REST}",
        "{\"exp\":2000000000,\"aud\":[null],REST}",
        "{\"exp\":2000000000,\"aud\":{},REST}",
        "{\"exp\":2000000000,\"jti\":5,REST}",
        "{\"exp\":2000000000,\"x\":NEST,REST}"
      })
  void c076_aStrangePayloadNeverThrowsEvenIfWeSignedIt(String payload) throws Exception {
    String rest =
        "\"iss\":\"%s\",\"sub\":\"%s\",\"iat\":1,\"jti\":\"tok_1\",\"client_id\":\"x\""
            .formatted(ISSUER, house.alice.id());
    String text =
        payload.replace("REST", rest).replace("NEST", "[".repeat(2000) + "]".repeat(2000));

    assertThatCode(() -> identify(signed(header(), text))).doesNotThrowAnyException();
    if (!payload.contains("2000000000")) {
      assertThat(identify(signed(header(), text))).isNotInstanceOf(Identity.Proven.class);
    }
  }

  @Test
  void c076_claimsThatStandTwiceAreRefused() throws Exception {
    assertThat(house.reader.read(ours(c -> "{\"sub\":\"usr_x\"," + c.substring(1)))).isEmpty();
  }

  @Test
  void c075_noGarbageMakesTheReaderThrow() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("token garbage: -Dseed=" + seed);
    Random random = new Random(seed);
    String good = house.tokens.issue(house.order(false)).token();
    String[] parts = good.split("\\.", -1);
    for (int i = 0; i < 1000; i++) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      String raw = new String(noise, StandardCharsets.ISO_8859_1);
      String coded = Base64.getUrlEncoder().withoutPadding().encodeToString(noise);
      String json = base64("{" + raw + "}");
      String header =
          base64("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":" + coded.length() + "}");
      for (String token :
          List.of(
              raw,
              coded,
              raw + "." + raw + "." + raw,
              coded + "." + coded + "." + coded,
              json + "." + parts[1] + "." + parts[2],
              header + "." + json + "." + coded,
              parts[0] + "." + json + "." + parts[2],
              parts[0] + "." + parts[1] + "." + coded)) {
        assertThat(house.reader.read(token)).isEmpty();
      }
    }
    String deep = base64("{\"alg\":" + "[".repeat(5000) + "]".repeat(5000) + "}");
    for (String token :
        List.of(
            "",
            ".",
            "..",
            "...",
            "....",
            "a.b.c.d.e",
            deep + "." + parts[1] + "." + parts[2],
            "x".repeat(7 << 10),
            "x".repeat(1 << 20),
            ("x".repeat(7000) + ".").repeat(3),
            "dw_pat_",
            "dw_pat_" + "x".repeat(1 << 20),
            "dw_pat_\u0000'; drop table token; --")) {
      assertThat(identify(token)).isIn(INVALID, waiting(identify(token)));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void c079_aRevokedTokenIsDeadAtTheNextCall(boolean opaque) {
    Tokens.Issued issued = house.tokens.issue(house.order(opaque));
    assertThat(identify(issued.token())).isInstanceOf(Identity.Proven.class);

    assertThat(house.tokens.revoke(issued.id())).isTrue();

    assertThat(
            house
                .identify
                .recall(issued.token(), house.clock.instant())
                .filter(i -> !i.equals(INVALID)))
        .isEmpty();
    assertThat(identify(issued.token())).isEqualTo(INVALID);
    assertThat(house.tokens.revoke(issued.id())).isFalse();
    assertThat(house.tokens.list(Optional.empty())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void c079_aRevokedTokenStaysDeadAfterARestart(boolean opaque) throws Exception {
    Tokens.Issued issued = house.tokens.issue(house.order(opaque));
    house.tokens.revoke(issued.id());
    house.close();
    house = new House(folder);

    assertThat(identify(issued.token())).isEqualTo(INVALID);
  }

  @Test
  void c081_allTokensOfAUserDieTogether() {
    Tokens.Issued jwt = house.tokens.issue(house.order(false));
    Tokens.Issued opaque = house.tokens.issue(house.order(true));
    identify(jwt.token());
    identify(opaque.token());

    assertThat(house.tokens.revokeAll(house.alice.id())).isEqualTo(2);

    assertThat(identify(jwt.token())).isEqualTo(INVALID);
    assertThat(identify(opaque.token())).isEqualTo(INVALID);
    assertThat(house.tokens.revokeAll(house.alice.id())).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTokenIsSweptAwayADayAfterItsEndAndItsRevocationNotBefore(boolean opaque) {
    Tokens.Issued issued = house.tokens.issue(house.order(opaque));
    house.tokens.revoke(issued.id());
    house.clock.move(Duration.ofMinutes(4));
    sweep();
    assertThat(house.tokens.isRevoked(issued.id())).isTrue();

    house.clock.move(Duration.ofMinutes(61));
    sweep();
    assertThat(house.tokens.isRevoked(issued.id())).as("in memory").isFalse();
    assertThat(house.tokens.isRevokedInStore(issued.id())).isTrue();
    assertThat(identify(issued.token())).isNotInstanceOf(Identity.Proven.class);

    house.clock.move(Duration.ofDays(1));
    sweep();
    assertThat(house.tokens.isRevokedInStore(issued.id())).isFalse();
    assertThat(identify(issued.token())).isNotInstanceOf(Identity.Proven.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWasRevokedStaysSoWhereTheClockWasAheadForAWhile(boolean opaque) {
    for (Duration ahead : List.of(Duration.ofHours(2), Duration.ofDays(2))) {
      String revoked = issueAndUse(opaque);
      String good = issueAndUse(opaque);
      house.tokens.revoke(house.identify.idOf(revoked).orElseThrow());
      house.clock.move(ahead);
      assertThat(identify(good)).isEqualTo(EXPIRED);
      sweep();
      house.clock.move(ahead.negated());

      assertThat(house.identify.recall(revoked, house.clock.instant()))
          .matches(known -> known.isEmpty() || known.get() instanceof Identity.Invalid);
      assertThat(identify(revoked)).isEqualTo(INVALID);
      boolean swept = ahead.compareTo(Duration.ofDays(1)) > 0;
      assertThat(identify(good))
          .as("nobody could revoke what the store knows no more")
          .isInstanceOf(swept ? Identity.Invalid.class : Identity.Proven.class);
      assertThat(house.identify.known(revoked)).isEmpty();
      sweep();
      assertThat(identify(revoked)).isEqualTo(INVALID);
      assertThat(identify(issueAndUse(opaque))).as("new ones").isInstanceOf(Identity.Proven.class);
    }
  }

  private String issueAndUse(boolean opaque) {
    String token = house.tokens.issue(house.order(opaque)).token();
    assertThat(identify(token)).isInstanceOf(Identity.Proven.class);
    return token;
  }

  private void sweep() {
    house.tokens.sweep();
    house.store.write(_ -> null); // behind the sweep in the queue
  }

  @Test
  void aTokenThatIsNobodysIsNotRemembered() {
    house.tokens.revoke("tok_none");

    assertThat(house.tokens.isRevoked("tok_none")).isFalse();
  }

  @Test
  void c080_theTokenOfARemovedUserIsInvalidAndOfASuspendedOneIsHis() {
    String token = house.tokens.issue(house.order(false)).token();
    identify(token);
    house.users.setState(house.alice.id(), User.State.SUSPENDED);
    assertThat(((Identity.Proven) identify(token)).standing()).isEqualTo(Reason.Bar.SUSPENDED);
    house.users.setState(house.alice.id(), User.State.REMOVED);

    assertThat(identify(token)).isEqualTo(INVALID);
    assertThat(house.identify.recall(token, house.clock.instant()).filter(i -> !i.equals(INVALID)))
        .isEmpty();
  }

  @Test
  void aRoleThatIsLostIsLostForOldTokensToo() {
    String token = house.tokens.issue(house.order(false)).token();
    identify(token);
    house.users.revoke(house.alice.id(), "user");

    assertThat(((Identity.Proven) identify(token)).principal().roles().names()).isEmpty();
  }

  @Test
  void c069_aTokenOutlivesTheRotationOfItsKey() {
    String before = house.tokens.issue(house.order(false)).token();
    house.keys.rotate();
    String after = house.tokens.issue(house.order(false)).token();

    assertThat(identify(before)).isInstanceOf(Identity.Proven.class);
    assertThat(identify(after)).isInstanceOf(Identity.Proven.class);
  }

  @Test
  void theStoreKeepsNoToken() {
    String token = house.tokens.issue(house.order(true)).token();

    assertThat(
            house.store.<List<String>>read(
                rows -> rows.all("select digest from token", row -> row.getString(1))))
        .hasSize(1)
        .noneMatch(digest -> token.contains(digest));
  }

  @Test
  void tokensAreListedWithWhatTheyMayDo() {
    Tokens.Issued opaque = house.tokens.issue(house.order(true));

    assertThat(house.tokens.list(Optional.of(house.alice.id())))
        .singleElement()
        .satisfies(info -> {
          assertThat(info.id()).isEqualTo(opaque.id());
          assertThat(info.opaque()).isTrue();
          assertThat(info.name()).contains("test");
          assertThat(info.scopes()).containsExactly("reports:read", "x");
          assertThat(info.audience()).containsExactly(ISSUER);
        });
    house.clock.move(Duration.ofMinutes(5));
    assertThat(house.tokens.list(Optional.empty())).isEmpty();
  }

  @Test
  void c159_unknownTokensAreCountedAndDeadOnesAreNot() {
    Instant now = house.clock.instant();
    Tokens.Issued revoked = house.tokens.issue(house.order(true));
    Tokens.Issued revokedJwt = house.tokens.issue(house.order(false));
    house.tokens.revoke(revoked.id());
    house.tokens.revoke(revokedJwt.id());
    String expired =
        house
            .tokens
            .issue(
                house.order(
                    false,
                    Optional.empty(),
                    now.minus(Duration.ofHours(2)),
                    now.minus(Duration.ofHours(1))))
            .token();
    String good = house.tokens.issue(house.order(false)).token();
    for (int i = 0; i < 20; i++) {
      assertThat(identify(revoked.token())).isEqualTo(INVALID);
      assertThat(identify(revokedJwt.token())).isEqualTo(INVALID);
      assertThat(identify(expired)).isEqualTo(EXPIRED);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(identify(i % 2 == 0 ? "dw_pat_unknown" + i : good + i)).isEqualTo(INVALID);
    }

    assertThat(identify(good + "x"))
        .isEqualTo(new Identity.Unsettled(Reason.Later.TOO_MANY, Duration.ofMinutes(5)));
    assertThat(identify("dw_pat_unknown")).isInstanceOf(Identity.Unsettled.class);
    assertThat(identify(revoked.token())).isEqualTo(INVALID);
    assertThat(identify(expired)).isEqualTo(EXPIRED);
    assertThat(identify(good)).isInstanceOf(Identity.Proven.class);
    assertThat(house.identify.identify("nonsense", now, Optional.empty())).isEqualTo(INVALID);
  }

  @Test
  void c241_withoutItsStoreNobodyCanTell() {
    String seen = house.tokens.issue(house.order(false)).token();
    String opaque = house.tokens.issue(house.order(true)).token();
    house.store.close();

    assertThat(identify(opaque))
        .isEqualTo(new Identity.Unsettled(Reason.Later.NO_VERIFIER, Duration.ofSeconds(5)));
    assertThat(identify(seen))
        .isEqualTo(new Identity.Unsettled(Reason.Later.NO_VERIFIER, Duration.ofSeconds(5)));
  }

  private Identity identify(String token) {
    return house.identify.identify(token, house.clock.instant(), Optional.of(HOME));
  }

  private static Identity waiting(Identity said) {
    return said instanceof Identity.Unsettled ? said : INVALID;
  }

  private String claims(UnaryOperator<String> change) {
    Instant now = house.clock.instant();
    return change.apply(
        "{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"%s\",\"jti\":\"tok_1\",\"iat\":%d,\"exp\":%d}"
            .formatted(
                ISSUER,
                house.alice.id(),
                ISSUER,
                now.getEpochSecond(),
                now.getEpochSecond() + 300));
  }

  private String ours(UnaryOperator<String> change) throws JOSEException {
    return signed(header(), claims(change));
  }

  private JWSHeader header() {
    return new JWSHeader.Builder(JWSAlgorithm.ES256)
        .type(new JOSEObjectType("at+jwt"))
        .keyID(house.keys.current().id())
        .build();
  }

  /** Really signed by our own key, whatever it says. */
  private String signed(JWSHeader header, String payload) throws JOSEException {
    JWSObject jwt =
        new JWSObject(
            header, new Payload(Base64URL.encode(payload.getBytes(StandardCharsets.UTF_8))));
    jwt.sign(new ECDSASigner(house.keys.current().jwk()));
    return jwt.serialize();
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
