package dev.doorward.contract;

import dev.doorward.contract.fixture.FixtureFile;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A fixture file with a value for everything, none of them good for anything. */
final class TestFixture {

  private static final String[] USERS = {
    "alice", "bob", "pat", "root", "ops", "sue", "dan", "lou", "mia", "mo", "eva", "al", "pia"
  };
  private static final String[] TOKENS = {
    "T_exp",
    "T_nbf",
    "T_iat",
    "T_aud",
    "T_api",
    "T_site",
    "T_reports",
    "T_revoked",
    "T_mfa",
    "T_mfa_old",
    "T_mfa_notime",
    "T_stale",
    "T_opaque",
    "T_root",
    "T_ops",
    "T_bob",
    "T_sue",
    "T_dan",
    "T_lou",
    "T_pat"
  };

  private TestFixture() {}

  static FixtureFile at(String origin) {
    return FixtureFile.parse(json(origin));
  }

  static String json(String origin) {
    var json =
        new StringBuilder("{\"origin\":\"" + origin + "\",\"fixture\":\"default\",\"users\":{");
    for (String user : USERS) {
      json.append('"').append(user).append("\":{\"password\":\"pw-").append(user).append("\"},");
    }
    json.setLength(json.length() - 1);
    json.append("},\"tokens\":{\"T_ok\":\"").append(jwt()).append('"');
    for (String token : TOKENS) {
      json.append(",\"").append(token).append("\":\"").append(token).append(".aaaa.bbbb\"");
    }
    return json.append("},\"keys\":{\"access\":").append(KEY).append("}}").toString();
  }

  /** The key of RFC 7515, appendix A.3. */
  private static final String KEY =
      "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
          + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";

  private static String jwt() {
    return encode("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"k\"}")
        + "."
        + encode("{\"sub\":\"usr_1\"}")
        + "."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);
  }

  private static String encode(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
